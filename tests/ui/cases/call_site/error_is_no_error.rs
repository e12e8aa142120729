use otp_runtime::prelude::*;

struct Counter(u64);

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter(0)
    }
    #[call]
    fn take(&mut self, by: u64) -> Result<u64, String> {
        self.0 = self.0.checked_sub(by).ok_or("too much")?;
        Ok(self.0)
    }
}

#[otp_runtime::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let counter = Counter::start().await?;
    println!("{}", counter.take(1).await?);
    Ok(())
}
