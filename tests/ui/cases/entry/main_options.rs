#[otp_runtime::main(paused, flavour = "multi_thread", worker_threads = 0, flavor = multi_thread)]
async fn main() {}

#[otp_runtime::main(crate = "otp", 7)]
async fn other() {}
