// A start function gives a child, a shutdown is a `Shutdown`, and its time a `Duration`.
use otp_runtime::prelude::*;

fn main() {
    let spec = ChildSpec::new("number", || async { Ok(7_u64) });
    let _ = spec.shutdown(-1);
    let _ = ChildSpec::from_fn("idle", std::future::pending::<()>).shutdown(Shutdown::After(-1));
}
