//! System requests by pid.

use crate::{Pid, ProcessSys};

/// System requests to whatever process has this pid (OTP's `sys`): a look at it, suspend and resume, statistics, a log of what
/// it does, a trace. See [`ProcessSys`]; [`Ref::sys`](crate::Ref::sys) is for a server whose type is known.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::process;
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let shop = Supervisor::builder(Strategy::OneForOne).start_link().name("shop").await?;
/// for pid in process::list() {
///     let status = process::sys(pid).status().await;
///     # if pid == Pid::current().unwrap() { assert!(status.is_err()); continue }
///     println!("{pid} {}", status?.state); // 0 of 0 children of shop run
/// }
/// # shop.stop().await?;
/// # Ok(())
/// # }
/// ```
pub fn sys(pid: Pid) -> ProcessSys {
    ProcessSys::at(pid)
}
