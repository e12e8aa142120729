//! The signals that end a program, on a thread of its own: they are seen also while all others are busy.

use std::io;
use std::thread;
use tokio::runtime::Builder;
use tokio::sync::watch;

/// Watches for SIGINT and SIGTERM (Ctrl-C elsewhere). The first is told; the second ends the program at once, with
/// 128 and its number.
pub(crate) fn watch() -> io::Result<watch::Receiver<bool>> {
    let (told, asked) = watch::channel(false);
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let mut signals = {
        let _here = runtime.enter();
        Signals::new()?
    };
    thread::Builder::new().name("otp-signals".to_owned()).spawn(move || {
        runtime.block_on(async {
            signals.next().await;
            let _ = told.send(true);
            let number = signals.next().await;
            std::process::exit(128 + number);
        })
    })?;
    Ok(asked)
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// The number of the next one.
    async fn next(&mut self) -> i32 {
        use std::task::Poll;
        use tokio::signal::unix::SignalKind;
        std::future::poll_fn(|cx| {
            if let Poll::Ready(Some(())) = self.interrupt.poll_recv(cx) {
                return Poll::Ready(SignalKind::interrupt().as_raw_value());
            }
            if let Poll::Ready(Some(())) = self.terminate.poll_recv(cx) {
                return Poll::Ready(SignalKind::terminate().as_raw_value());
            }
            Poll::Pending
        })
        .await
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Signals(tokio::signal::windows::ctrl_c()?))
    }

    async fn next(&mut self) -> i32 {
        self.0.recv().await;
        2
    }
}
