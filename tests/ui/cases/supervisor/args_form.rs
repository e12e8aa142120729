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

#[supervisor(strategy = one_for_one, args = (first: u64))]
struct Assigned {
    #[child(args(first))]
    treasury: Worker,
}

#[supervisor(strategy = one_for_one, args(first))]
struct WithoutType {
    #[child(args(first))]
    treasury: Worker,
}

#[supervisor(strategy = one_for_one, args(1000))]
struct Values {
    #[child(args(1))]
    treasury: Worker,
}

#[supervisor(strategy = one_for_one, args(&self, first: u64))]
struct WithSelf {
    #[child(args(first))]
    treasury: Worker,
}

#[otp_runtime::main]
async fn main() {
    let first = Assigned::start_link(1).await.unwrap();
    first.treasury().get().await.unwrap();
    WithoutType::start_link(1).await.unwrap();
    Values::start_link(1000).await.unwrap();
    WithSelf::start_link(1).await.unwrap();
}
