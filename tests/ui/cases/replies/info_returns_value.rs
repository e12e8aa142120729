use otp_runtime::prelude::*;

struct Counter;
struct Load;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[info]
    fn tick(&mut self, _: u64) -> u8 {
        1
    }
    #[handle_continue]
    fn load(&mut self, _: Load) -> Option<Load> {
        None
    }
}

fn main() {
    let _ = (Counter::start(), Load);
}
