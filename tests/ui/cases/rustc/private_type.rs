pub mod counter {
    use otp_runtime::prelude::*;

    pub struct Counter;
    struct Broken;

    #[gen_server]
    impl Counter {
        #[init]
        fn init() -> Result<Self, Broken> {
            Err(Broken)
        }
        #[call]
        pub fn get(&self) -> u64 {
            1
        }
    }
}

fn main() {}
