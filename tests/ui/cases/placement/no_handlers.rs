use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    fn get(&self) -> u64 {
        1
    }
}

struct Nothing;

#[gen_server]
impl Nothing {}

fn main() {
    let _ = (Counter.get(), Nothing);
}
