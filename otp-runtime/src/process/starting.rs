//! From arguments to a serving process.

use super::agenda::Agenda;
use super::cell::{Core, Process};
use super::crash::CrashReport;
use super::current::{self, As, raw_and_depth};
use super::head::{AnyProcess, Head, Undo};
use super::in_place::MAX_DEPTH;
use super::panics::{Crash, guarded};
use super::run::{Stretch, poll_as, run_rare};
use super::serve::{Guard, own_task};
use super::signals::{Origin, link, send_exit, unlink};
use super::status::{DEAD, SIGNAL};
use crate::init::Decision;
use crate::monitor::Monitor;
use crate::reply::Slot;
use crate::start::{Name, StartOptions};
use crate::system::System;
use crate::system::names::NameTaken;
use crate::telemetry::waits::WaitsFor;
use crate::{Context, ExitReason, GenServer, Init, StartError, Target};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, Waker};
use std::time::Duration;

type InitError<S> = <S as GenServer>::InitError;
type Outcome<S> = (Result<Init<S>, InitError<S>>, Context<S>);
type BoxedInit<S> = Pin<Box<dyn Future<Output = Outcome<S>> + Send>>;
/// What the starter is told.
type Started<S> = Result<(), StartError<InitError<S>>>;

/// A process that serves, and its monitor if one was asked for.
pub(crate) type StartOutcome<S> = Result<(Arc<Process<S>>, Option<Monitor>), StartError<InitError<S>>>;

/// A start: over, or on its way.
pub(crate) enum Birth<S: GenServer> {
    Over(StartOutcome<S>),
    Waits(Pin<Box<dyn Future<Output = StartOutcome<S>> + Send>>),
}

pub(crate) async fn start<S: GenServer>(args: S::Args, options: StartOptions) -> StartOutcome<S> {
    match begin(args, options) {
        Birth::Over(begun) => begun,
        Birth::Waits(begun) => begun.await,
    }
}

/// Starts a process. If `init` need not wait, all of it is done here.
pub(crate) fn begin<S: GenServer>(args: S::Args, options: StartOptions) -> Birth<S> {
    let system = System::current();
    if let Some(refused) = options.name.refused(&system) {
        return Birth::Over(Err(refused.of()));
    }
    #[cfg(debug_assertions)]
    super::advice::large_messages::<S>();
    let process = Process::<S>::new(&system);
    let (mut half_started, monitor) = match HalfStarted::enlisted(process.erased(), &options) {
        Ok(half_started) => half_started,
        Err(taken) => {
            process.die(ExitReason::Normal);
            return Birth::Over(Err(taken.of()));
        }
    };
    let waits = WaitsFor::note(&system, process.head.pid, "init", || None);
    let mut init = process.clone().init(args);
    let here = options.timeout.is_none() && raw_and_depth().1 < MAX_DEPTH && system.at_home();
    if here && let Poll::Ready(result) = process.poll_init(&mut init) {
        drop(init);
        let started = process.init_done_here(result);
        half_started.done();
        return match started {
            Ok(()) => Birth::Over(Ok((process, monitor))),
            Err(error) => Birth::Waits(Box::pin(async move {
                half_started.let_starter_die().await;
                Err(error)
            })),
        };
    }
    let slot = process.init_on_own_task(init);
    Birth::Waits(Box::pin(async move {
        let started = match options.timeout {
            None => process.told(slot).await,
            Some(limit) => process.told_within(limit, slot, &half_started).await,
        };
        half_started.done();
        drop(waits);
        match started {
            Ok(()) => Ok((process, monitor)),
            Err(error) => {
                half_started.let_starter_die().await;
                Err(error)
            }
        }
    }))
}

/// A process whose starter has not been told yet. Dropping the start kills it: nobody would get a handle.
pub(super) struct HalfStarted {
    process: Arc<dyn AnyProcess>,
    starter: Option<Arc<dyn AnyProcess>>,
    done: bool,
}

impl HalfStarted {
    pub(super) fn new(process: Arc<dyn AnyProcess>, starter: Option<Arc<dyn AnyProcess>>) -> Self {
        HalfStarted { process, starter, done: false }
    }

    /// Makes the process known, as a start is told to. `Err`: it has no name and is to end.
    fn enlisted(
        process: Arc<dyn AnyProcess>,
        options: &StartOptions,
    ) -> Result<(Self, Option<Monitor>), Box<StartError>> {
        let head = process.head();
        head.system.enlist(process.clone());
        let monitor = options.monitor.then(|| Monitor::new(Some(process.clone()), Target::Pid(head.pid)));
        let starter = if options.link { current::pid().and_then(crate::system::find) } else { None };
        if let Some(starter) = &starter {
            if let Some(cold) = head.control.lock().living() {
                cold.has_parent = true;
            }
            link(&process, Some(starter.clone()), starter.head().pid);
        }
        let mut half_started = HalfStarted::new(process, starter);
        if let Err(taken) = options.name.register(&half_started.process) {
            half_started.leave_starter_alone();
            half_started.done();
            return Err(taken.into());
        }
        Ok((half_started, monitor))
    }

    /// Ends a process that took too long.
    async fn give_up(&self) {
        self.leave_starter_alone();
        let pid = self.process.head().pid;
        let gone = Monitor::new(Some(self.process.clone()), Target::Pid(pid));
        send_exit(&self.process, pid, ExitReason::Kill, Origin::Explicit);
        gone.await;
    }

    pub(super) fn done(&mut self) {
        self.done = true;
    }

    pub(super) fn leave_starter_alone(&self) {
        if let Some(starter) = &self.starter {
            unlink(self.process.head(), Some(starter.clone()), starter.head().pid);
        }
    }

    /// A starter that dies of the failed start never sees its error.
    pub(super) async fn let_starter_die(&self) {
        if let Some(starter) = &self.starter
            && current::pid() == Some(starter.head().pid)
            && starter.head().status.has(SIGNAL | DEAD)
        {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for HalfStarted {
    fn drop(&mut self) {
        // a starter that dies leaves the process to its link, or alone
        let dies = |starter: Arc<dyn AnyProcess>| starter.head().status.has(SIGNAL | DEAD);
        if !self.done && !current::pid().and_then(crate::system::find).is_some_and(dies) {
            self.leave_starter_alone();
            send_exit(&self.process, self.process.head().pid, ExitReason::Kill, Origin::Explicit);
        }
    }
}

impl<S: GenServer> Process<S> {
    fn init(self: Arc<Self>, args: S::Args) -> BoxedInit<S> {
        Box::pin(async move {
            let mut ctx = Context::new(self);
            let result = S::init(args, &mut ctx).await;
            (result, ctx)
        })
    }

    fn poll_init(&self, init: &mut BoxedInit<S>) -> Poll<Result<Outcome<S>, Crash>> {
        let mut cx = TaskContext::from_waker(Waker::noop());
        poll_as(&self.head, init.as_mut(), &mut cx)
    }

    fn init_done_here(self: &Arc<Self>, result: Result<Outcome<S>, Crash>) -> Started<S> {
        self.finish_init(result)?;
        if self.head.status.has(SIGNAL) {
            let reason = self.head.fatal_reason();
            self.die(reason.clone());
            return Err(StartError::Exit(reason));
        }
        self.begin_serving();
        Ok(())
    }

    async fn told(&self, slot: Arc<Slot<Started<S>>>) -> Started<S> {
        slot.wait().await.unwrap_or(Err(StartError::Exit(ExitReason::RuntimeGone)))
    }

    /// As `told`; when `init` takes too long the process is killed.
    async fn told_within(
        self: &Arc<Self>,
        limit: Duration,
        slot: Arc<Slot<Started<S>>>,
        half_started: &HalfStarted,
    ) -> Started<S> {
        match tokio::time::timeout(limit, slot.wait()).await {
            Ok(told) => told.unwrap_or(Err(StartError::Exit(ExitReason::RuntimeGone))),
            Err(_) => match slot.take() {
                Some(Ok(told)) => told,
                _ => {
                    half_started.give_up().await;
                    Err(StartError::Timeout(limit))
                }
            },
        }
    }

    fn init_on_own_task(self: &Arc<Self>, init: BoxedInit<S>) -> Arc<Slot<Started<S>>> {
        let slot = Slot::new();
        let starting = Starting { guard: Some(self.owning_guard()), starter: slot.clone() };
        self.head.system.spawn(Box::pin(run_init(starting, init)));
        slot
    }

    /// Puts the state in its place, or ends the process.
    fn finish_init(self: &Arc<Self>, result: Result<Outcome<S>, Crash>) -> Started<S> {
        let (decision, mut ctx) = match result {
            Err(reason) => return Err(self.fail((*reason).clone(), StartError::Exit(*reason))),
            Ok((Err(error), ctx)) => {
                drop(ctx);
                return Err(self.fail(ExitReason::Normal, StartError::Init(error)));
            }
            Ok((Ok(Init(decision)), ctx)) => (decision, ctx),
        };
        match decision {
            Decision::Ignore => Err(self.fail(ExitReason::Normal, StartError::Ignored)),
            Decision::Stop(reason) => Err(self.fail(reason.clone(), StartError::Exit(reason))),
            Decision::Serve { state, go_on, idle, hibernate } => {
                if let Some(reason) = ctx.wants_exit() {
                    super::panics::drop_guarded((state, ctx));
                    return Err(self.fail(reason.clone(), StartError::Exit(reason)));
                }
                if go_on.is_some() || idle.is_some() || hibernate || S::OPTIONS.hibernate_after.is_some() {
                    let agenda: &mut Agenda<S> = ctx.agenda();
                    if let Some(go_on) = go_on {
                        agenda.go_on.push_front(go_on);
                    }
                    agenda.idle = idle.or(agenda.idle);
                    agenda.hibernate |= hibernate;
                }
                *self.core() = Some(Core { state, ctx });
                Ok(())
            }
        }
    }

    /// `init` is done, by its starter: on with the rest.
    fn begin_serving(self: &Arc<Self>) {
        let mut core = self.core();
        let busy = match core.as_mut() {
            Some(Core { ctx, .. }) if ctx.attention => {
                let busy = ctx.needs_own_task();
                if !busy {
                    ctx.settle_idle();
                }
                busy
            }
            _ => false,
        };
        drop(core);
        if busy {
            self.hand_over();
        } else {
            self.let_go();
        }
    }

    fn fail(self: &Arc<Self>, reason: ExitReason, error: StartError<InitError<S>>) -> StartError<InitError<S>> {
        leave_parent_alone(&self.head, reason == ExitReason::Normal);
        if !reason.is_clean() {
            CrashReport::of(&self.head, S::NAME, &reason, Some(("init", 0)), None).log();
        }
        self.die(reason);
        error
    }
}

/// A starter that survives the end of `init` is told by the result alone.
fn leave_parent_alone(head: &Head, survives: bool) {
    if let Some(parent) = head.parent().and_then(crate::system::find)
        && (survives || parent.head().control.lock().cold().is_some_and(|cold| cold.trap_exit))
    {
        unlink(head, Some(parent.clone()), parent.head().pid);
    }
}

/// An `init` on its way. If its runtime drops it, the starter is told.
struct Starting<S: GenServer> {
    /// Taken when `init` is done.
    guard: Option<Guard<S>>,
    starter: Arc<Slot<Started<S>>>,
}

impl<S: GenServer> Drop for Starting<S> {
    fn drop(&mut self) {
        self.starter.tell(Ok(Err(StartError::Exit(ExitReason::RuntimeGone))));
    }
}

async fn run_init<S: GenServer>(mut starting: Starting<S>, init: BoxedInit<S>) {
    let Some(process) = starting.guard.as_ref().map(|guard| guard.process.clone()) else { return };
    let mut outcome = None;
    let init = Box::pin(async { outcome = Some(init.await) });
    let stretch = run_rare(&process.head, init, &mut |waker| process.register_task(waker)).await;
    let result = match (stretch, outcome) {
        (Stretch::Done(()), Some(outcome)) => Ok(outcome),
        (Stretch::Crashed(reason), _) => Err(reason),
        (Stretch::Signal | Stretch::Done(()), _) => {
            let reason = process.head.fatal_reason();
            leave_parent_alone(&process.head, false);
            process.die(reason.clone());
            starting.starter.tell(Ok(Err(StartError::Exit(reason))));
            return;
        }
    };
    let started = {
        let _as = As::process(&process.head);
        guarded(|| process.finish_init(result)).unwrap_or_else(|reason| Err(StartError::Exit(*reason)))
    };
    let serves = started.is_ok();
    starting.starter.tell(Ok(started));
    if serves && let Some(guard) = starting.guard.take() {
        own_task(guard).await;
    }
}

impl Name {
    /// Why there is no use in starting: a live process has this name already.
    fn refused(&self, system: &System) -> Option<Box<StartError>> {
        let holder = match self {
            Name::None => None,
            Name::Local(name) => system.names.whereis(name).map(|holder| holder.head().pid),
            Name::Via(via) => match via.whereis() {
                Ok(pid) => pid.filter(|pid| pid.is_alive()),
                Err(_) => return Some(Box::new(StartError::NoRegistry(via.target()))),
            },
        };
        holder.map(|holder| Box::new(StartError::AlreadyStarted(holder)))
    }

    fn register(&self, process: &Arc<dyn AnyProcess>) -> Result<(), StartError> {
        let system = &process.head().system;
        match self {
            Name::None => Ok(()),
            Name::Local(name) => {
                system.names.register(name, process).map_err(|taken| match taken {
                    NameTaken::By(pid) => StartError::AlreadyStarted(pid),
                    NameTaken::Refused => StartError::Exit(ExitReason::Killed),
                })?;
                system.arrivals.notify_waiters();
                Ok(())
            }
            Name::Via(via) => {
                via.register(process.head().pid).map_err(|error| match error {
                    crate::RegisterError::Taken(pid) => StartError::AlreadyStarted(pid),
                    crate::RegisterError::NotRunning => StartError::NoRegistry(via.target()),
                    crate::RegisterError::NotUnique => StartError::NotUnique(via.target()),
                    crate::RegisterError::Dead => StartError::Exit(ExitReason::Killed),
                })?;
                let (via, pid) = (via.clone(), process.head().pid);
                let unregister = via.clone();
                if !process.head().at_end(Undo::new(move || unregister.unregister(pid))) {
                    via.unregister(pid);
                }
                system.arrivals.notify_waiters();
                Ok(())
            }
        }
    }
}
