use otp_runtime::prelude::*;

struct Counter;

#[gen_server(mailbox = "64", name = counter, restart = "transient", inline = 0, client = "Name", shutdown = 5)]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get(&self) {}
}

struct Other;

#[gen_server(restart = transiet, timeout = "20s", hibernate_after = infinity, crate = "::otp")]
impl Other {
    #[init]
    fn init() -> Self {
        Other
    }
    #[call]
    fn get(&self) {}
}

fn main() {
    let _ = (Counter::start(), Other::start());
}
