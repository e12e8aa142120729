use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[cast]
    fn add(&mut self) -> Result<u64, std::fmt::Error> {
        Ok(1)
    }
    #[info]
    fn tick(&mut self, _: u64) -> Result<(), u8> {
        Ok(())
    }
}

fn main() {
    let _ = Counter::start();
}
