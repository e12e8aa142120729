//! Processes that run a future instead of serving: tests, `main`, and whatever `spawn` starts.

use super::crash::CrashReport;
use super::current;
use super::head::{AnyProcess, Head};
use super::own_task::Wakeup;
use super::panics::drop_guarded;
use super::purpose::{Callers, Purpose};
use super::run::{Stretch, run};
use super::signals::tell_death;
use super::status::{DEAD, Next};
use crate::error::Failure;
use crate::stop::StopRequest;
use crate::sys::served::AnyRequest;
use crate::system::System;
use crate::{AnyMessage, ExitReason};
use parking_lot::Mutex;
use std::any::Any;
use std::collections::VecDeque;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

pub(crate) struct Plain {
    head: Head,
    purpose: Purpose,
    inbox: Mutex<Inbox>,
}

/// So many void tickets may stay in a mailbox before they are looked for.
const VOID: usize = 16;

fn kind_for(purpose: &Purpose) -> &'static str {
    if purpose.function.is_some() { "Task" } else { "process" }
}

#[derive(Default)]
struct Inbox {
    queue: VecDeque<AnyMessage>,
    /// How many tickets of tasks have become void since they were last looked for.
    void: usize,
    /// How many messages its process is looking at, outside the queue.
    out: usize,
    stops: Vec<StopRequest>,
    /// Of the code that waits in `receive`.
    receiver: Option<Waker>,
    /// Of the task that runs the process.
    task: Option<Waker>,
    closed: bool,
}

impl Plain {
    pub(crate) fn new(system: &Arc<System>, purpose: Purpose) -> Arc<Self> {
        Plain::enlisted(Head::new(system.clone(), kind_for(&purpose), true), purpose)
    }

    /// A process of an application, whoever makes it.
    pub(crate) fn of_app(system: &Arc<System>, app: u32) -> Arc<Self> {
        Plain::enlisted(Head::of_app(system.clone(), "process", true, app), Purpose::default())
    }

    fn enlisted(head: Head, purpose: Purpose) -> Arc<Self> {
        let system = head.system.clone();
        let process = Arc::new(Plain { head, purpose, inbox: Mutex::default() });
        system.enlist(process.clone());
        process
    }

    /// The calling process.
    ///
    /// # Panics
    ///
    /// Outside a process made by `spawn`, `#[main]` or `#[test]`.
    #[track_caller]
    pub(crate) fn current() -> Arc<Plain> {
        let process = current::pid().and_then(crate::system::find).map(AnyProcess::into_any);
        match process.map(Arc::downcast) {
            Some(Ok(plain)) => plain,
            Some(Err(_)) => panic!("a server's messages arrive in its handlers: it has no mailbox to receive from"),
            None => panic!(
                "only a process can receive: use `#[otp_runtime::test]`, `#[otp_runtime::main]` or `process::spawn`"
            ),
        }
    }

    /// Runs the process's code until it returns, panics, or a signal ends it.
    pub(crate) async fn live<F: Future>(self: Arc<Self>, body: F) -> Result<F::Output, ExitReason> {
        let mut guard = Guard(Some(self.clone()));
        let body = pin!(Some(body));
        let stretch = run(&self.head, body, |waker| self.inbox.lock().task = Some(waker.clone())).await;
        guard.0 = None;
        match stretch {
            Stretch::Done(output) => {
                self.die(ExitReason::Normal);
                Ok(output)
            }
            Stretch::Crashed(reason) => {
                let reason = *reason;
                if !reason.is_clean() {
                    CrashReport::of(&self.head, self.kind(), &reason, None, None).with(&self.purpose).log();
                }
                self.die(reason.clone());
                Err(reason)
            }
            Stretch::Signal => {
                let reason = self.head.fatal_reason();
                self.die(reason.clone());
                Err(reason)
            }
        }
    }

    /// Takes the first message that `wanted` accepts; the others stay.
    pub(crate) fn poll_receive(&self, cx: &mut Context<'_>, wanted: impl Fn(&AnyMessage) -> bool) -> Poll<AnyMessage> {
        let mut looking = Looking { process: self, messages: VecDeque::new() };
        let mut seen = 0;
        loop {
            {
                let mut inbox = self.inbox.lock();
                if inbox.queue.is_empty() {
                    inbox.receiver = Some(cx.waker().clone());
                    return Poll::Pending;
                }
                looking.messages.append(&mut inbox.queue);
                inbox.out = looking.messages.len();
            }
            let wanted = |message: &AnyMessage| !message.is_void() && wanted(message);
            while let Some(at) = looking.messages.iter().skip(seen).position(wanted) {
                if let Some(message) = looking.messages.remove(seen + at).and_then(AnyMessage::open) {
                    return Poll::Ready(message);
                }
                seen += at;
            }
            seen = looking.messages.len();
        }
    }

    /// Removes what `unwanted` accepts.
    pub(crate) fn flush(&self, unwanted: impl Fn(&AnyMessage) -> bool) {
        let mut looking = Looking { process: self, messages: VecDeque::new() };
        looking.take_all();
        let all = std::mem::take(&mut looking.messages);
        let (removed, kept): (VecDeque<_>, _) = all.into_iter().partition(unwanted);
        looking.messages = kept;
        drop(looking);
        removed.into_iter().for_each(drop_guarded);
    }

    /// Removes the void tickets, when there are enough of them to be worth a look at all messages.
    fn forget_void(&self, tickets: usize) {
        let removed: VecDeque<_> = {
            let mut inbox = self.inbox.lock();
            inbox.void += tickets;
            if inbox.void < VOID && inbox.queue.len() > VOID || inbox.void * 2 < inbox.queue.len() {
                return;
            }
            inbox.void = 0;
            let (removed, kept) = std::mem::take(&mut inbox.queue).into_iter().partition(AnyMessage::is_void);
            inbox.queue = kept;
            removed
        };
        removed.into_iter().for_each(drop_guarded);
    }

    pub(crate) fn describe(&self) -> Vec<String> {
        let mut looking = Looking { process: self, messages: VecDeque::new() };
        looking.take_all();
        let there = looking.messages.iter().filter(|message| !message.is_void());
        there.map(|message| format!("{message:?}")).collect()
    }

    fn die(&self, reason: ExitReason) {
        let (queue, stops) = {
            let mut inbox = self.inbox.lock();
            if std::mem::replace(&mut inbox.closed, true) {
                return;
            }
            self.head.status.die();
            (std::mem::take(&mut inbox.queue), std::mem::take(&mut inbox.stops))
        };
        queue.into_iter().for_each(drop_guarded);
        self.head.free_names();
        tell_death(&self.head, &reason);
        self.head.system.delist(self.head.pid);
        for request in stops {
            request.ended(&reason);
        }
    }
}

/// Messages that user code looks at: out of the mailbox, for its lock is not held meanwhile. They go back in place.
struct Looking<'a> {
    process: &'a Plain,
    messages: VecDeque<AnyMessage>,
}

impl Looking<'_> {
    fn take_all(&mut self) {
        let mut inbox = self.process.inbox.lock();
        self.messages.append(&mut inbox.queue);
        inbox.out = self.messages.len();
    }
}

impl Drop for Looking<'_> {
    fn drop(&mut self) {
        self.messages.iter_mut().for_each(AnyMessage::conceal);
        let mut inbox = self.process.inbox.lock();
        inbox.out = 0;
        if inbox.closed {
            drop(inbox);
            std::mem::take(&mut self.messages).into_iter().for_each(drop_guarded);
        } else {
            self.messages.append(&mut inbox.queue);
            std::mem::swap(&mut inbox.queue, &mut self.messages);
        }
    }
}

/// A process whose task is dropped dies there and then.
struct Guard(Option<Arc<Plain>>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(process) = self.0.take() {
            process.die(ExitReason::RuntimeGone);
        }
    }
}

impl AnyProcess for Plain {
    fn head(&self) -> &Head {
        &self.head
    }

    fn kind(&self) -> &'static str {
        kind_for(&self.purpose)
    }

    fn function(&self) -> Option<&'static str> {
        self.purpose.function
    }

    fn callers(&self) -> Option<&Callers> {
        Some(&self.purpose.callers)
    }

    fn voided(&self, tickets: usize) {
        self.forget_void(tickets);
    }

    fn deposit(&self, message: AnyMessage) -> Next {
        let mut inbox = self.inbox.lock();
        if inbox.closed {
            drop(inbox);
            drop_guarded(message);
            return Next::Nothing;
        }
        inbox.queue.push_back(message);
        Next::WakeOwner
    }

    /// It serves no system messages: a stop ends it as an exit signal does.
    fn deposit_stop(&self, request: StopRequest) -> Result<Next, StopRequest> {
        let reason = request.reason.clone();
        {
            let mut inbox = self.inbox.lock();
            if inbox.closed {
                return Err(request);
            }
            inbox.stops.push(request);
        }
        if let Some(cold) = self.head.control.lock().living() {
            cold.fatal.get_or_insert(reason);
        }
        Ok(self.head.status.signal())
    }

    fn is_server(&self) -> bool {
        false
    }

    fn deposit_sys(&self, request: AnyRequest) -> Result<Next, (AnyRequest, Failure)> {
        let failure = if self.head.status.has(DEAD) { Failure::NoProc } else { Failure::WrongServer };
        Err((request, failure))
    }

    fn follow(self: Arc<Self>, next: Next) {
        if next == Next::Nothing {
            return;
        }
        let (receiver, task) = {
            let mut inbox = self.inbox.lock();
            (inbox.receiver.take(), inbox.task.clone())
        };
        for waker in [receiver, task].into_iter().flatten() {
            waker.wake();
        }
    }

    fn runtime_gone(self: Arc<Self>) {
        self.die(ExitReason::RuntimeGone);
    }

    fn declare_dead(self: Arc<Self>) {
        if !self.head.status.has(DEAD) {
            self.die(self.head.fatal_reason());
        }
    }

    fn message_size(&self) -> usize {
        size_of::<AnyMessage>()
    }

    fn queue_len(&self) -> usize {
        let inbox = self.inbox.lock();
        let void = if inbox.void == 0 { 0 } else { inbox.queue.iter().filter(|message| message.is_void()).count() };
        inbox.queue.len() + inbox.out - void
    }

    fn sweep_task(&self) -> Option<Wakeup> {
        None
    }

    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}
