use otp_runtime::prelude::*;
use std::time::Duration;

struct Counter(u64);

#[gen_server]
impl Counter {
    #[init]
    fn init(first: u64) -> Self {
        Counter(first)
    }
    #[call]
    fn get(&self) -> u64 {
        self.0
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start(1).await.unwrap();
    let _: u64 = counter.get().unwrap();
    let _: u64 = counter.get().timeout(Duration::from_secs(1)).unwrap_or(5);
    let _: u64 = counter.get().await;
    let _ = 1 + counter.get();
    counter.stop().expect("it stops");
    let task = Task::spawn(async { 6 * 7 });
    let _: i32 = task.unwrap();
}
