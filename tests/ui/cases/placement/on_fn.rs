use otp_runtime::prelude::*;

#[gen_server]
pub async fn counter() {}

#[gen_server]
mod counters {
    pub fn count() {}
}

#[gen_server]
trait Count {}

#[gen_server]
use std::fmt::Debug;

struct Counter;
impl Count for Counter {}

fn main() {
    let _ = counter();
    counters::count();
    let _: Option<&dyn Debug> = None;
}
