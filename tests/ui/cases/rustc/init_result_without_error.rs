use otp_runtime::prelude::*;

struct Counter(u64);

#[gen_server]
impl Counter {
    #[init]
    fn init(first: u64) -> Result<Self> {
        Ok(Counter(first))
    }
    #[call]
    fn get(&self) -> Result<u64> {
        Ok(self.0)
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start(1).await.unwrap();
    let _: u64 = counter.get().await.unwrap();
}
