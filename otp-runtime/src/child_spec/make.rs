//! Specs of servers, of functions, and of start functions of one's own.

use super::started::{ChildStartError, Launch, StartedChild};
use super::{ChildSpec, Supervised};
use crate::place::Seat;
use crate::process::panics::guarded;
use crate::start::StartOptions;
use crate::{ExitReason, GenServer, Options, Restart};
use parking_lot::Mutex;
use std::future::Future;
use std::sync::Arc;

impl ChildSpec {
    /// The spec of a child that `start` starts: it gives the pid of a process linked to the one that runs it, which is the
    /// supervisor. It is run again for each restart.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// use otp_runtime::{ChildSpec, process};
    ///
    /// let spec = ChildSpec::new("sleeper", || async { Ok(process::spawn_link(std::future::pending())) });
    /// assert_eq!(spec.id_str(), "sleeper");
    /// ```
    pub fn new<F, Fut, T>(id: impl Into<Arc<str>>, start: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, ChildStartError>> + Send + 'static,
        T: Into<StartedChild>,
    {
        ChildSpec::blank(&Options::new(), "child").id(id).change(|spec| spec.shutdown = None).start_with(start)
    }

    /// The spec of a child that runs an async function, as a process of its own with a mailbox. When the function returns
    /// the child has ended with `Normal`; a panic is a crash; told to shut down, it ends at its next `.await`.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// use otp_runtime::ChildSpec;
    /// use std::time::Duration;
    ///
    /// async fn poll(what: &'static str) {
    ///     loop {
    ///         println!("{what}?");
    ///         tokio::time::sleep(Duration::from_secs(60)).await;
    ///     }
    /// }
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// let poller = ChildSpec::from_fn("poller", || poll("any news"));
    /// let top = Supervisor::builder(Strategy::OneForOne).child(poller).start_link().await.unwrap();
    /// assert_eq!(top.count_children().await.unwrap().active, 1);
    /// # top.stop().await.unwrap();
    /// # }
    /// ```
    pub fn from_fn<F, Fut>(id: impl Into<Arc<str>>, run: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let run = Arc::new(run);
        ChildSpec::new(id, move || {
            let run = run.clone();
            // the function itself runs in the child: its panic is the child's
            let body = async move {
                let body = run();
                // of a temporary child nobody needs it any more
                drop(run);
                body.await
            };
            async move { Ok(crate::process::spawn_link(body)) }
        })
    }

    /// The spec of a server type with its start arguments: id, restart, shutdown and significance as its options say. The
    /// arguments are cloned for each start.
    pub fn of<S: GenServer>(args: S::Args) -> ChildSpec<S>
    where
        S::Args: Clone + Sync,
    {
        ChildSpec::of_server::<S, S>(S::NAME, &S::OPTIONS, move |_| args.clone())
    }

    /// As [`of`](ChildSpec::of), for arguments that cannot be cloned, like a socket: the child starts once. It is temporary,
    /// whatever its options and [`restart`](ChildSpec::restart) say; a second start fails.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// use tokio::sync::oneshot;
    ///
    /// struct Waiter { call: oneshot::Receiver<u64> }
    ///
    /// #[gen_server]
    /// impl Waiter {
    ///     #[init]
    ///     pub fn init(call: oneshot::Receiver<u64>) -> Self { Waiter { call } }
    ///     #[call]
    ///     pub async fn heard(&mut self) -> Option<u64> { (&mut self.call).await.ok() }
    /// }
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let waiters = DynamicSupervisor::<Waiter>::builder().start_link().await?;
    /// let (caller, call) = oneshot::channel();
    /// let waiter = waiters.start_child(ChildSpec::once_of::<Waiter>((call,))).await?;
    /// caller.send(7).unwrap();
    /// assert_eq!(waiter.heard().await?, Some(7));
    /// # waiters.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn once_of<S: GenServer>(args: S::Args) -> ChildSpec<S> {
        let args = Mutex::new(Some(args));
        let take = move |_| match args.lock().take() {
            Some(args) => args,
            None => crate::exit(ExitReason::error("this child has been started, and can be only once")),
        };
        ChildSpec::of_server::<S, S>(S::NAME, &S::OPTIONS, take)
            .change(|spec| (spec.once, spec.restart) = (true, Restart::Temporary))
    }

    /// The spec of a process of type `S` that is to the outside a child of type `C`.
    pub(crate) fn of_server<S: GenServer, C: Supervised>(
        name: &'static str,
        options: &Options,
        args: impl Fn(Option<Arc<Seat>>) -> S::Args + Send + Sync + 'static,
    ) -> ChildSpec<C> {
        ChildSpec::blank(options, name).launched(move |launch: Launch| {
            let args = guarded(|| args(launch.seat));
            let options = StartOptions { link: true, name: launch.name, ..StartOptions::of::<S>() };
            Box::pin(async move {
                let args = args.map_err(|reason| ChildStartError::Failed(*reason))?;
                match crate::process::starting::start::<S>(args, options).await {
                    Ok((process, _)) => Ok(StartedChild::new(process.head.pid)),
                    // making a reason of it runs user code
                    Err(error) => Err(ChildStartError::of(error, |error| {
                        guarded(|| S::init_failed(error)).unwrap_or_else(|reason| *reason)
                    })),
                }
            })
        })
    }
}
