use otp_runtime::prelude::*;
use std::rc::Rc;

#[otp_runtime::main]
async fn main() {
    let agent = Agent::start(|| 1).await.unwrap();
    let step = Rc::new(1);
    agent.cast(move |count| *count += *step);
}
