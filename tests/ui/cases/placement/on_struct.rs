use otp_runtime::prelude::*;

#[gen_server]
pub struct Counter {
    count: u64,
}

#[gen_server]
enum Light {
    Red,
    Green,
}

fn main() {
    let counter = Counter { count: 1 };
    let _ = (counter.count, Light::Red, Light::Green);
}
