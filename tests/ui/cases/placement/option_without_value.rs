use otp_runtime::prelude::*;

struct Counter;

#[gen_server(restart, name =, client)]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get(&self) {}
}

#[otp_runtime::main]
async fn main() {
    let counter: CounterClient = Counter::start().await.unwrap();
    counter.get().await.unwrap();
}
