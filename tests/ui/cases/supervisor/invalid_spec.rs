use otp_runtime::prelude::*;

struct Worker(u64);

#[gen_server]
impl Worker {
    #[init]
    fn init(first: u64) -> Self {
        Worker(first)
    }
    #[call]
    fn get(&self) -> u64 {
        self.0
    }
}

fn no_start() -> ChildSpec {
    ChildSpec::new("worker")
}

fn start_of_another_form() -> ChildSpec {
    ChildSpec::new("worker", 5)
}

fn restart_by_name() -> ChildSpec<Worker> {
    Worker::child(1).restart("permanent")
}

fn shutdown_of_a_number() -> ChildSpec<Worker> {
    Worker::child(1).shutdown(1000)
}

fn significant_by_name() -> ChildSpec<Worker> {
    Worker::child(1).significant("yes")
}

#[otp_runtime::main]
async fn main() {
    let top = Supervisor::builder(Strategy::OneForOne).child("worker").child(no_start());
    let top = top.child(start_of_another_form()).child(restart_by_name());
    top.child(shutdown_of_a_number()).child(significant_by_name()).start_link().await.unwrap();
    Supervisor::builder().start().await.unwrap();
}
