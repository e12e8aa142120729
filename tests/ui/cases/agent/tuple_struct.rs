use otp_runtime::prelude::*;

#[agent]
struct Pair(u64, String);

#[agent]
struct Words(#[agent(skip)] Vec<String>);

#[otp_runtime::main]
async fn main() {
    let pair = Pair::start(|| Pair(1, String::new())).await.unwrap();
    pair.get(|pair| pair.0).await.unwrap();
    Words::start(|| Words(Vec::new())).await.unwrap().stop().await.unwrap();
}
