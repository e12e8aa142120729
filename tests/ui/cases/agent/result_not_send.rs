use otp_runtime::prelude::*;
use std::rc::Rc;

#[otp_runtime::main]
async fn main() {
    let agent = Agent::start(|| 1).await.unwrap();
    let _ = agent.get(|count| Rc::new(*count)).await;
    let _ = Agent::start(|| Rc::new(1));
}
