use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[cast]
    fn add(&mut self, by: u64) {
        let _ = by;
    }
}

struct Light;

#[gen_server]
impl Light {
    #[init]
    fn init() -> Self {
        Light
    }
    #[cast]
    fn switch(&mut self) {}
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.cast("switch", LightCast::Switch);
    let light: LightClient = counter;
    light.switch();
}
