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

struct Bank {
    #[child(args(1))]
    treasury: Worker,
}

fn main() {
    let _ = Bank { treasury: Worker(1) };
}
