//! Supervisors, seen from outside.

use otp_runtime::prelude::*;

struct Cell {
    value: u64,
}

#[gen_server]
impl Cell {
    #[init]
    fn init(value: u64) -> Self {
        Cell { value }
    }

    #[call]
    fn get(&self) -> u64 {
        self.value
    }

    #[call]
    fn set(&mut self, value: u64) {
        self.value = value;
    }

    #[cast]
    fn crash(&mut self) {
        panic!("as asked");
    }
}

#[otp_runtime::test]
async fn a_client_of_a_child_outlives_restarts_of_child_and_supervisor() {
    let core = Supervisor::builder(Strategy::OneForOne).child(Cell::child(1).id("a")).child(Cell::child(2).id("b"));
    let top = Supervisor::builder(Strategy::OneForOne).child(core.into_child_spec().id("core"));
    let top = top.start_link().name("top").await.unwrap();
    let core = top.child::<Supervisor>("core");
    let a = core.child::<Cell>("a");
    a.set(7).await.unwrap();
    let died = a.monitor();
    a.crash();
    died.await;
    assert_eq!(a.get().wait().await, Ok(1));
    let (died, below) = (core.monitor(), a.monitor());
    core.exit(ExitReason::Kill);
    assert_eq!(died.await.reason, ExitReason::Killed);
    assert_eq!(below.await.reason, ExitReason::Killed);
    assert_eq!(a.get().wait().await, Ok(1));
    assert_eq!(core.child::<Cell>("b").get().wait().await, Ok(2));
    let named = Supervisor::named("top").child::<Supervisor>("core").child::<Cell>("b");
    assert_eq!(named.get().await, Ok(2));
    println!("{}", top.tree().await.unwrap());
    assert_eq!(format!("{a:?}"), "Cell(top/core/a)");
    top.stop().await.unwrap();
    assert_eq!(a.pid(), None);
}
