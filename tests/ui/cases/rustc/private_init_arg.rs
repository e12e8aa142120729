pub mod counter {
    use otp_runtime::prelude::*;

    pub struct Counter;
    struct Config;

    #[gen_server]
    impl Counter {
        #[init]
        pub fn init(_config: Config) -> Self {
            Counter
        }
        #[call]
        pub fn get(&self) -> u64 {
            1
        }
    }
}

fn main() {}
