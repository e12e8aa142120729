use otp_runtime::prelude::*;

struct Counter;
struct Result<T>(T);

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get(&self) -> Result<u64> {
        Result(1)
    }
}

fn main() {
    let _ = Counter::start();
}
