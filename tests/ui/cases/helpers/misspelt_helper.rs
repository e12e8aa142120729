use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[cal]
    fn get(&self) -> u64 {
        1
    }
    #[Cast]
    fn add(&mut self, by: u64) {
        let _ = by;
    }
    #[handle_info]
    fn tick(&mut self, _: u64) {}
    #[terminat]
    fn end(&mut self) {}
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.add(1);
    let _: u64 = counter.get().await.unwrap();
}
