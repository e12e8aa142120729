use otp_runtime::prelude::*;

struct Sum;

#[gen_server]
impl Sum {
    #[init]
    fn init() -> Self {
        Sum
    }
    #[call]
    fn sort(&self, numbers: &mut Vec<u64>) {
        numbers.sort();
    }
}

#[otp_runtime::main]
async fn main() {
    let sum = Sum::start().await.unwrap();
    sum.sort(&mut vec![2, 1]).await.unwrap();
}
