use otp_runtime::prelude::*;

struct Worker(u64);

#[gen_server]
impl Worker {
    #[init]
    fn init(first: u64) -> Self {
        Worker(first)
    }
    #[call]
    fn get(&self) -> u64 {
        self.0
    }
}

mod inside {
    use super::Worker;
    use otp_runtime::prelude::*;

    struct Config {
        first: u64,
    }

    #[supervisor(strategy = one_for_one, args(config: Config))]
    pub struct Bank {
        #[child(args(config.first))]
        pub(super) treasury: Worker,
    }
}

fn main() {
    let _ = inside::Bank::start_link;
}
