//! A program that is an application.

use super::setting::{IntoSetting, Setting};
use super::stop::{ShutdownReason, begin_shutdown, wait_for_shutdown};
use super::{Application, ensure_all_started, signals};
use crate::system::{Entered, System};
use crate::{ExitReason, Restart};
use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::marker::PhantomData;
use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::sync::watch;
use tracing::Level;

/// Runs a program that is an application: [`Application::run`] with options.
///
/// It makes a tokio runtime, starts the application and all that it depends on, as permanent ones, and waits for SIGINT or
/// SIGTERM (Ctrl-C on Windows). The first stops everything in reverse order, and the exit code is 0; so it is after
/// [`stop_all`](super::stop_all). A second signal ends the program at once, with 128 and its number.
///
/// When an application does not start, or ends by itself, the reason is on stderr and the exit code is 1; but one whose top
/// process ends `Normal` has done its work, and the code is 0.
///
/// ```no_run
/// use otp_runtime::prelude::*;
/// use otp_runtime::application::{Runner, StartType, Top};
/// use std::process::ExitCode;
/// use std::time::Duration;
///
/// struct Shop;
///
/// impl Application for Shop {
///     type Config = ();
///     type Error = StartError<otp_runtime::InvalidSupervisor>;
///     const NAME: &'static str = "shop";
///
///     async fn start(_: (), _: StartType) -> Result<Top<Self>, Self::Error> {
///         let tree = Supervisor::builder(Strategy::OneForOne).start_link().await?;
///         Ok(Top::new(&tree, Shop))
///     }
/// }
///
/// fn main() -> ExitCode {
///     Runner::<Shop>::new().env("port", 80_u16).app_shutdown_limit(Duration::from_secs(30)).run()
/// }
/// ```
#[must_use = "nothing runs until `run` is called"]
pub struct Runner<A> {
    workers: Option<usize>,
    env: Vec<(Arc<str>, Setting)>,
    arguments: Vec<(Arc<str>, Setting)>,
    limit: Option<Duration>,
    app: PhantomData<fn() -> A>,
}

impl<A: Application> Runner<A> {
    /// As many threads as there are cores, and no limits.
    pub fn new() -> Self {
        Runner { workers: None, env: Vec::new(), arguments: Vec::new(), limit: None, app: PhantomData }
    }

    /// How many threads run tasks.
    pub fn workers(mut self, workers: usize) -> Self {
        self.workers = Some(workers);
        self
    }

    /// Configures the application: it overrides the defaults of its spec, and is overridden by an environment variable.
    pub fn env<T: IntoSetting>(mut self, key: impl Into<Arc<str>>, value: T) -> Self {
        self.env.push((key.into(), value.into_setting()));
        self
    }

    /// As [`env`](Runner::env), for what the program was told on its command line: it overrides environment variables, too
    /// (OTP's `-my_bank port 8080`). A `&str` is parsed when the configuration is read, and one that makes no sense is reported
    /// as that of a variable is.
    pub fn argument<T: IntoSetting>(mut self, key: impl Into<Arc<str>>, value: T) -> Self {
        self.arguments.push((key.into(), value.into_setting()));
        self
    }

    /// How long each application may take to stop; then it is killed.
    pub fn app_shutdown_limit(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Runs the program.
    pub fn run(self) -> ExitCode {
        let mut builder = Builder::new_multi_thread();
        if let Some(workers) = self.workers {
            builder.worker_threads(workers.max(1));
        }
        let (signals, runtime) = match (signals::watch(), builder.enable_all().build()) {
            (Ok(signals), Ok(runtime)) => (signals, runtime),
            (Err(error), _) | (_, Err(error)) => {
                eprintln!("{} did not start: {error}", A::NAME);
                return ExitCode::FAILURE;
            }
        };
        let code = runtime.block_on(async {
            let system = System::current();
            let mut running = pin!(self.runs(&system, signals));
            poll_fn(|cx| {
                let _here = Entered::new(&system);
                running.as_mut().poll(cx)
            })
            .await
        });
        runtime.shutdown_background();
        code
    }

    async fn runs(self, system: &Arc<System>, mut signals: watch::Receiver<bool>) -> ExitCode {
        {
            let mut table = system.apps.lock();
            let app: Arc<str> = Arc::from(A::NAME);
            table.limit = self.limit;
            for (key, value) in self.env {
                table.configure(&app, key, Some(value));
            }
            table.arguments.entry(app).or_default().extend(self.arguments);
        }
        let mut down = pin!(wait_for_shutdown(system));
        // polled once, so that no shutdown is missed
        poll_fn(|cx| Poll::Ready(down.as_mut().poll(cx).is_ready())).await;
        let mut starting =
            pin!(ensure_all_started(super::AppRef::of::<A>()).restart_type(Restart::Permanent).into_future());
        let mut asked = pin!(signals.wait_for(|asked| *asked));
        let (mut started, mut stopping) = (None, false);
        let reason = poll_fn(|cx| {
            if started.is_none()
                && !stopping
                && let Poll::Ready(outcome) = starting.as_mut().poll(cx)
            {
                stopping = outcome.is_err();
                started = Some(outcome);
                if stopping {
                    begin_shutdown(system, ShutdownReason::Asked, None);
                }
            }
            if !stopping && asked.as_mut().poll(cx).is_ready() {
                stopping = true;
                begin_shutdown(system, ShutdownReason::Asked, None);
            }
            down.as_mut().poll(cx)
        })
        .await;
        match (reason, started) {
            // a start that a signal has cut off is no failure
            (_, Some(Err(error))) if !matches!(error, super::AppError::ShuttingDown(_)) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
            (ShutdownReason::Ended { reason: ExitReason::Normal, .. }, _) => ExitCode::SUCCESS,
            (ended @ ShutdownReason::Ended { .. }, _) => {
                eprintln!("{ended}");
                // a supervisor that gives up says no more than `shutdown`; why is in the log, and there may be none
                if ended.exit_reason().is_clean() && !tracing::enabled!(target: "otp_runtime::supervisor", Level::ERROR)
                {
                    eprintln!("help: with a `tracing` subscriber, supervisors tell what their children ended with");
                }
                ExitCode::FAILURE
            }
            _ => ExitCode::SUCCESS,
        }
    }
}

impl<A: Application> Default for Runner<A> {
    fn default() -> Self {
        Runner::new()
    }
}

impl<A: Application> fmt::Debug for Runner<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runner")
            .field("app", &A::NAME)
            .field("env", &self.env)
            .field("arguments", &self.arguments)
            .finish_non_exhaustive()
    }
}
