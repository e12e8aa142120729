use otp_runtime::prelude::*;

#[otp_runtime::main]
async fn main() {
    let agent = Agent::start(|| 1).await.unwrap();
    let mut seen = 0;
    agent.update(|count| seen = *count).await.unwrap();
    println!("{seen}");
    let step = 2;
    agent.cast(|count| *count += step);
}
