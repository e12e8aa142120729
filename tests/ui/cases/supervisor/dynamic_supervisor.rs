// A dynamic supervisor forgets children that have ended, does not end with them, and has children of one type.
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

async fn ask() -> Option<()> {
    let _ = DynamicSupervisor::<Till>::builder().auto_shutdown(AutoShutdown::AllSignificant);
    let tills = DynamicSupervisor::<Till>::named("tills");
    let other = ChildSpec::from_fn("other", std::future::pending::<()>);
    tills.start_child(other).await.ok()?;
    tills.terminate_child("Till").await.ok()?;
    tills.restart_child("Till").await.ok()?;
    tills.delete_child("Till").await.ok()
}

fn main() {
    let _ = ask();
}
