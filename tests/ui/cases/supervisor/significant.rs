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

#[supervisor(strategy = one_for_one)]
struct Never {
    #[child(args(1), significant, restart = transient)]
    treasury: Worker,
}

#[supervisor(strategy = one_for_one, auto_shutdown = any_significant)]
struct Any {
    #[child(args(1), restart = permanent, significant = true)]
    treasury: Worker,
}

#[supervisor(strategy = one_for_one, restart = permanent, significant)]
struct Itself {
    #[child(args(1))]
    treasury: Worker,
}

#[otp_runtime::main]
async fn main() {
    Never::start_link().await.unwrap().treasury().get().await.unwrap();
    Any::start_link().await.unwrap().treasury().get().await.unwrap();
    Itself::start_link().await.unwrap().treasury().get().await.unwrap();
}
