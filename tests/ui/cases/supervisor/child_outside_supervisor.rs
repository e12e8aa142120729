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

#[child(args(1))]
struct Bank {
    treasury: Worker,
}

#[otp_runtime::child]
fn till() {}

fn main() {
    let bank = Bank { treasury: Worker(1) };
    let _ = bank.treasury;
    till();
}
