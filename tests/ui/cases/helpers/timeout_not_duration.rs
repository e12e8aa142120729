use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call(timeout = 5)]
    fn a(&self) {}
    #[call(timeout = "5s")]
    fn b(&self) {}
    #[call(timeout = 5sec)]
    fn c(&self) {}
    #[call(timeout = Duration::from_secs(5))]
    fn d(&self) {}
    #[call(timeout)]
    fn e(&self) {}
    #[call(blocking = true)]
    fn f(&self) {}
}

fn main() {
    let _ = Counter::start();
}
