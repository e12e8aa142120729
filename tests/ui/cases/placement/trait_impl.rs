use otp_runtime::prelude::*;
use std::fmt::{self, Display};

struct Counter;

#[gen_server]
impl Display for Counter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("counter")
    }
}

fn main() {
    println!("{Counter}");
}
