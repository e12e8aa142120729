use otp_runtime::prelude::*;

struct Counter;
struct Tick;
type Tock = Tick;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[info]
    fn tick(&mut self, _: Tick) {}
    #[info]
    fn tock(&mut self, _: Tock) {}
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.send(Tick);
}
