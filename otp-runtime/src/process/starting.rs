//! From arguments to a serving process.

use super::agenda::Agenda;
use super::cell::{Core, Process};
use super::crash::CrashReport;
use super::current::{self, As, raw_and_depth};
use super::death::die;
use super::head::{AnyProcess, Head, Undo};
use super::in_place::MAX_DEPTH;
use super::panics::{Crash, drop_guarded, guarded};
use super::run::{Stretch, poll_as, run};
use super::server_task::{Boxed, ServerTask, Serving};
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
use std::any::Any;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, Waker, ready};
use std::time::Duration;

/// The error of an `#[init]`, whatever its type.
type AnyError = Box<dyn Any + Send>;
/// What became of an `init`: the state is in its place, or the process has ended.
type Started = Result<(), StartError<AnyError>>;

/// A process that serves, and its monitor if one was asked for.
pub(crate) type StartOutcome<S> = Result<(Arc<Process<S>>, Option<Monitor>), StartError<<S as GenServer>::InitError>>;

/// A start: over, or on its way.
pub(crate) enum Birth {
    Over(Result<Option<Monitor>, StartError<AnyError>>),
    Waits(Boxed<Result<Option<Monitor>, StartError<AnyError>>>),
}

/// A server being born. Dropping it before it is there kills it.
pub(crate) struct Newborn<S: GenServer> {
    /// `None`: there is no use in starting.
    process: Option<Arc<Process<S>>>,
    birth: Birth,
}

impl<S: GenServer> Newborn<S> {
    /// Starts a process. If `init` need not wait, all of it is done here.
    pub(crate) fn new(args: S::Args, options: StartOptions) -> Self {
        let system = System::current();
        if let Some(refused) = options.name.refused(&system) {
            return Newborn { process: None, birth: Birth::Over(Err(refused.of())) };
        }
        #[cfg(debug_assertions)]
        super::advice::large_messages::<S>();
        let process = Process::<S>::new(&system);
        let init = process.clone().init(args);
        Newborn { process: Some(process.clone()), birth: give_birth(process, init, options) }
    }

    pub(crate) fn poll(&mut self, cx: &mut TaskContext<'_>) -> Poll<StartOutcome<S>> {
        let outcome = match &mut self.birth {
            Birth::Over(outcome) => std::mem::replace(outcome, Err(StartError::Ignored)),
            Birth::Waits(waits) => ready!(waits.as_mut().poll(cx)),
        };
        Poll::Ready(match (outcome, self.process.take()) {
            (Ok(monitor), Some(process)) => Ok((process, monitor)),
            (Ok(_), None) => panic!("a start was polled after it had completed"),
            (Err(error), _) => Err(error.typed()),
        })
    }
}

pub(crate) async fn start<S: GenServer>(args: S::Args, options: StartOptions) -> StartOutcome<S> {
    let mut newborn = Newborn::new(args, options);
    poll_fn(|cx| newborn.poll(cx)).await
}

/// The same for servers of all types.
fn give_birth(process: Arc<dyn Serving>, mut init: Boxed<Started>, options: StartOptions) -> Birth {
    let (mut half_started, monitor) = match HalfStarted::enlisted(process.clone(), &options) {
        Ok(half_started) => half_started,
        Err(taken) => {
            die(&*process, ExitReason::Normal);
            return Birth::Over(Err(taken.of()));
        }
    };
    let system = process.head().system.clone();
    let waits = WaitsFor::note(&system, process.head().pid, "init", || None);
    let here = options.timeout.is_none() && raw_and_depth().1 < MAX_DEPTH && system.at_home();
    if here && let Poll::Ready(result) = poll_init(&process, &mut init) {
        drop(init);
        let started = init_done_here(&process, result);
        half_started.done();
        return match started {
            Ok(()) => Birth::Over(Ok(monitor)),
            Err(error) => Birth::Waits(Box::pin(async move {
                half_started.let_starter_die().await;
                Err(error)
            })),
        };
    }
    let slot = Slot::new();
    let starting = Starting { task: Some(process.clone().owning_task()), starter: slot.clone() };
    system.spawn(Box::pin(run_init(starting, init)));
    Birth::Waits(Box::pin(async move {
        let started = match options.timeout {
            None => told(slot).await,
            Some(limit) => told_within(limit, slot, &half_started).await,
        };
        half_started.done();
        drop(waits);
        match started {
            Ok(()) => Ok(monitor),
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

fn poll_init(process: &Arc<dyn Serving>, init: &mut Boxed<Started>) -> Poll<Result<Started, Crash>> {
    poll_as(process.head(), init.as_mut(), &mut TaskContext::from_waker(Waker::noop()))
}

fn init_done_here(process: &Arc<dyn Serving>, result: Result<Started, Crash>) -> Started {
    finish_init(process, result)?;
    let head = process.head();
    if head.status.has(SIGNAL) {
        let reason = head.fatal_reason();
        die(&**process, reason.clone());
        return Err(StartError::Exit(reason));
    }
    process.clone().begin_serving();
    Ok(())
}

/// An `init` that crashed ends its process.
fn finish_init(process: &Arc<dyn Serving>, result: Result<Started, Crash>) -> Started {
    result.unwrap_or_else(|reason| Err(fail(process.clone(), (*reason).clone(), StartError::Exit(*reason))))
}

fn fail(process: Arc<dyn Serving>, reason: ExitReason, error: StartError<AnyError>) -> StartError<AnyError> {
    leave_parent_alone(process.head(), reason == ExitReason::Normal);
    if !reason.is_clean() {
        CrashReport::of(process.head(), process.kind(), &reason, Some(("init", 0)), None).log();
    }
    die(&*process, reason);
    error
}

async fn told(slot: Arc<Slot<Started>>) -> Started {
    slot.wait().await.unwrap_or(Err(StartError::Exit(ExitReason::RuntimeGone)))
}

/// As `told`; when `init` takes too long the process is killed.
async fn told_within(limit: Duration, slot: Arc<Slot<Started>>, half_started: &HalfStarted) -> Started {
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

impl<S: GenServer> Process<S> {
    /// Runs `init`, and puts the state in its place or ends the process.
    fn init(self: Arc<Self>, args: S::Args) -> Boxed<Started> {
        Box::pin(async move {
            let mut ctx = Context::new(self);
            let result = S::init(args, &mut ctx).await;
            begun(result, ctx)
        })
    }
}

fn begun<S: GenServer>(result: Result<Init<S>, S::InitError>, mut ctx: Context<S>) -> Started {
    let process = ctx.process.clone();
    let Init(decision) = match result {
        Ok(init) => init,
        Err(error) => {
            drop(ctx);
            return Err(fail(process, ExitReason::Normal, StartError::Init(Box::new(error))));
        }
    };
    match decision {
        Decision::Ignore => Err(fail(process, ExitReason::Normal, StartError::Ignored)),
        Decision::Stop(reason) => Err(fail(process, reason.clone(), StartError::Exit(reason))),
        Decision::Serve { state, go_on, idle, hibernate } => {
            if let Some(reason) = ctx.wants_exit() {
                drop_guarded((state, ctx));
                return Err(fail(process, reason.clone(), StartError::Exit(reason)));
            }
            if go_on.is_some() || idle.is_some() || hibernate || S::OPTIONS.hibernate_after.is_some() {
                let agenda: &mut Agenda<S> = ctx.agenda();
                if let Some(go_on) = go_on {
                    agenda.go_on.push_front(go_on);
                }
                agenda.idle = idle.or(agenda.idle);
                agenda.hibernate |= hibernate;
            }
            *process.core() = Some(Core { state, ctx });
            Ok(())
        }
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
