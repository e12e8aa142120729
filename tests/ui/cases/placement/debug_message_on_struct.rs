use otp_runtime::DebugMessage;

#[derive(DebugMessage)]
struct Deposit {
    cents: u64,
}

fn main() {
    println!("{:?}", Deposit { cents: 1 });
}
