//! What `#[otp_runtime::main]` and `#[otp_runtime::test]` turn their functions into: a process with a runtime around it.

use crate::ExitReason;
use crate::process::head::AnyProcess;
use crate::process::plain::Plain;
use crate::process::purpose::Purpose;
use crate::process::status::SIGNAL;
use crate::system::{Entered, Settings, System};
use std::future::Future;
use std::pin::pin;
use tokio::runtime::{Builder, Runtime};

/// Where a function runs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Runs {
    /// `None`: as many threads as there are cores. `Some(0)`: only this thread.
    pub workers: Option<usize>,
    /// Time stands still while the runtime has something to do, and jumps when it has not.
    pub paused: bool,
}

/// The body of `main`, as a process. A linked process that crashes ends the program with exit code 1.
pub fn main<F: Future>(runs: Runs, body: F) -> F::Output {
    match run(runs, body) {
        Ok(output) => output,
        Err((reason, _)) => {
            eprintln!("main ended: {reason}");
            std::process::exit(1)
        }
    }
}

/// The body of a test, as a process.
///
/// # Panics
///
/// When the body does, or when a signal ends its process.
pub fn test<F: Future>(runs: Runs, body: F) -> F::Output {
    match run(runs, body) {
        Ok(output) => output,
        // the test's own panic was printed by the panic hook
        Err((reason @ ExitReason::Panic { .. }, true)) => {
            let message = reason.to_string();
            std::panic::resume_unwind(Box::new(message))
        }
        Err((reason, _)) => panic!("the test's process ended: {reason}"),
    }
}

/// What became of the body, and of a failure whether it is its own.
fn run<F: Future>(runs: Runs, body: F) -> Result<F::Output, (ExitReason, bool)> {
    let runtime = runtime(runs);
    let settings = Settings { exact_time: runs.paused, ..Settings::default() };
    let outcome = runtime.block_on(async {
        let system = System::of(tokio::runtime::Handle::current(), || settings);
        let process = Plain::new(&system, Purpose::default());
        let mut living = pin!(process.clone().live(body));
        std::future::poll_fn(|cx| {
            let _here = Entered::new(&system);
            living.as_mut().poll(cx)
        })
        .await
        .map_err(|reason| (reason, !process.head().status.has(SIGNAL)))
    });
    runtime.shutdown_background();
    outcome
}

fn runtime(runs: Runs) -> Runtime {
    let mut builder = match runs.workers {
        Some(0) => Builder::new_current_thread(),
        Some(workers) => {
            let mut builder = Builder::new_multi_thread();
            builder.worker_threads(workers);
            builder
        }
        None => Builder::new_multi_thread(),
    };
    builder.enable_all();
    #[cfg(feature = "test-util")]
    if runs.paused {
        builder.start_paused(true);
    }
    #[cfg(not(feature = "test-util"))]
    assert!(!runs.paused, "`paused` needs the feature `test-util` of otp-runtime, in dev-dependencies");
    builder.build().expect("a tokio runtime")
}
