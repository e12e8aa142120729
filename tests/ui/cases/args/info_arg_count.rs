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
    fn tick(&mut self, _at: u64, _by: u64) {}
    #[info]
    fn nothing(&mut self, _ctx: &mut Context<Self>) {}
    #[handle_continue]
    fn load(&mut self, Load: Load, _again: bool) {}
    #[terminate]
    fn end(&mut self, _reason: &ExitReason, _more: u8) {}
}

fn main() {
    let _ = (Counter::start(), Load);
}
