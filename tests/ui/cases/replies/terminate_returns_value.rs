use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get(&self) {}
    #[terminate]
    fn end(&mut self) -> Result<(), String> {
        Ok(())
    }
    #[hibernate]
    fn shrink(&mut self) -> bool {
        true
    }
    #[format_status]
    fn status(&self) {}
}

fn main() {
    let _ = Counter::start();
}
