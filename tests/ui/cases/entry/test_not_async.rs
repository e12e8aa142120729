#[otp_runtime::test]
fn works() {}

#[otp_runtime::test]
async fn takes(number: u64) {
    let _ = number;
}

#[otp_runtime::test]
mod tests {}

fn main() {}
