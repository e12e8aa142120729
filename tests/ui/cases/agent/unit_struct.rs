use otp_runtime::prelude::*;

#[agent]
struct Nothing;

#[otp_runtime::main]
async fn main() {
    Nothing::start(|| Nothing).await.unwrap().stop().await.unwrap();
}
