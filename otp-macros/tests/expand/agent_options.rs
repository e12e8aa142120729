#[agent(restart = transient, shutdown = 1s, significant = true, id = "config", name = "config", timeout = 20s, client = Handle, crate = ::renamed::otp)]
struct Config {
    #[::renamed::otp::agent(skip)]
    pub first: u8,
}

#[agent(timeout = infinity)]
pub struct Start {}
