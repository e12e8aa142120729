//! Child specs: how a supervisor starts, restarts and stops a child.

mod make;
mod started;

pub use started::{ChildStartError, StartedChild};
use started::{Launch, StartFn, Starting};

use crate::options::{Restart, Shutdown};
use crate::place::Seat;
use crate::process::panics::guarded;
use crate::start::{IntoName, Name};
use crate::supervised::{AnyChild, NamedChild, Supervised};
use crate::{ExitReason, Options, Registrar};
use std::fmt::{self, Debug};
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

/// Whether a child is a supervisor itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
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
