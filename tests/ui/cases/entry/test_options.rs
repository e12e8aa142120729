#[otp_runtime::test(paused, flavor = "multi_thread")]
async fn paused_on_several_threads() {}

#[otp_runtime::test(paused, worker_threads = 2)]
async fn paused_with_workers() {}

#[otp_runtime::test(start_paused = true)]
async fn unknown() {}

#[otp_runtime::test(paused = true)]
async fn value() {}

fn main() {}
