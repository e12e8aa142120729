//! Supervisors with a type of their own (Elixir's module-based supervisors).

use super::{InvalidSupervisor, Supervisor, SupervisorBuilder};
use crate::place::Seat;
use crate::supervised::Supervised;
use crate::{ChildSpec, Options, Pid, Ref, Registrar, Shutdown, Start, StartMonitor};
use std::fmt::Debug;
use std::sync::Arc;

/// A supervisor with a type of its own: what Elixir writes as a module with `use Supervisor`. `#[supervisor]` implements it
/// for a struct; by hand it takes an [`impl Supervised`](Supervised) as well, where the supervisor is to be a child itself.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::{Supervision, SupervisorBuilder, SupervisorClient};
///
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] pub fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
/// struct Shop;
///
/// impl Supervision for Shop {
///     type Args = u64;
///     type Client = SupervisorClient;
///     const NAME: &'static str = "Shop";
///
///     fn init(cents: u64) -> Option<SupervisorBuilder> {
///         Some(Supervisor::builder(Strategy::OneForOne).child(Till::child(cents)))
///     }
/// }
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let shop = Supervisor::start_link_of::<Shop>(5).await?;
/// assert_eq!(shop.child::<Till>("Till").cents().await?, 5);
/// # shop.stop().await?;
/// # Ok(())
/// # }
/// ```
pub trait Supervision: Sized + 'static {
    /// What `init` is given.
    type Args: Send + 'static;
    /// What reaches it: `BankSupervisorClient`; [`SupervisorClient`](crate::SupervisorClient) itself will do.
    type Client: From<Ref<Supervisor>>;
    /// The name in logs, and the default id as a child.
    const NAME: &'static str;
    /// Its id, name, restart, shutdown and significance.
    const OPTIONS: Options = Options::new().shutdown(Shutdown::Infinity);

    /// The flags and the children (Elixir's `c:Supervisor.init/1`); `None` does not start it, and the start gives `Ignored`. Runs
    /// in the supervisor's process, at every start and restart.
    fn init(args: Self::Args) -> Option<SupervisorBuilder>;

    /// A client for whatever process has this pid.
    fn at(pid: Pid) -> Self::Client {
        Ref::at(pid).into()
    }

    /// A client for whatever process has this local name at each use.
    fn named(name: impl Into<Arc<str>>) -> Self::Client {
        Ref::named(name).into()
    }

    /// A client for whatever process the registry has under this key at each use.
    fn via<R, K>(registry: &R, key: K) -> Self::Client
    where
        R: Registrar<K> + Clone,
        K: Debug + Send + Sync + 'static,
    {
        Ref::via(registry, key).into()
    }
}

/// What a supervisor's process is started with.
pub struct SupervisorArgs {
    pub(crate) make: Box<dyn FnOnce() -> Result<Option<SupervisorBuilder>, InvalidSupervisor> + Send>,
    /// What it is called in paths when it has no name.
    pub(crate) label: &'static str,
    pub(crate) seat: Option<Arc<Seat>>,
}

impl SupervisorArgs {
    pub(crate) fn of<M: Supervision>(args: M::Args) -> Self {
        SupervisorArgs { make: Box::new(move || Ok(M::init(args))), label: M::NAME, seat: None }
    }
}

impl From<SupervisorBuilder> for SupervisorArgs {
    fn from(builder: SupervisorBuilder) -> Self {
        SupervisorArgs { make: Box::new(move || Ok(Some(builder))), label: "supervisor", seat: None }
    }
}

impl Supervisor {
    /// Starts a supervisor of type `M`, tied to nobody. As [`SupervisorBuilder::start`].
    pub fn start_of<M: Supervision>(args: M::Args) -> Start<Supervisor, M::Client> {
        Start::new(SupervisorArgs::of::<M>(args)).name(M::OPTIONS.name)
    }

    /// As [`start_of`](Supervisor::start_of), linked to the calling process, which is then its parent.
    pub fn start_link_of<M: Supervision>(args: M::Args) -> Start<Supervisor, M::Client> {
        Start::link(SupervisorArgs::of::<M>(args)).name(M::OPTIONS.name)
    }

    /// As [`start_of`](Supervisor::start_of), and monitors it.
    pub fn start_monitor_of<M: Supervision>(args: M::Args) -> StartMonitor<Supervisor, M::Client> {
        StartMonitor::new(SupervisorArgs::of::<M>(args)).name(M::OPTIONS.name)
    }
}

impl ChildSpec {
    /// The spec of a supervisor of type `M` with its arguments, which are cloned for each start.
    pub fn of_supervisor<M>(args: M::Args) -> ChildSpec<M>
    where
        M: Supervision + Supervised,
        M::Args: Clone + Sync,
    {
        let make = move |seat| SupervisorArgs { seat, ..SupervisorArgs::of::<M>(args.clone()) };
        ChildSpec::of_server::<Supervisor, M>(<M as Supervision>::NAME, &M::OPTIONS, make).supervisor()
    }
}
