use otp_runtime::prelude::*;

struct Sum(u64);

#[gen_server]
impl Sum {
    #[init]
    fn init() -> Self {
        Sum(0)
    }
    #[call]
    fn add(&mut self, numbers: &[u64]) -> u64 {
        self.0 += numbers.iter().sum::<u64>();
        self.0
    }
}

#[otp_runtime::main]
async fn main() {
    let sum = Sum::start().await.unwrap();
    let _: u64 = sum.add(&[1, 2]).await.unwrap();
}
