//! Dynamic supervisors: children that come and go, each on its own (Elixir's `DynamicSupervisor`, Erlang's
//! `simple_one_for_one`).

mod builder;
mod children;
mod client;
mod error;
mod requests;
mod restart;
mod start_child;
mod stop;

pub use builder::DynamicSupervisorBuilder;
pub use client::DynamicSupervisorClient;
pub use error::DynamicStartError;
pub use start_child::StartChild;

use crate::gen_server::Message;
use crate::place::{ChildPlace, Seat};
use crate::supervised::{AnyChild, Supervised};
use crate::supervisor::tree::Describe;
use crate::supervisor::{Child, ChildCounts, InvalidSupervisor, NoSuchChild};
use crate::{Answer, AnyMessage, ChildSpec, Context, Exit, ExitReason, GenServer, Init, Options, Pid, Shutdown};
pub(crate) use builder::DynamicArgs;
use requests::Core;
use restart::{Next, Retry};
use std::convert::Infallible;
use std::marker::PhantomData;
use std::sync::Arc;

/// A supervisor that starts without children and is given them one by one (Elixir's `DynamicSupervisor`): thousands if need
/// be, found by pid, each restarted on its own, in no order.
///
/// Its children are of type `C`; [`AnyChild`] takes those of any type, by [`ChildSpec::erase`]. `X` are the extra arguments
/// it has for each of them. [`builder`](DynamicSupervisor::builder) makes one, [`DynamicSupervisorClient`] reaches it.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] pub fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let tills = DynamicSupervisor::<Till>::builder().max_children(100).start_link().await?;
/// let till = tills.start_child(Till::child(5)).await?;
/// assert_eq!(till.cents().await?, 5);
/// assert_eq!(tills.count_children().await?.active, 1);
/// # tills.stop().await?;
/// # Ok(())
/// # }
/// ```
///
/// # How it behaves
///
/// - Each child is restarted on its own, as [`Restart`](crate::Restart) says; one that is not restarted is forgotten. Ids are
///   names for logs, nothing more.
/// - All restarts of all children count in one sliding window: more than `max_restarts` (3) within `max_seconds` (5) and it
///   stops its children and ends with `Shutdown`. A restart that fails is tried again, each attempt counts, and requests are
///   served in between.
/// - When it ends it tells all children at once, each in its own way, and waits for the slowest.
/// - Its requests wait for ever by default. A start or a termination that takes its time makes the others wait.
pub struct DynamicSupervisor<C: Supervised = AnyChild, X = ()> {
    core: Core,
    extra: Arc<X>,
    child: PhantomData<fn() -> C>,
}

/// What a [`DynamicSupervisorClient`] asks.
pub enum DynamicSupervisorCall<X> {
    /// `start_child`
    StartChild(ChildSpec),
    /// `start_child_with`
    StartChildWith(MakeChild<X>),
    /// `terminate_child`
    TerminateChild(Pid),
    /// `which_children`
    WhichChildren,
    /// `count_children`
    CountChildren,
    /// `get_childspec`
    GetChildspec(Pid),
}

/// Makes a child's spec from the extra arguments.
pub(crate) type MakeChild<X> = Box<dyn Fn(&X) -> ChildSpec + Send + Sync>;

/// What it is answered.
pub enum DynamicSupervisorReply {
    /// Reply to `start_child` and `start_child_with`.
    StartChild(Result<ChildPlace, DynamicStartError>),
    /// Reply to `terminate_child`.
    TerminateChild(Result<(), NoSuchChild>),
    /// Reply to `which_children`.
    WhichChildren(Vec<Child>),
    /// Reply to `count_children`.
    CountChildren(ChildCounts),
    /// Reply to `get_childspec`.
    GetChildspec(Result<ChildSpec, NoSuchChild>),
}

/// What it handles besides calls.
pub enum DynamicSupervisorInfo {
    /// A linked process has ended.
    Exit(Exit),
    /// A restart that failed is to be tried again.
    Retry(Retry),
    /// Somebody draws the tree.
    Describe(Describe),
}

#[diagnostic::do_not_recommend]
impl<C: Supervised, X: Send + Sync + 'static> GenServer for DynamicSupervisor<C, X> {
    type Args = DynamicArgs<C, X>;
    type InitError = InvalidSupervisor;
    type Call = DynamicSupervisorCall<X>;
    type Reply = DynamicSupervisorReply;
    type Cast = Infallible;
    type Info = DynamicSupervisorInfo;
    type Continue = Infallible;
    type Client = DynamicSupervisorClient<C, X>;
    const NAME: &'static str = "DynamicSupervisor";
    const OPTIONS: Options = Options::new().shutdown(Shutdown::Infinity).no_timeout();

    fn init_failed(error: InvalidSupervisor) -> ExitReason {
        ExitReason::error(error)
    }

    async fn init(args: DynamicArgs<C, X>, ctx: &mut Context<Self>) -> Result<Init<Self>, InvalidSupervisor> {
        ctx.trap_exit(true);
        let builder = args.builder;
        if !builder.wants_start() {
            return Ok(Init::ignore());
        }
        builder.flags.check()?;
        let seat = Seat::taken_by(&ctx.process.head, args.seat, "dynamic supervisor", "dynamic");
        let core = Core::new(seat, builder.flags);
        Ok(Init::ok(DynamicSupervisor { core, extra: builder.extra, child: PhantomData }))
    }

    async fn handle_call(
        &mut self,
        call: DynamicSupervisorCall<X>,
        _: &mut Context<Self>,
    ) -> Answer<DynamicSupervisorReply> {
        Answer::Reply(match call {
            DynamicSupervisorCall::StartChild(spec) => {
                DynamicSupervisorReply::StartChild(self.core.start_child(spec).await)
            }
            DynamicSupervisorCall::StartChildWith(make) => {
                let extra = self.extra.clone();
                let make = Arc::new(move || make(&extra));
                DynamicSupervisorReply::StartChild(self.core.start_made(make).await)
            }
            DynamicSupervisorCall::TerminateChild(pid) => {
                DynamicSupervisorReply::TerminateChild(self.core.terminate_child(pid).await)
            }
            DynamicSupervisorCall::WhichChildren => DynamicSupervisorReply::WhichChildren(self.core.which_children()),
            DynamicSupervisorCall::CountChildren => DynamicSupervisorReply::CountChildren(self.core.count_children()),
            DynamicSupervisorCall::GetChildspec(pid) => {
                DynamicSupervisorReply::GetChildspec(self.core.get_childspec(pid))
            }
        })
    }

    fn waits(message: &Message<'_, Self>) -> bool {
        use DynamicSupervisorCall::{StartChild, StartChildWith, TerminateChild};
        match message {
            Message::Call(call) => matches!(call, StartChild(_) | StartChildWith(_) | TerminateChild(_)),
            _ => true,
        }
    }

    fn info(mut message: AnyMessage) -> Result<DynamicSupervisorInfo, AnyMessage> {
        if let Some(exit) = message.take() {
            Ok(DynamicSupervisorInfo::Exit(exit))
        } else if let Some(retry) = message.take() {
            Ok(DynamicSupervisorInfo::Retry(retry))
        } else if let Some(describe) = message.take() {
            Ok(DynamicSupervisorInfo::Describe(describe))
        } else {
            Err(message)
        }
    }

    async fn handle_info(&mut self, info: DynamicSupervisorInfo, ctx: &mut Context<Self>) {
        let next = match info {
            DynamicSupervisorInfo::Exit(exit) => self.core.child_ended(exit, &ctx.process.head).await,
            DynamicSupervisorInfo::Retry(retry) => self.core.try_again(retry, &ctx.process.head).await,
            DynamicSupervisorInfo::Describe(describe) => {
                self.core.describe(describe, ctx.pid());
                Next::GoOn
            }
        };
        match next {
            Next::GoOn => {}
            Next::TryAgain(retry) => ctx.pid().send(retry),
            Next::GiveUp => ctx.stop(ExitReason::Shutdown),
        }
    }

    async fn terminate(&mut self, _: &ExitReason, _: &mut Context<Self>) {
        self.core.stop_all().await;
    }

    fn format_status(&self) -> Option<String> {
        Some(self.core.status())
    }
}

impl<C: Supervised, X> DynamicSupervisor<C, X> {
    /// A dynamic supervisor with default flags: 3 restarts within 5 seconds, any number of children, no extra arguments.
    pub fn builder() -> DynamicSupervisorBuilder<C> {
        DynamicSupervisorBuilder::new()
    }

    /// As [`builder`](DynamicSupervisor::builder), under the name that `#[child]` calls.
    #[doc(hidden)]
    pub fn child() -> DynamicSupervisorBuilder<C> {
        DynamicSupervisorBuilder::new()
    }
}
