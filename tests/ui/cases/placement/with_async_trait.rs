use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
#[async_trait]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    async fn get(&mut self) {}
}

fn main() {
    let _ = Counter::start();
}
