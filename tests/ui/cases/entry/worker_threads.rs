#[otp_runtime::main(flavor = "current_thread", worker_threads = 2)]
async fn main() {}

#[otp_runtime::test(worker_threads = "4", flavor = "threaded")]
async fn strings() {}

#[otp_runtime::test(threads = 4, multi_thread, start_paused = true)]
async fn other_names() {}

#[otp_runtime::test(worker_threads = 2, worker_threads = 3, paused: true)]
async fn twice() {}
