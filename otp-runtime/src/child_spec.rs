//! Child specs: how a supervisor starts, restarts and stops a child.

use crate::options::{Restart, Shutdown};
use crate::place::Seat;
use crate::process::panics::guarded;
use crate::start::{IntoName, Name, StartOptions};
use crate::supervised::{AnyChild, NamedChild, Supervised};
use crate::{ExitReason, GenServer, Options, Pid, Registrar, StartError};
use parking_lot::Mutex;
use std::any::Any;
use std::convert::Infallible;
use std::fmt::{self, Debug};
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

/// Whether a child is a supervisor itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChildKind {
    /// Any other process.
    #[default]
    Worker,
    /// A supervisor.
    Supervisor,
}

impl fmt::Display for ChildKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ChildKind::Worker => "worker",
            ChildKind::Supervisor => "supervisor",
        })
    }
}

/// How a supervisor starts, restarts and stops one child (OTP's child specification).
///
/// `BankAccount::child(args)` makes one for a server, [`ChildSpec::from_fn`] for an async function and [`ChildSpec::new`]
/// for a start function of your own. The type parameter says what reaches the child.
///
/// ```
/// use otp_runtime::prelude::*;
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
/// let spec = Till::child(5).id("petty cash").restart(Restart::Transient);
/// assert_eq!(spec.id_str(), "petty cash");
/// ```
pub struct ChildSpec<C: Supervised = AnyChild> {
    spec: Arc<Spec>,
    child: PhantomData<fn() -> C>,
}

/// Shared by clones of a spec, and changed in a copy.
#[derive(Clone)]
struct Spec {
    id: Arc<str>,
    /// Whether somebody chose the id; a supervisor's is else its name.
    id_given: bool,
    restart: Restart,
    /// `None` is the default of its kind.
    shutdown: Option<Shutdown>,
    kind: ChildKind,
    significant: bool,
    /// It starts only once, and so is temporary whatever else is said.
    once: bool,
    name: Name,
    /// `None` when a supervisor has used it up: the arguments of a temporary child are not kept.
    start: Option<StartFn>,
}

impl Spec {
    /// Several supervisors of one type are told apart by their names.
    fn settle_id(&mut self) {
        if self.kind == ChildKind::Supervisor && !self.id_given {
            match &self.name {
                Name::None => {}
                Name::Local(name) => self.id = name.clone(),
                Name::Via(via) => self.id = Arc::from(via.target().to_string()),
            }
        }
    }
}

type StartFn = Arc<dyn Fn(Launch) -> Starting + Send + Sync>;
pub(crate) type Starting = Pin<Box<dyn Future<Output = Result<StartedChild, ChildStartError>> + Send>>;

/// What a start function is told of where its child belongs.
pub(crate) struct Launch {
    pub(crate) name: Name,
    /// The child's place, when a supervisor starts it.
    pub(crate) seat: Option<Arc<Seat>>,
}

/// What a start function gives: the child's pid, and more if it likes.
#[derive(Clone)]
pub struct StartedChild {
    pub(crate) pid: Pid,
    pub(crate) info: Option<Arc<dyn Any + Send + Sync>>,
}

impl StartedChild {
    /// A child that runs, and is linked to the process that ran its start function.
    pub fn new(pid: Pid) -> Self {
        StartedChild { pid, info: None }
    }

    /// The child.
    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// With more to tell whoever asked for the start (OTP's `{ok, Pid, Info}`): [`ChildRef::info`](crate::ChildRef::info). The supervisor
    /// ignores it.
    pub fn info(mut self, info: impl Any + Send + Sync) -> Self {
        self.info = Some(Arc::new(info));
        self
    }
}

impl From<Pid> for StartedChild {
    fn from(pid: Pid) -> Self {
        StartedChild::new(pid)
    }
}

impl Debug for StartedChild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartedChild").field("pid", &self.pid).finish_non_exhaustive()
    }
}

/// Why a child's start function did not give a running child.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ChildStartError {
    /// The child decided not to run.
    #[error("the child chose to ignore the start")]
    Ignored,
    /// A live process has its name.
    #[error("{0} already runs under the child's name")]
    AlreadyStarted(Pid),
    /// It failed with this reason.
    #[error("the child did not start: {0}")]
    Failed(ExitReason),
}

/// For start functions of your own: `let server = Server::start_link(1).await?;`.
impl<E: Debug> From<StartError<E>> for ChildStartError {
    fn from(error: StartError<E>) -> Self {
        ChildStartError::of(error, |error| format!("{error:?}"))
    }
}

impl ChildStartError {
    fn of<E>(error: StartError<E>, init: impl FnOnce(E) -> String) -> Self {
        match error {
            StartError::Ignored => ChildStartError::Ignored,
            StartError::AlreadyStarted(pid) => ChildStartError::AlreadyStarted(pid),
            StartError::Exit(reason) => ChildStartError::Failed(reason),
            StartError::Timeout(_) => ChildStartError::Failed(ExitReason::Timeout),
            StartError::NoRegistry(_) => ChildStartError::Failed(ExitReason::NoProc),
            StartError::NotUnique(key) => {
                ChildStartError::Failed(ExitReason::error(StartError::<Infallible>::NotUnique(key)))
            }
            StartError::Init(error) => ChildStartError::Failed(ExitReason::error(init(error))),
        }
    }

    /// The failure as the reason of whoever needed the child.
    pub fn reason(&self) -> ExitReason {
        match self {
            ChildStartError::Failed(reason) => reason.clone(),
            other => ExitReason::error(other.clone()),
        }
    }
}

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
                    // it may be anything: it has no `Debug`
                    Err(error) => {
                        Err(ChildStartError::of(error, |_| format!("the #[init] of {} returned an error", S::NAME)))
                    }
                }
            })
        })
    }
}

impl<C: Supervised> ChildSpec<C> {
    fn blank(options: &Options, default_id: &'static str) -> Self {
        let spec = Spec {
            id: Arc::from(options.id.unwrap_or(default_id)),
            id_given: options.id.is_some(),
            restart: options.restart,
            shutdown: Some(options.shutdown),
            kind: ChildKind::Worker,
            significant: options.significant,
            once: false,
            name: options.name.map_or(Name::None, |name| Name::Local(Arc::from(name))),
            start: None,
        };
        ChildSpec { spec: Arc::new(spec), child: PhantomData }
    }

    fn change(mut self, change: impl FnOnce(&mut Spec)) -> Self {
        change(Arc::make_mut(&mut self.spec));
        self
    }

    fn launched(self, start: impl Fn(Launch) -> Starting + Send + Sync + 'static) -> Self {
        self.change(|spec| spec.start = Some(Arc::new(start)))
    }

    /// Another id. The default is the type's name, or that of a named supervisor.
    pub fn id(self, id: impl Into<Arc<str>>) -> Self {
        self.change(|spec| (spec.id, spec.id_given) = (id.into(), true))
    }

    /// When it is restarted.
    pub fn restart(self, restart: Restart) -> Self {
        self.change(|spec| spec.restart = if spec.once { Restart::Temporary } else { restart })
    }

    /// How it is ended.
    pub fn shutdown(self, shutdown: Shutdown) -> Self {
        self.change(|spec| spec.shutdown = Some(shutdown))
    }

    /// Whether its end can end a supervisor with `auto_shutdown`.
    pub fn significant(self, significant: bool) -> Self {
        self.change(|spec| spec.significant = significant)
    }

    /// Declares it a supervisor: counts and trees look at it. A child made from a function is then given all the time it takes
    /// to end, if nothing else is said; that of a server is what its type says.
    pub fn supervisor(self) -> Self {
        self.change(|spec| {
            spec.kind = ChildKind::Supervisor;
            spec.settle_id();
        })
    }

    /// The local name to start it under; `None` is none.
    pub fn name(self, name: impl IntoName) -> Self
    where
        C: NamedChild,
    {
        self.named(name.into_name().map_or(Name::None, Name::Local))
    }

    pub(crate) fn named(self, name: Name) -> Self {
        self.change(|spec| {
            spec.name = name;
            spec.settle_id();
        })
    }

    /// The key in a registry to start it under (Elixir's `{:via, registry, key}`).
    pub fn via<R, K>(self, registry: &R, key: K) -> Self
    where
        R: Registrar<K> + Clone,
        K: Debug + Send + Sync + 'static,
        C: NamedChild,
    {
        self.named(Name::Via(crate::via::name(registry, key)))
    }

    /// Another way to start it: see [`ChildSpec::new`].
    pub fn start_with<F, Fut, T>(self, start: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, ChildStartError>> + Send + 'static,
        T: Into<StartedChild>,
    {
        self.launched(move |_| {
            let start = start();
            Box::pin(async move { start.await.map(Into::into) })
        })
    }

    /// The id.
    pub fn id_str(&self) -> &str {
        &self.spec.id
    }

    pub(crate) fn shared_id(&self) -> Arc<str> {
        self.spec.id.clone()
    }

    /// When it is restarted.
    pub fn restart_type(&self) -> Restart {
        self.spec.restart
    }

    /// How it is ended.
    pub fn shutdown_kind(&self) -> Shutdown {
        match (self.spec.shutdown, self.spec.kind) {
            (Some(shutdown), _) => shutdown,
            (None, ChildKind::Worker) => Shutdown::After(Duration::from_secs(5)),
            (None, ChildKind::Supervisor) => Shutdown::Infinity,
        }
    }

    /// Whether it is a supervisor.
    pub fn kind(&self) -> ChildKind {
        self.spec.kind
    }

    /// Whether its end can end a supervisor with `auto_shutdown`.
    pub fn is_significant(&self) -> bool {
        self.spec.significant
    }

    /// Starts the child, linked to the calling process. A start function that panics or exits has failed.
    pub async fn start(&self) -> Result<StartedChild, ChildStartError> {
        self.launch(None).await
    }

    pub(crate) async fn launch(&self, seat: Option<Arc<Seat>>) -> Result<StartedChild, ChildStartError> {
        let failed = |reason: Box<ExitReason>| ChildStartError::Failed(*reason);
        let Some(start) = &self.spec.start else {
            return Err(ChildStartError::Failed(ExitReason::error("this spec has lost its start function")));
        };
        let mut starting = guarded(|| start(Launch { name: self.spec.name.clone(), seat })).map_err(failed)?;
        poll_fn(|cx| guarded(|| starting.as_mut().poll(cx)).unwrap_or_else(|reason| Poll::Ready(Err(failed(reason)))))
            .await
    }

    /// The same child, by a spec made anew for each start.
    pub(crate) fn made_by(self, make: Arc<dyn Fn() -> ChildSpec + Send + Sync>) -> Self {
        self.launched(move |launch| {
            let made = make();
            Box::pin(async move { made.launch(launch.seat).await })
        })
    }

    /// Without its start function, and the arguments in it.
    pub(crate) fn without_start(self) -> Self {
        if self.spec.start.is_none() { self } else { self.change(|spec| spec.start = None) }
    }

    /// The same spec, of a child of whatever type.
    pub fn erase(self) -> ChildSpec {
        self.retype()
    }

    pub(crate) fn retype<D: Supervised>(self) -> ChildSpec<D> {
        ChildSpec { spec: self.spec, child: PhantomData }
    }
}

impl<C: Supervised> Clone for ChildSpec<C> {
    fn clone(&self) -> Self {
        ChildSpec { spec: self.spec.clone(), child: PhantomData }
    }
}

impl<C: Supervised> Debug for ChildSpec<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChildSpec")
            .field("id", &self.id_str())
            .field("restart", &self.spec.restart)
            .field("shutdown", &self.shutdown_kind())
            .field("kind", &self.spec.kind)
            .field("significant", &self.spec.significant)
            .finish_non_exhaustive()
    }
}

/// Two specs are equal when all that shows is: functions cannot be compared.
impl<C: Supervised> PartialEq for ChildSpec<C> {
    fn eq(&self, other: &Self) -> bool {
        let shown = |spec: &Self| (spec.spec.restart, spec.shutdown_kind(), spec.spec.kind, spec.spec.significant);
        self.id_str() == other.id_str() && shown(self) == shown(other)
    }
}

/// What can be given to a supervisor as a child: a [`ChildSpec`], or a builder of a supervisor or registry.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a child spec",
    label = "a supervisor cannot start this",
    note = "`BankAccount::child(args)` makes the spec of a server, `ChildSpec::from_fn(\"id\", || async {{ .. }})` that of an async function"
)]
pub trait IntoChildSpec {
    /// What the child is.
    type Child: Supervised;
    /// The spec.
    fn into_child_spec(self) -> ChildSpec<Self::Child>;
}

impl<C: Supervised> IntoChildSpec for ChildSpec<C> {
    type Child = C;
    fn into_child_spec(self) -> ChildSpec<C> {
        self
    }
}
