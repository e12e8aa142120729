#[otp_runtime::main]
#[tokio::main]
async fn main() {}

#[otp_runtime::test]
#[test]
async fn works() {}

#[otp_runtime::test]
#[tokio::test(flavor = "multi_thread")]
async fn works_as_well() {}
