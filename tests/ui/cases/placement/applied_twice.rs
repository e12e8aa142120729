use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
#[gen_server(mailbox = 1)]
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
