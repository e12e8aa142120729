/// Everything set.
struct Everything;

#[gen_server(
    restart = temporary,
    shutdown = brutal_kill,
    id = "all",
    name = "everything",
    mailbox = 1_000,
    timeout = infinity,
    significant = true,
    inline = false,
    hibernate_after = 30min,
    client = Handle,
    crate = crate::otp_runtime,
)]
impl Everything {
    #[init]
    fn init() -> Result<Init<Self>, Refused> {
        loop {}
    }

    #[call(timeout = 250ms)]
    fn ping(&self) -> &'static str {
        "pong"
    }
}
