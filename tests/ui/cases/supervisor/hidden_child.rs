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

    #[supervisor(strategy = one_for_one)]
    pub(super) struct Bank {
        #[child(args(1))]
        pub(self) treasury: Worker,
    }
}

#[otp_runtime::main]
async fn main() {
    let bank = inside::Bank::start_link().await.unwrap();
    bank.treasury().get().await.unwrap();
}
