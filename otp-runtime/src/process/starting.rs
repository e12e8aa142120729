//! From arguments to a serving process.

use super::agenda::Agenda;
use super::cell::{Core, Process};
use super::crash::CrashReport;
use super::current::{self, As, raw_and_depth};
use super::head::{AnyProcess, Undo};
use super::in_place::MAX_DEPTH;
use super::panics::{Crash, guarded};
use super::run::{Stretch, poll_as};
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
use crate::{Context, ExitReason, GenServer, Init, Pid, StartError, Target};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, Waker};

type InitError<S> = <S as GenServer>::InitError;
type Outcome<S> = (Result<Init<S>, InitError<S>>, Context<S>);
type BoxedInit<S> = Pin<Box<dyn Future<Output = Outcome<S>> + Send>>;
/// What the starter is told.
type Started<S> = Result<(), StartError<InitError<S>>>;

pub(crate) async fn start<S: GenServer>(
    args: S::Args,
    options: StartOptions,
) -> Result<(Arc<Process<S>>, Option<Monitor>), StartError<InitError<S>>> {
    let system = System::current();
    if let Some(holder) = options.name.holder(&system)? {
        return Err(StartError::AlreadyStarted(holder));
    }
    #[cfg(debug_assertions)]
    super::advice::large_messages::<S>();
    let process = Process::<S>::new(&system);
    let erased = process.erased();
    system.enlist(erased.clone());
    let monitor = options.monitor.then(|| Monitor::new(Some(erased.clone()), Target::Pid(process.head.pid)));
    let starter = if options.link { current::pid().and_then(crate::system::find) } else { None };
    if let Some(starter) = &starter {
        if let Some(cold) = process.head.control.lock().living() {
            cold.has_parent = true;
        }
        link(&erased, Some(starter.clone()), starter.head().pid);
    }
    let mut half_started = HalfStarted::new(erased.clone(), starter);
    if let Err(taken) = options.name.register(&system, &erased) {
        half_started.leave_starter_alone();
        half_started.done();
        process.die(ExitReason::Normal);
        return Err(taken);
    }
    let waits = WaitsFor::note(&system, process.head.pid, "init", || None);
    let init = process.clone().init(args);
    let started = match options.timeout {
        None => process.init_here(init).await,
        Some(limit) => {
            let slot = process.init_on_own_task(init);
            match tokio::time::timeout(limit, slot.wait()).await {
                Ok(told) => told.unwrap_or(Err(StartError::Exit(ExitReason::RuntimeGone))),
                Err(_) => match slot.take() {
                    Some(Ok(told)) => told,
                    _ => {
                        half_started.leave_starter_alone();
                        let gone = Monitor::new(Some(erased.clone()), Target::Pid(process.head.pid));
                        send_exit(&erased, process.head.pid, ExitReason::Kill, Origin::Explicit);
                        gone.await;
                        Err(StartError::Timeout(limit))
                    }
                },
            }
        }
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

    /// Runs `init` on the starter's own thread; if it has to wait, the process's own task goes on with it.
    async fn init_here(self: &Arc<Self>, mut init: BoxedInit<S>) -> Started<S> {
        let here = raw_and_depth().1 < MAX_DEPTH && self.head.system.at_home();
        if here && let Poll::Ready(result) = self.poll_init(&mut init) {
            drop(init);
            return self.init_done_here(result);
        }
        self.told(self.init_on_own_task(init)).await
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

    fn init_on_own_task(self: &Arc<Self>, init: BoxedInit<S>) -> Arc<Slot<Started<S>>> {
        let slot = Slot::new();
        let starting = Starting { guard: Some(self.owning_guard()), starter: slot.clone() };
        self.head.system.handle.spawn(run_init(starting, init));
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
        let parent = self.head.parent().and_then(crate::system::find);
        if let Some(parent) = parent {
            // a starter that survives is told by the result alone
            let survives =
                reason == ExitReason::Normal || parent.head().control.lock().cold().is_some_and(|cold| cold.trap_exit);
            if survives {
                unlink(&self.head, Some(parent.clone()), parent.head().pid);
            }
        }
        if !reason.is_clean() {
            CrashReport::of(&self.head, S::NAME, &reason, Some(("init", 0)), None).log();
        }
        self.die(reason);
        error
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
    let result = match process.run_own(|| true, std::pin::pin!(Some(init))).await {
        Stretch::Done(outcome) => Ok(outcome),
        Stretch::Crashed(reason) => Err(reason),
        Stretch::Signal => {
            let reason = process.head.fatal_reason();
            let survives = process.head.parent().and_then(crate::system::find);
            if let Some(parent) = survives
                && parent.head().control.lock().cold().is_some_and(|cold| cold.trap_exit)
            {
                unlink(&process.head, Some(parent.clone()), parent.head().pid);
            }
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
    /// The live process that has this name already.
    fn holder<E>(&self, system: &Arc<System>) -> Result<Option<Pid>, StartError<E>> {
        match self {
            Name::None => Ok(None),
            Name::Local(name) => Ok(system.names.whereis(name).map(|holder| holder.head().pid)),
            Name::Via(via) => match via.whereis() {
                Ok(pid) => Ok(pid.filter(|pid| pid.is_alive())),
                Err(_) => Err(StartError::NoRegistry(via.target())),
            },
        }
    }

    fn register<E>(&self, system: &Arc<System>, process: &Arc<dyn AnyProcess>) -> Result<(), StartError<E>> {
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
