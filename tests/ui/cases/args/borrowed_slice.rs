use otp_runtime::prelude::*;

struct Sum(u64);

#[gen_server]
impl Sum {
    #[init]
    fn init(numbers: &[u64]) -> Self {
        Sum(numbers.iter().sum())
    }
    #[call]
    fn sum(&self) -> u64 {
        self.0
    }
}

#[otp_runtime::main]
async fn main() {
    let sum = Sum::start(&[1, 2]).await.unwrap();
    let _: u64 = sum.sum().await.unwrap();
}
