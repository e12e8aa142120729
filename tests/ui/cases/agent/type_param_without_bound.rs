use otp_runtime::prelude::*;

#[agent]
struct Cache<T, U: Clone> {
    pub entries: Vec<T>,
    pub last: Option<U>,
}

#[otp_runtime::main]
async fn main() {
    let cache = Cache::start(|| Cache { entries: vec![1], last: Some(2) }).await.unwrap();
    let _: Vec<i32> = cache.entries().await.unwrap();
    cache.set_last(Some(3)).await.unwrap();
}
