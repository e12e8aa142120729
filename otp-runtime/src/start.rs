//! Starting servers: `BankAccount::start(..)` and its options.

use crate::process::starting::{Newborn, StartOutcome};
use crate::via::ViaName;
use crate::{GenServer, Monitor, Ref, Registrar, StartError};
use std::fmt::Debug;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// How a process is to start.
#[derive(Clone)]
pub(crate) struct StartOptions {
    pub(crate) link: bool,
    pub(crate) monitor: bool,
    pub(crate) name: Name,
    pub(crate) timeout: Option<Duration>,
}

#[derive(Clone)]
pub(crate) enum Name {
    None,
    Local(Arc<str>),
    Via(Arc<dyn ViaName>),
}

impl StartOptions {
    pub(crate) fn of<S: GenServer>() -> Self {
        let name = S::OPTIONS.name.map_or(Name::None, |name| Name::Local(Arc::from(name)));
        StartOptions { link: false, monitor: false, name, timeout: None }
    }
}

/// A server about to start: await it for its client (OTP's `gen_server:start/4` and `start_link/4`).
///
/// `#[init]` runs in the new process while the starter waits. [`StartError`] says why it did not come up; then the process
/// is gone and its name free. A starter that is linked, does not trap exits and whose server fails with a reason other than
/// `Normal` dies of the link, and never sees the error. Dropping the start before it is done kills the half-started
/// process.
///
/// ```
/// use otp_runtime::prelude::*;
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
/// # #[otp_runtime::main]
/// # async fn main() {
/// let till = Till::start(5).name("till").await.unwrap();
/// assert_eq!(Till::named("till").cents().await.unwrap(), 5);
/// let second = Till::start(7).name("till").await;
/// assert_eq!(second.err(), Some(StartError::AlreadyStarted(till.pid().unwrap())));
/// # }
/// ```
#[must_use = "a start does nothing until it is awaited"]
pub struct Start<S: GenServer, C = <S as GenServer>::Client> {
    /// `None` when it was polled.
    args: Option<S::Args>,
    options: StartOptions,
    /// `#[init]` has to wait.
    waiting: Option<Newborn<S>>,
    client: PhantomData<fn() -> C>,
}

impl<S: GenServer, C: From<Ref<S>>> Start<S, C> {
    /// A start tied to nobody.
    pub fn new(args: S::Args) -> Self {
        Start { args: Some(args), options: StartOptions::of::<S>(), waiting: None, client: PhantomData }
    }

    /// A start linked to the calling process, which is the server's parent. Outside a process there is nobody to link to.
    pub fn link(args: S::Args) -> Self {
        let mut start = Start::new(args);
        start.options.link = true;
        start
    }

    /// The local name to run under; `None` is none. A live process that has it makes the start fail with
    /// [`StartError::AlreadyStarted`], without running `#[init]`.
    pub fn name(mut self, name: impl IntoName) -> Self {
        self.options.name = name.into_name().map_or(Name::None, Name::Local);
        self
    }

    /// The key in a registry to run under (Elixir's `{:via, registry, key}`).
    pub fn via<R, K>(mut self, registry: &R, key: K) -> Self
    where
        R: Registrar<K> + Clone,
        K: Debug + Send + Sync + 'static,
    {
        self.options.name = Name::Via(crate::via::name(registry, key));
        self
    }

    pub(crate) fn named(mut self, name: Name) -> Self {
        self.options.name = name;
        self
    }

    /// How long `#[init]` may take; default for ever. When it takes longer the process is killed. `#[init]` then runs on
    /// a task of its own.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }
}

impl<S: GenServer, C> Unpin for Start<S, C> {}

impl<S: GenServer, C: From<Ref<S>>> Start<S, C> {
    /// A server whose `#[init]` need not wait is there when this was polled once.
    fn poll_outcome(&mut self, cx: &mut Context<'_>) -> Poll<StartOutcome<S>> {
        if let Some(args) = self.args.take() {
            self.waiting = Some(Newborn::new(args, self.options.clone()));
        }
        let Some(waiting) = &mut self.waiting else { panic!("a start was polled after it had completed") };
        let outcome = ready!(waiting.poll(cx));
        self.waiting = None;
        Poll::Ready(outcome)
    }
}

impl<S: GenServer, C: From<Ref<S>>> Future for Start<S, C> {
    type Output = Result<C, StartError<S::InitError>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.poll_outcome(cx).map_ok(|(process, _)| Ref::of(process).into())
    }
}

impl<S: GenServer, C> Debug for Start<S, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Start({})", S::NAME)
    }
}

/// As [`Start`], and monitors the server from birth: await it for client and [`Monitor`] (OTP's `start_monitor/4`).
#[must_use = "a start does nothing until it is awaited"]
pub struct StartMonitor<S: GenServer, C = <S as GenServer>::Client>(Start<S, C>);

impl<S: GenServer, C: From<Ref<S>>> StartMonitor<S, C> {
    /// A start tied to nobody, monitored by whoever holds the [`Monitor`].
    pub fn new(args: S::Args) -> Self {
        let mut start = Start::new(args);
        start.options.monitor = true;
        StartMonitor(start)
    }

    /// As [`Start::name`].
    pub fn name(self, name: impl IntoName) -> Self {
        StartMonitor(self.0.name(name))
    }

    /// As [`Start::via`].
    pub fn via<R, K>(self, registry: &R, key: K) -> Self
    where
        R: Registrar<K> + Clone,
        K: Debug + Send + Sync + 'static,
    {
        StartMonitor(self.0.via(registry, key))
    }

    pub(crate) fn named(self, name: Name) -> Self {
        StartMonitor(self.0.named(name))
    }

    /// As [`Start::timeout`].
    pub fn timeout(self, timeout: Duration) -> Self {
        StartMonitor(self.0.timeout(timeout))
    }

    /// Links the server to the calling process as well.
    pub fn link(mut self) -> Self {
        self.0.options.link = true;
        self
    }
}

impl<S: GenServer, C: From<Ref<S>>> Future for StartMonitor<S, C> {
    type Output = Result<(C, Monitor), StartError<S::InitError>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll_outcome(cx).map_ok(|(process, monitor)| {
            let monitor = monitor.expect("a start that was asked to monitor does");
            (Ref::of(process).into(), monitor)
        })
    }
}

impl<S: GenServer, C> Debug for StartMonitor<S, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StartMonitor({})", S::NAME)
    }
}

/// A local name, or none: `"acme"`, a `String`, an `Arc<str>`, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a name",
    label = "this cannot name a process",
    note = "a local name is a `&str`, a `String` or an `Arc<str>`, or an `Option` of one; a key in a registry goes to `.via(&registry, key)`"
)]
pub trait IntoName {
    /// The name.
    fn into_name(self) -> Option<Arc<str>>;
}

impl IntoName for &str {
    fn into_name(self) -> Option<Arc<str>> {
        Some(Arc::from(self))
    }
}

impl IntoName for String {
    fn into_name(self) -> Option<Arc<str>> {
        Some(Arc::from(self))
    }
}

impl IntoName for &String {
    fn into_name(self) -> Option<Arc<str>> {
        Some(Arc::from(self.as_str()))
    }
}

impl IntoName for Arc<str> {
    fn into_name(self) -> Option<Arc<str>> {
        Some(self)
    }
}

impl<N: IntoName> IntoName for Option<N> {
    fn into_name(self) -> Option<Arc<str>> {
        self.and_then(IntoName::into_name)
    }
}
