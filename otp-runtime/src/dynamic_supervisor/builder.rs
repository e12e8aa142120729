//! What a dynamic supervisor is told before it starts.

use super::DynamicSupervisor;
use crate::place::Seat;
use crate::supervised::{AnyChild, Supervised};
use crate::supervisor::InvalidSupervisor;
use crate::{ChildSpec, IntoChildSpec, Options, Shutdown, Start, StartMonitor};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// A dynamic supervisor about to be (from [`DynamicSupervisor::builder`]). It can itself be a child.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] pub fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let tills = DynamicSupervisor::<Till>::builder().max_restarts(10).max_seconds(60).into_child_spec().name("tills");
/// let top = Supervisor::builder(Strategy::OneForOne).child(tills).start_link().await?;
/// let till = DynamicSupervisor::<Till>::named("tills").start_child(Till::child(5)).await?;
/// assert_eq!(till.cents().await?, 5);
/// # top.stop().await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a builder starts nothing"]
pub struct DynamicSupervisorBuilder<C: Supervised = AnyChild, X = ()> {
    pub(super) flags: Flags,
    pub(super) extra: Arc<X>,
    start_if: Option<StartIf>,
    child: PhantomData<fn() -> C>,
}

type StartIf = Arc<dyn Fn() -> bool + Send + Sync>;

#[derive(Clone, Debug)]
pub(super) struct Flags {
    pub(super) max_restarts: u32,
    pub(super) max_seconds: u64,
    pub(super) max_children: Option<usize>,
}

impl Flags {
    pub(super) fn check(&self) -> Result<(), InvalidSupervisor> {
        if self.max_seconds == 0 { Err(InvalidSupervisor::NoPeriod) } else { Ok(()) }
    }
}

impl<C: Supervised> DynamicSupervisorBuilder<C> {
    pub(super) fn new() -> Self {
        let flags = Flags { max_restarts: 3, max_seconds: 5, max_children: None };
        DynamicSupervisorBuilder { flags, extra: Arc::new(()), start_if: None, child: PhantomData }
    }

    /// What each child is given besides its own arguments (Elixir's `:extra_arguments`): a connection pool, a configuration.
    /// [`start_child_with`](crate::DynamicSupervisorClient::start_child_with) hands it to the function that makes the child's
    /// spec, at the first start and at each restart.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # struct Till { cents: u64 }
    /// # #[gen_server]
    /// # impl Till {
    /// #     #[init] pub fn init(float: u64, cents: u64) -> Self { Till { cents: float + cents } }
    /// #     #[call] pub fn cents(&self) -> u64 { self.cents }
    /// # }
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let tills = DynamicSupervisor::<Till>::builder().extra_arguments(100_u64).start_link().await?;
    /// let till = tills.start_child_with(|float| Till::child(*float, 5)).await?;
    /// assert_eq!(till.cents().await?, 105);
    /// # tills.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn extra_arguments<X: Send + Sync + 'static>(self, extra: X) -> DynamicSupervisorBuilder<C, X> {
        let DynamicSupervisorBuilder { flags, start_if, .. } = self;
        DynamicSupervisorBuilder { flags, extra: Arc::new(extra), start_if, child: PhantomData }
    }
}

impl<C: Supervised, X: Send + Sync + 'static> DynamicSupervisorBuilder<C, X> {
    pub(super) fn wants_start(&self) -> bool {
        self.start_if.as_ref().is_none_or(|decide| decide())
    }

    /// How many restarts within `max_seconds` are too many, less one; default 3. With 0 the first restart due ends it.
    pub fn max_restarts(mut self, restarts: u32) -> Self {
        self.flags.max_restarts = restarts;
        self
    }

    /// How far back restarts are counted, in whole seconds of the clock; default 5, at least 1.
    pub fn max_seconds(mut self, seconds: u64) -> Self {
        self.flags.max_seconds = seconds;
        self
    }

    /// How many children there may be, those being restarted included; default any number.
    pub fn max_children(mut self, children: usize) -> Self {
        self.flags.max_children = Some(children);
        self
    }

    /// A last word at each start and restart, in the supervisor's process (Elixir's `c:DynamicSupervisor.init/1` that gives
    /// `:ignore`): `false` does not start it, and the start gives `Ignored`.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// let enabled = false;
    /// let jobs = DynamicSupervisor::<AnyChild>::builder().start_if(move || enabled);
    /// assert!(matches!(jobs.start_link().await, Err(StartError::Ignored)));
    /// # }
    /// ```
    pub fn start_if(mut self, decide: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.start_if = Some(Arc::new(decide));
        self
    }

    /// Starts it, tied to nobody. [`InvalidSupervisor`](crate::InvalidSupervisor) is the error of flags that make no sense.
    pub fn start(self) -> Start<DynamicSupervisor<C, X>> {
        Start::new(self.into())
    }

    /// As [`start`](DynamicSupervisorBuilder::start), linked to the calling process, which is then its parent.
    pub fn start_link(self) -> Start<DynamicSupervisor<C, X>> {
        Start::link(self.into())
    }

    /// As [`start`](DynamicSupervisorBuilder::start), and monitors it.
    pub fn start_monitor(self) -> StartMonitor<DynamicSupervisor<C, X>> {
        StartMonitor::new(self.into())
    }
}

/// What a dynamic supervisor's process is started with.
pub struct DynamicArgs<C: Supervised, X> {
    pub(super) builder: DynamicSupervisorBuilder<C, X>,
    pub(super) seat: Option<Arc<Seat>>,
}

impl<C: Supervised, X> DynamicArgs<C, X> {
    pub(crate) fn seated(builder: DynamicSupervisorBuilder<C, X>, seat: Option<Arc<Seat>>) -> Self {
        DynamicArgs { builder, seat }
    }
}

impl<C: Supervised, X> From<DynamicSupervisorBuilder<C, X>> for DynamicArgs<C, X> {
    fn from(builder: DynamicSupervisorBuilder<C, X>) -> Self {
        DynamicArgs { builder, seat: None }
    }
}

impl<C: Supervised, X: Send + Sync + 'static> IntoChildSpec for DynamicSupervisorBuilder<C, X> {
    type Child = DynamicSupervisor<C, X>;

    fn into_child_spec(self) -> ChildSpec<DynamicSupervisor<C, X>> {
        let options = Options::new().shutdown(Shutdown::Infinity);
        let args = move |seat| DynamicArgs { builder: self.clone(), seat };
        ChildSpec::of_server::<Self::Child, Self::Child>("DynamicSupervisor", &options, args).supervisor()
    }
}

impl<C: Supervised, X> Clone for DynamicSupervisorBuilder<C, X> {
    fn clone(&self) -> Self {
        let (flags, extra, start_if) = (self.flags.clone(), self.extra.clone(), self.start_if.clone());
        DynamicSupervisorBuilder { flags, extra, start_if, child: PhantomData }
    }
}

impl<C: Supervised, X> fmt::Debug for DynamicSupervisorBuilder<C, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Flags { max_restarts, max_seconds, max_children } = &self.flags;
        f.debug_struct("DynamicSupervisorBuilder")
            .field("max_restarts", max_restarts)
            .field("max_seconds", max_seconds)
            .field("max_children", max_children)
            .finish_non_exhaustive()
    }
}
