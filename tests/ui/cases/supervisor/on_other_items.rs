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
enum OnEnum {
    #[child]
    One,
}

#[supervisor(strategy = one_for_one)]
fn on_fn() {}

#[supervisor(strategy = one_for_one)]
impl Worker {
    fn double(&self) -> u64 {
        self.0 * 2
    }
}

fn main() {
    let _ = OnEnum::One;
    on_fn();
    Worker(1).double();
}
