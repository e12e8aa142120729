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
    fn end() {}
    #[hibernate]
    fn shrink() {}
    #[format_status]
    fn status(&mut self) -> String {
        String::new()
    }
}

fn main() {
    let _ = Counter::start();
}
