use otp_runtime::prelude::*;

struct Counter(u64);

#[gen_server]
impl Counter {
    #[start_link]
    fn init(first: u64) -> Self {
        Counter(first)
    }
    #[handle_call]
    fn get(&self) -> u64 {
        self.0
    }
    #[handle_cast]
    fn add(&mut self, by: u64) {
        self.0 += by;
    }
    #[handle_timeout]
    fn idle(&mut self, _: IdleTimeout) {}
    #[on_terminate]
    fn end(&mut self) {}
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start(1).await.unwrap();
    let _: u64 = counter.get().await.unwrap();
}
