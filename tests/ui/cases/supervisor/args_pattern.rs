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

#[supervisor(strategy = one_for_one, args((a, b): (u64, u64), _: u8, ref c: u64, a: u8, a: u8))]
struct Bank {
    #[child(args(a))]
    treasury: Worker,
}

#[otp_runtime::main]
async fn main() {
    let bank = Bank::start_link((1, 2), 3, 4, 5, 6).await.unwrap();
    bank.treasury().get().await.unwrap();
}
