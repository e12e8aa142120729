use otp_runtime::prelude::*;

trait Count {}

#[gen_server]
impl (u64, u64) {
    #[init]
    fn init() -> Self {
        (0, 0)
    }
    #[call]
    fn get(&self) -> u64 {
        self.0
    }
}

#[gen_server]
impl dyn Count {
    #[call]
    fn get(&self) -> u64 {
        1
    }
}

fn main() {}
