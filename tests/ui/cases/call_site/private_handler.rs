mod counter {
    use otp_runtime::prelude::*;

    pub struct Counter;

    #[gen_server]
    impl Counter {
        #[init]
        pub fn init() -> Self {
            Counter
        }
        #[call]
        fn get(&self) -> u64 {
            1
        }
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = counter::Counter::start().await.unwrap();
    let _ = counter.get().await;
}
