#[otp_runtime::main]
fn main() {}
