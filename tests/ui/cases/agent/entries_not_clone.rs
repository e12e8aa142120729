use otp_runtime::prelude::*;

struct Token;

#[agent]
struct Cache<T: Send + 'static> {
    pub entries: Vec<T>,
}

#[otp_runtime::main]
async fn main() {
    let cache = Cache::start(|| Cache { entries: vec![Token] }).await.unwrap();
    cache.entries().await.unwrap();
}
