// A partition supervisor has a name and a function that makes the child of a partition; it does not end with its children.
use otp_runtime::prelude::*;

struct Till;

#[gen_server]
impl Till {
    #[init]
    fn init() -> Self {
        Till
    }
    #[call]
    fn cents(&self) -> u64 {
        0
    }
}

fn main() {
    let _ = PartitionSupervisor::<Till>::builder();
    let _ = PartitionSupervisor::<Till>::builder("tills");
    let _ = PartitionSupervisor::builder("tills", |_, _| Till::child());
    let _ = PartitionSupervisor::builder("tills", |_| Till::child()).auto_shutdown(AutoShutdown::AnySignificant);
}
