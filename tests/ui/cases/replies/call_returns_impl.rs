use otp_runtime::prelude::*;

struct Counter(Vec<u64>);

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter(vec![])
    }
    #[call]
    fn all(&self) -> impl Iterator<Item = u64> {
        self.0.clone().into_iter()
    }
    #[call]
    fn later(&self) -> impl Future<Output = u64> {
        std::future::ready(1)
    }
    #[call]
    fn shown(&self) -> impl ToString {
        1
    }
}

#[otp_runtime::main]
async fn main() {
    let counter = Counter::start().await.unwrap();
    counter.all().await.unwrap();
}
