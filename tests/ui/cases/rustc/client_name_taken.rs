use otp_runtime::prelude::*;

struct Counter;
struct CounterClient;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get(&self) {}
}

fn main() {
    let _ = (Counter::start(), CounterClient);
}
