//! Nothing is left behind: what there was before a test's body is what there is after it.

use otp_runtime::process::{Census, census};
use std::time::Duration;

/// Runs the body of a test, which ends all it has started, and waits until no process, name, link, monitor, timer or
/// waiting caller of it is left.
///
/// # Panics
///
/// When something is still there after five seconds.
pub(crate) async fn checked<F: Future>(body: F) -> F::Output {
    let before = census();
    let output = body.await;
    nothing_left(before).await;
    output
}

/// Waits until there is no more than there was.
async fn nothing_left(before: Census) {
    for _ in 0..5_000 {
        if census() == before {
            return;
        }
        tokio::task::yield_now().await;
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    panic!("left behind: {:?}\n     before: {before:?}", census());
}
