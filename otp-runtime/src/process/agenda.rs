//! What a handler leaves behind besides its reply: stop, continue, idle timeouts, deferred replies.

use super::death::Ending;
use super::mailbox::Caller;
use crate::error::Failure;
use crate::reply::Slot;
use crate::stop::StopRequest;
use crate::sys::options::Debugging;
use crate::system::clock::after_or_far;
use crate::system::timers::{Destination, Payload, TimerRef, Timers};
use crate::telemetry::DeadLetter;
use crate::{Answer, AnyMessage, Context, ExitReason, GenServer, IdleTimeout, Pid};
use std::collections::VecDeque;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// What handlers asked for beyond a reply. Most servers never have one.
pub(crate) struct Agenda<S: GenServer> {
    pub(crate) exit: Option<ExitReason>,
    /// The reply of a call that also stops: sent when `terminate` has run.
    pub(crate) last_reply: Option<(Caller<S>, S::Reply)>,
    pub(crate) go_on: VecDeque<S::Continue>,
    /// The current handler took its caller's address.
    pub(crate) deferred: bool,
    /// Callers whose `ReplyTo` somebody keeps.
    pub(crate) waiting: Vec<Weak<Slot<S::Reply>>>,
    pub(crate) idle: Option<Duration>,
    pub(crate) armed: Option<Armed>,
    pub(crate) hibernate: bool,
    /// Waits for `hibernate_after` of silence.
    pub(crate) silence: Option<TimerRef>,
    /// Counts messages while a timer looks for silence.
    pub(crate) generation: u64,
    pub(crate) stops: Vec<StopRequest>,
    pub(crate) suspended: bool,
    /// The debug options of `sys`; `None` when there are none.
    pub(crate) debugging: Option<Box<Debugging<S>>>,
}

pub(crate) struct Armed {
    pub(crate) after: Duration,
    pub(crate) timer: TimerRef,
}

impl<S: GenServer> Default for Agenda<S> {
    fn default() -> Self {
        Agenda {
            exit: None,
            last_reply: None,
            go_on: VecDeque::new(),
            deferred: false,
            waiting: Vec::new(),
            idle: None,
            armed: None,
            hibernate: false,
            silence: None,
            generation: 0,
            stops: Vec::new(),
            suspended: false,
            debugging: None,
        }
    }
}

/// `hibernate_after` has passed, unless something came meanwhile.
pub(crate) struct Silence {
    generation: u64,
}

impl<S: GenServer> Context<S> {
    /// Asked as `if Self::HIBERNATES`, the compiler leaves out what the other servers do not need.
    const HIBERNATES: bool = S::OPTIONS.hibernate_after.is_some();

    /// A message is about to be handled.
    #[inline]
    pub(crate) fn begin(&mut self, name: &'static str, from: u64, slot: Option<Arc<Slot<S::Reply>>>) {
        self.process.count_message();
        self.begin_handler(name, from, slot);
    }

    /// A handler begins, of a message or of a continue.
    #[inline]
    pub(crate) fn begin_handler(&mut self, name: &'static str, from: u64, slot: Option<Arc<Slot<S::Reply>>>) {
        self.last = (from, name);
        self.slot = slot;
        if self.agenda.is_some() {
            self.message_came();
        }
    }

    /// Somebody has asked for the end, and is told when it has come.
    pub(crate) fn stop_for(&mut self, request: StopRequest) -> Ending {
        let reason = request.reason.clone();
        self.agenda().stops.push(request);
        Ending::asked(reason)
    }

    /// A call handler has returned: its caller is told what there is to tell.
    #[inline]
    pub(crate) fn answered(&mut self, answer: Answer<S::Reply>) {
        if self.attention {
            return self.answered_with_more(answer);
        }
        if let Some(slot) = self.slot.take() {
            match answer {
                Answer::Reply(reply) => self.reply(&slot, reply),
                Answer::NoReply => _ = slot.tell(Err(Failure::NoReply)),
            }
        }
    }

    #[inline]
    fn reply(&self, slot: &Slot<S::Reply>, reply: S::Reply) {
        if !slot.tell(Ok(reply)) {
            let (from, name) = self.last;
            self.process.head.system.hub.dead_letter(DeadLetter::Reply, name, Pid::from_raw(from));
        }
    }

    #[cold]
    fn answered_with_more(&mut self, answer: Answer<S::Reply>) {
        let Some(slot) = self.slot.take() else { return };
        let agenda = self.agenda();
        let stops = agenda.exit.is_some();
        match answer {
            Answer::Reply(reply) if stops => agenda.last_reply = Some((slot, reply)),
            Answer::Reply(reply) => self.reply(&slot, reply),
            // the caller is told of the death
            Answer::NoReply if stops => self.slot = Some(slot),
            Answer::NoReply if agenda.deferred => {}
            Answer::NoReply => {
                slot.tell(Err(Failure::NoReply));
            }
        }
    }

    /// A message is about to be handled: no timer that looks for silence holds any longer.
    #[cold]
    fn message_came(&mut self) {
        let Some(agenda) = &mut self.agenda else { return };
        agenda.generation += 1;
        if std::mem::take(&mut agenda.deferred) {
            // only left of an address that was asked for outside a call
            self.process.mailbox.lock().begun = None;
        }
        if let Some(armed) = agenda.armed.take() {
            armed.timer.cancel();
        }
        if let Some(silence) = agenda.silence.take() {
            silence.cancel();
        }
        if Self::HIBERNATES {
            self.attention = true;
        }
    }

    pub(crate) fn wants_exit(&mut self) -> Option<ExitReason> {
        self.agenda.as_mut()?.exit.take()
    }

    pub(crate) fn is_suspended(&self) -> bool {
        self.agenda.as_ref().is_some_and(|agenda| agenda.suspended)
    }

    pub(crate) fn take_continue(&mut self) -> Option<S::Continue> {
        let agenda = self.agenda.as_mut()?;
        let next = agenda.go_on.pop_front();
        super::mailbox::trim(&mut agenda.go_on);
        next
    }

    /// Whether only its own task can do what is left.
    pub(crate) fn needs_own_task(&self) -> bool {
        let Some(agenda) = &self.agenda else { return false };
        agenda.exit.is_some() || !agenda.go_on.is_empty() || agenda.suspended || agenda.hibernate
    }

    /// Arms the idle timeout the last handler asked for. Nothing else is left on the agenda.
    pub(crate) fn settle_idle(&mut self) {
        self.attention = false;
        let Some(after) = self.agenda.as_mut().and_then(|agenda| agenda.idle.take()) else {
            return self.await_silence();
        };
        self.arm_idle(after);
        self.await_silence();
    }

    fn arm_idle(&mut self, after: Duration) {
        let Some(agenda) = &self.agenda else { return };
        let message = AnyMessage::new(IdleTimeout { generation: agenda.generation });
        let timer = self.own_timer(after, message);
        if let Some(agenda) = &mut self.agenda {
            agenda.armed = Some(Armed { after, timer });
        }
    }

    /// A system request does not cancel the idle timeout: the full time runs again. One that fired while the server was
    /// suspended counts no more.
    pub(crate) fn rearm_idle(&mut self) {
        let Some(agenda) = &mut self.agenda else { return };
        let Some(armed) = agenda.armed.take() else { return };
        armed.timer.cancel();
        agenda.generation += 1;
        if let Some(silence) = agenda.silence.take() {
            silence.cancel();
            self.await_silence();
        }
        self.arm_idle(armed.after);
    }

    /// Whether this timeout is the one that is armed.
    pub(crate) fn idle_fired(&mut self, idle: IdleTimeout) -> bool {
        let Some(agenda) = &mut self.agenda else { return false };
        agenda.generation == idle.generation && agenda.armed.take().is_some()
    }

    /// No message waits: whether the server is to hibernate now.
    pub(crate) fn rest(&mut self) -> bool {
        self.agenda.as_mut().is_some_and(|agenda| std::mem::take(&mut agenda.hibernate))
    }

    /// With `hibernate_after`: looks for that much silence.
    pub(crate) fn await_silence(&mut self) {
        if !Self::HIBERNATES {
            return;
        }
        let Some(after) = S::OPTIONS.hibernate_after else { return };
        if self.agenda.as_ref().is_some_and(|agenda| agenda.silence.is_some()) {
            return;
        }
        let generation = self.agenda.get_or_insert_default().generation;
        let timer = self.own_timer(after, AnyMessage::new(Silence { generation }));
        if let Some(agenda) = &mut self.agenda {
            agenda.silence = Some(timer);
        }
    }

    pub(crate) fn silence(&mut self, silence: &Silence) {
        if let Some(agenda) = &mut self.agenda
            && agenda.generation == silence.generation
        {
            agenda.silence = None;
            agenda.hibernate = true;
        }
    }

    fn own_timer(&self, after: Duration, message: AnyMessage) -> TimerRef {
        let head = &self.process.head;
        let me = self.process.erased();
        Timers::start(&head.system, after_or_far(after), Destination::Pid(head.pid), Some(&me), Payload::Once(message))
    }
}
