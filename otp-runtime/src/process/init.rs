//! `init`: run by the starter if it need not wait, else on the process's own task.

use super::agenda::Agenda;
use super::cell::{Core, Process};
use super::crash::CrashReport;
use super::current::As;
use super::death::die;
use super::head::Head;
use super::in_place::poll_sync;
use super::panics::{Crash, drop_guarded, guarded};
use super::run::{Stretch, poll_as, run};
use super::server_task::{Boxed, ServerTask, Serving};
use super::signals::unlink;
use super::status::{Next, SIGNAL};
use crate::init::Decision;
use crate::reply::Slot;
use crate::{Context, ExitReason, GenServer, Init, StartError};
use std::any::Any;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, Waker};

/// The error of an `#[init]`, whatever its type.
pub(super) type AnyError = Box<dyn Any + Send>;
/// What became of an `init`: the state is in its place, and whether the context has something to look at; or the process has
/// ended.
pub(super) type Started = Result<bool, StartError<AnyError>>;

/// An `init` that has not begun, of a server of whatever type. It can be begun once.
pub(super) trait Beginning {
    /// Runs an `init` that is said not to wait; `None`: it may.
    fn at_once(&mut self) -> Option<Started>;
    /// A future of it, for the own task if need be.
    fn future(&mut self) -> Boxed<Started>;
}

pub(super) struct Arguments<'a, S: GenServer> {
    pub(super) process: &'a Arc<Process<S>>,
    /// `None` when it has begun.
    pub(super) args: Option<S::Args>,
}

impl<S: GenServer> Arguments<'_, S> {
    fn take(&mut self) -> S::Args {
        self.args.take().expect("an init begins once")
    }
}

impl<S: GenServer> Beginning for Arguments<'_, S> {
    fn at_once(&mut self) -> Option<Started> {
        if S::INIT_WAITS { None } else { Some(at_once(self.process, self.take())) }
    }

    fn future(&mut self) -> Boxed<Started> {
        let (process, args) = (self.process.clone(), self.take());
        if !S::INIT_WAITS {
            return Box::pin(async move { at_once(&process, args) });
        }
        Box::pin(async move {
            let mut ctx = Context::new(process.clone());
            let result = S::init(args, &mut ctx).await;
            begun(&process, result, ctx)
        })
    }
}

fn at_once<S: GenServer>(process: &Arc<Process<S>>, args: S::Args) -> Started {
    let mut ctx = Context::new(process.clone());
    let result = poll_sync(S::init(args, &mut ctx));
    begun(process, result, ctx)
}

/// Puts the state in its place, or ends the process.
fn begun<S: GenServer>(
    process: &Arc<Process<S>>,
    result: Result<Init<S>, S::InitError>,
    mut ctx: Context<S>,
) -> Started {
    let Init(decision) = match result {
        Ok(init) => init,
        Err(error) => {
            drop(ctx);
            return Err(fail(process.clone(), ExitReason::Normal, StartError::Init(Box::new(error))));
        }
    };
    match decision {
        Decision::Ignore => Err(fail(process.clone(), ExitReason::Normal, StartError::Ignored)),
        Decision::Stop(reason) => Err(fail(process.clone(), reason.clone(), StartError::Exit(reason))),
        Decision::Serve { state, go_on, idle, hibernate } => {
            if let Some(reason) = ctx.wants_exit() {
                drop_guarded((state, ctx));
                return Err(fail(process.clone(), reason.clone(), StartError::Exit(reason)));
            }
            if go_on.is_some() || idle.is_some() || hibernate || S::OPTIONS.hibernate_after.is_some() {
                let agenda: &mut Agenda<S> = ctx.agenda();
                if let Some(go_on) = go_on {
                    agenda.go_on.push_front(go_on);
                }
                agenda.idle = idle.or(agenda.idle);
                agenda.hibernate |= hibernate;
            }
            let attention = ctx.attention;
            *process.core() = Some(Core { state, ctx });
            Ok(attention)
        }
    }
}

/// Runs an `init` on the starter's thread; `Err`: it has to wait.
pub(super) fn init_here(process: &Arc<dyn Serving>, init: &mut dyn Beginning) -> Result<Started, Boxed<Started>> {
    let at_once = {
        let _as = As::process(process.head());
        let _span = process.head().enter_span();
        guarded(|| init.at_once()).transpose()
    };
    let result = match at_once {
        Some(result) => result,
        None => {
            let mut init = init.future();
            let mut cx = TaskContext::from_waker(Waker::noop());
            let Poll::Ready(result) = poll_as(process.head(), init.as_mut(), &mut cx) else { return Err(init) };
            result
        }
    };
    Ok(finish_init(process, result).and_then(|attention| {
        let head = process.head();
        if head.status.has(SIGNAL) {
            let reason = head.fatal_reason();
            die(&**process, reason.clone());
            return Err(StartError::Exit(reason));
        }
        let next = process.begin_serving(attention);
        if next != Next::Nothing {
            process.clone().follow(next);
        }
        Ok(attention)
    }))
}

/// Has the process's own task run an `init`, and go on with serving. Where the starter is told.
pub(super) fn init_on_own_task(process: Arc<dyn Serving>, init: Boxed<Started>) -> Arc<Slot<Started>> {
    let slot = Slot::new();
    let starting = Starting { task: Some(process.clone().owning_task()), starter: slot.clone() };
    process.head().system.spawn(Box::pin(run_init(starting, init)));
    slot
}

/// An `init` on its way. If its runtime drops it, the starter is told.
struct Starting {
    /// Taken when `init` is done.
    task: Option<ServerTask>,
    starter: Arc<Slot<Started>>,
}

impl Drop for Starting {
    fn drop(&mut self) {
        self.starter.tell(Ok(Err(StartError::Exit(ExitReason::RuntimeGone))));
    }
}

async fn run_init(mut starting: Starting, init: Boxed<Started>) {
    let Some(process) = starting.task.as_ref().map(|task| task.process().clone()) else { return };
    let stretch = run(process.head(), pin!(Some(init)), |waker| process.register_task(waker)).await;
    let result = match stretch {
        Stretch::Done(started) => Ok(started),
        Stretch::Crashed(reason) => Err(reason),
        Stretch::Signal => {
            let reason = process.head().fatal_reason();
            leave_parent_alone(process.head(), false);
            die(&*process, reason.clone());
            starting.starter.tell(Ok(Err(StartError::Exit(reason))));
            return;
        }
    };
    let started = {
        let _as = As::process(process.head());
        guarded(|| finish_init(&process, result)).unwrap_or_else(|reason| Err(StartError::Exit(*reason)))
    };
    let serves = started.is_ok();
    starting.starter.tell(Ok(started));
    if serves && let Some(task) = starting.task.take() {
        task.await;
    }
}

/// An `init` that crashed ends its process.
fn finish_init(process: &Arc<dyn Serving>, result: Result<Started, Crash>) -> Started {
    result.unwrap_or_else(|reason| Err(fail(process.clone(), (*reason).clone(), StartError::Exit(*reason))))
}

fn fail(process: Arc<dyn Serving>, reason: ExitReason, error: StartError<AnyError>) -> StartError<AnyError> {
    leave_parent_alone(process.head(), reason == ExitReason::Normal);
    if !reason.is_clean() {
        CrashReport::of(process.head(), process.kind(), &reason, Some((0, "init")), None).log();
    }
    die(&*process, reason);
    error
}

/// A starter that survives the end of `init` is told by the result alone.
fn leave_parent_alone(head: &Head, survives: bool) {
    if let Some(parent) = head.parent().and_then(crate::system::find)
        && (survives || parent.head().control.lock().cold().is_some_and(|cold| cold.trap_exit))
    {
        unlink(head, Some(parent.clone()), parent.head().pid);
    }
}
