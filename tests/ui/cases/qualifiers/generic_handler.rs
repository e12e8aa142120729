use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init<T>(_first: T) -> Self {
        Counter
    }
    #[cast]
    fn push<T>(&mut self, item: T) {
        let _ = item;
    }
    #[call]
    fn pick<'a, T: Clone>(&self, item: T) -> T {
        item
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start(1).await.unwrap();
    counter.push(1);
    let _: u8 = counter.pick(1_u8).await.unwrap();
}
