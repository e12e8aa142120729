use otp_runtime::prelude::*;

struct Counter(u64);

#[gen_server]
impl Counter {
    #[pre_start]
    fn init(first: u64) -> Self {
        Counter(first)
    }
    #[message]
    fn get(&self) -> u64 {
        self.0
    }
    #[handler]
    fn add(&mut self, by: u64) {
        self.0 += by;
    }
    #[msg]
    async fn sub(&mut self, by: u64) {
        self.0 -= by;
    }
    #[on_message]
    fn tick(&mut self, _now: u64) {}
    #[callback]
    fn sum(&self) -> u64 {
        self.0
    }
    #[ask]
    fn max(&self) -> u64 {
        self.0
    }
    #[tell]
    fn reset(&mut self) {}
    #[handle_info]
    fn down(&mut self, _: Down) {}
    #[continue_]
    fn load(&mut self, _: u8) {}
    #[stopped]
    fn end(&mut self) {}
}

#[protocol]
pub trait Ledger {
    #[message]
    fn post(&mut self, cents: u64) -> u64;
    #[tell]
    fn note(&mut self, text: String);
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start(1).await.unwrap();
    let _: u64 = counter.get().await.unwrap();
    counter.add(5);
}
