//! Supervisors: processes that start, watch, restart and stop others (Erlang's `supervisor`, Elixir's `Supervisor`).

mod builder;
mod children;
mod client;
mod error;
pub(crate) mod report;
mod requests;
mod restart;
pub(crate) mod stop;
mod supervision;
pub(crate) mod tree;
pub(crate) mod window;

pub use builder::{AutoShutdown, InvalidSupervisor, Strategy, SupervisorBuilder};
pub use client::SupervisorClient;
pub use error::{DeleteChildError, FailedToStart, NoSuchChild, RestartChildError, StartChildError};
pub use requests::{Child, ChildCounts, ChildState};
pub use supervision::Supervision;
pub(crate) use supervision::SupervisorArgs;

use crate::gen_server::Message;
use crate::place::{ChildPlace, Seat};
use crate::{Answer, AnyMessage, ChildSpec, Context, Exit, ExitReason, GenServer, Init, Options, Shutdown};
use builder::Flags;
use children::Children;
use restart::Retry;
use std::convert::Infallible;
use std::sync::Arc;
use tree::Describe;
use window::Window;

/// A supervisor: a process that starts its children in order, starts those that end again, and stops them youngest first
/// when it ends itself.
///
/// [`Supervisor::builder`] makes one from child specs; `#[supervisor]` makes a type of its own from a struct whose fields
/// are the children. [`SupervisorClient`] is what reaches it, and a child through it.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till {
/// #     #[init] pub fn init(cents: u64) -> Self { Till { cents } }
/// #     #[call] pub fn cents(&self) -> u64 { self.cents }
/// #     #[cast] pub fn spill(&mut self) { panic!("oh no") }
/// # }
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let shop = Supervisor::builder(Strategy::OneForOne).child(Till::child(5)).start_link().await?;
/// let till = shop.child::<Till>("Till");
/// # let died = till.monitor();
/// till.spill(); // and the supervisor starts it again
/// # died.await;
/// assert_eq!(till.cents().wait().await?, 5);
/// shop.stop().await?;
/// # Ok(())
/// # }
/// ```
///
/// # How it behaves
///
/// - `one_for_one` restarts the child that ended, `rest_for_one` also those started after it, `one_for_all` all.
/// - A [`permanent`](crate::Restart) child is always started again, a transient one unless its reason was clean, a temporary one
///   never; it is forgotten.
/// - All restarts of all children count in one sliding window: more than `max_restarts` (3) within `max_seconds` (5) and the
///   supervisor stops its children and ends with `Shutdown`. A restart that fails is tried again, each attempt counts, and
///   requests are served in between.
/// - It traps exits. Its parent's exit ends it, anybody else's is ignored.
/// - Its own requests wait for ever by default: starting or stopping a child may take long. A child must not call its own
///   supervisor from `#[init]` or `#[terminate]`.
pub struct Supervisor {
    seat: Arc<Seat>,
    flags: Flags,
    children: Children,
    window: Window,
}

/// What a [`SupervisorClient`] asks.
pub enum SupervisorCall {
    /// `start_child`
    StartChild(ChildSpec),
    /// `terminate_child`
    TerminateChild(Arc<str>),
    /// `restart_child`
    RestartChild(Arc<str>),
    /// `delete_child`
    DeleteChild(Arc<str>),
    /// `which_children`
    WhichChildren,
    /// `count_children`
    CountChildren,
    /// `get_childspec`
    GetChildspec(Arc<str>),
}

/// What it is answered, each under the name of its call.
pub enum SupervisorReply {
    /// Reply to `start_child`.
    StartChild(Result<ChildPlace, StartChildError>),
    /// Reply to `terminate_child` and `get_childspec`.
    TerminateChild(Result<(), NoSuchChild>),
    /// Reply to `restart_child`.
    RestartChild(Result<ChildPlace, RestartChildError>),
    /// Reply to `delete_child`.
    DeleteChild(Result<(), DeleteChildError>),
    /// Reply to `which_children`.
    WhichChildren(Vec<Child>),
    /// Reply to `count_children`.
    CountChildren(ChildCounts),
    /// Reply to `get_childspec`.
    GetChildspec(Result<ChildSpec, NoSuchChild>),
}

/// What it handles besides calls.
pub enum SupervisorInfo {
    /// A linked process has ended.
    Exit(Exit),
    /// A restart that failed is to be tried again.
    Retry(Retry),
    /// Somebody draws the tree.
    Describe(Describe),
}

#[diagnostic::do_not_recommend]
impl GenServer for Supervisor {
    type Args = SupervisorArgs;
    type InitError = InvalidSupervisor;
    type Call = SupervisorCall;
    type Reply = SupervisorReply;
    type Cast = Infallible;
    type Info = SupervisorInfo;
    type Continue = Infallible;
    type Client = SupervisorClient;
    const NAME: &'static str = "Supervisor";
    const OPTIONS: Options = Options::new().shutdown(Shutdown::Infinity).no_timeout();

    fn init_failed(error: InvalidSupervisor) -> ExitReason {
        ExitReason::error(error)
    }

    async fn init(args: SupervisorArgs, ctx: &mut Context<Self>) -> Result<Init<Self>, InvalidSupervisor> {
        ctx.trap_exit(true);
        let (label, seat) = (args.label, args.seat);
        let Some(SupervisorBuilder { flags, children }) = (args.make)()? else { return Ok(Init::ignore()) };
        flags.check(&children)?;
        let window = Window::new(flags.max_restarts, flags.max_seconds);
        let seat = Seat::taken_by(&ctx.process.head, seat, label, flags.strategy.word());
        seat.vacate_below(ctx.pid());
        let mut supervisor = Supervisor { seat, flags, children: Children::of(ctx.pid()), window };
        for spec in children {
            if let Err(failed) = supervisor.start_listed(spec).await {
                supervisor.stop_all().await;
                return Ok(Init::stop(ExitReason::shutdown_with(failed)));
            }
        }
        Ok(Init::ok(supervisor))
    }

    async fn handle_call(&mut self, call: SupervisorCall, _: &mut Context<Self>) -> Answer<SupervisorReply> {
        Answer::Reply(match call {
            SupervisorCall::StartChild(spec) => SupervisorReply::StartChild(self.start_child(spec).await),
            SupervisorCall::TerminateChild(id) => SupervisorReply::TerminateChild(self.terminate_child(&id).await),
            SupervisorCall::RestartChild(id) => SupervisorReply::RestartChild(self.restart_child(&id).await),
            SupervisorCall::DeleteChild(id) => SupervisorReply::DeleteChild(self.delete_child(&id)),
            SupervisorCall::WhichChildren => SupervisorReply::WhichChildren(self.which_children()),
            SupervisorCall::CountChildren => SupervisorReply::CountChildren(self.count_children()),
            SupervisorCall::GetChildspec(id) => SupervisorReply::GetChildspec(self.get_childspec(&id)),
        })
    }

    fn waits(message: &Message<'_, Self>) -> bool {
        use SupervisorCall::{RestartChild, StartChild, TerminateChild};
        match message {
            Message::Call(call) => matches!(call, StartChild(_) | TerminateChild(_) | RestartChild(_)),
            _ => true,
        }
    }

    fn info(mut message: AnyMessage) -> Result<SupervisorInfo, AnyMessage> {
        if let Some(exit) = message.take() {
            Ok(SupervisorInfo::Exit(exit))
        } else if let Some(retry) = message.take() {
            Ok(SupervisorInfo::Retry(retry))
        } else if let Some(describe) = message.take() {
            Ok(SupervisorInfo::Describe(describe))
        } else {
            Err(message)
        }
    }

    async fn handle_info(&mut self, info: SupervisorInfo, ctx: &mut Context<Self>) {
        match info {
            SupervisorInfo::Exit(exit) => self.child_ended(exit, ctx).await,
            SupervisorInfo::Retry(retry) => self.try_again(retry, ctx).await,
            SupervisorInfo::Describe(describe) => self.describe(describe, ctx.pid()),
        }
    }

    async fn terminate(&mut self, _: &ExitReason, _: &mut Context<Self>) {
        self.stop_all().await;
    }

    fn format_status(&self) -> Option<String> {
        let counts = self.count_children();
        Some(format!("{} of {} children of {} run", counts.active, counts.specs, self.seat))
    }
}

impl Supervisor {
    /// A supervisor without children yet.
    pub fn builder(strategy: Strategy) -> SupervisorBuilder {
        SupervisorBuilder::new(strategy)
    }
}
