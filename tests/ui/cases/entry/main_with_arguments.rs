#[otp_runtime::main]
async fn main(name: String, count: u64) {
    println!("{name}{count}");
}
