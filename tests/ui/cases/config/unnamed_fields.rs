use otp_runtime::prelude::*;

#[config]
struct OnTuple(#[default(5)] u16, String);

#[config]
struct OnUnit;

#[config]
struct Empty {}

fn main() {}
