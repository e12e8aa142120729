use otp_runtime::prelude::*;

struct Counter;

#[gen_server(mailbox = 0, shutdown = 99999999999999h)]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get(&self) {}
}

fn main() {
    let _ = Counter::start();
}
