use otp_runtime::prelude::*;

#[otp_runtime::main]
async fn main() {
    let _ = Task::stream([1], async |n: u32| n).on_timeout("unknown");
    let _ = Task::stream([1], async |n: u32| n).shutdown("unknown");
    let tasks = TaskSupervisor::builder().start_link().await.unwrap();
    let _ = tasks.spawn(async { 1 }).shutdown(5000).await;
}
