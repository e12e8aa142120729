//! The own task.

use super::{Begun, Cell, Core, Handler, How, Message, Outcome, Reason};
use crate::own_task::Parked;
use crate::rt::Body;
use crate::status::{DEAD, Leave, MAIL, SIGNAL};
use std::collections::VecDeque;
use std::sync::Arc;
use std::task::{Poll, Waker};

/// The own task. Between polls it is parked, inside a handler that waits, or held by a suspension.
pub(super) struct Task {
    cell: Arc<Cell>,
    owning: bool,
    done: bool,
    registered: bool,
    inside: Inside,
}

enum Inside {
    /// `init` is to be run yet.
    Init,
    Nothing,
    /// Holds the state.
    Handler {
        handler: Handler,
        begun: bool,
    },
    /// Holds the state.
    Suspended,
}

enum Ending {
    Asked(Reason),
    Signal,
}

impl Task {
    pub(super) fn new(cell: &Arc<Cell>, starting: bool) -> Self {
        let inside = if starting { Inside::Init } else { Inside::Nothing };
        Task { cell: cell.clone(), owning: starting, done: false, registered: false, inside }
    }

    /// The future inside is dropped, and gives back the state.
    fn drop_inside(&mut self) {
        if let Inside::Handler { .. } | Inside::Suspended = std::mem::replace(&mut self.inside, Inside::Nothing) {
            self.cell.release();
        }
    }

    fn end(&mut self, ending: Ending) {
        self.drop_inside();
        let reason = match ending {
            Ending::Signal => self.cell.fatal(),
            Ending::Asked(reason) => {
                // terminate
                self.cell.borrow();
                self.cell.with_core(|core| assert!(core.is_some()));
                self.cell.release();
                if self.cell.status.has(SIGNAL) { self.cell.fatal() } else { reason }
            }
        };
        self.cell.die(reason);
        self.done = true;
    }

    /// `None`: it waits. `Some(None)`: the task is to end.
    fn serve(&mut self, waker: &Waker) -> Option<Option<Ending>> {
        let cell = self.cell.clone();
        loop {
            if let Inside::Init = self.inside {
                self.inside = Inside::Nothing;
                cell.borrow();
                cell.with_core(|core| *core = Some(Core::default()));
                cell.release();
            }
            if !self.owning {
                let mut alone = None;
                let begun = {
                    let mut mailbox = cell.mailbox.lock().unwrap();
                    match mailbox.task.park(waker) {
                        Parked::Wait => return None,
                        Parked::Retire => return Some(None),
                        Parked::Turn | Parked::Begun if mailbox.begun.is_some() => {
                            if !mailbox.queue.is_empty() {
                                cell.status.note_mail();
                            }
                            mailbox.begun.take()
                        }
                        Parked::Turn | Parked::Begun => {
                            if mailbox.queue.len() == 1 {
                                if cell.status.has(MAIL) {
                                    cell.status.take_mail();
                                }
                                alone = mailbox.queue.pop_front();
                            }
                            None
                        }
                    }
                };
                self.owning = true;
                if let Some(message) = alone {
                    cell.borrow();
                    cell.with_core(|core| core.as_mut().expect("a state").batch.push_back(message));
                    cell.release();
                }
                if let Some(Begun { handler, caller }) = begun {
                    cell.mailbox.lock().unwrap().begun = Some(Begun { handler: None, caller });
                    if let Some(handler) = handler {
                        self.inside = Inside::Handler { handler, begun: true };
                    }
                }
            }
            if let Inside::Handler { handler, begun } = &mut self.inside {
                match &mut handler.how {
                    How::WaitsForEver => return None,
                    How::Waits(0) => {}
                    How::Waits(times) => {
                        *times -= 1;
                        waker.wake_by_ref();
                        return None;
                    }
                    _ => {}
                }
                let (value, begun) = (handler.value, *begun);
                cell.handle(value);
                if begun {
                    // the handler lets go of the state, then it is borrowed again
                    self.inside = Inside::Nothing;
                    cell.release();
                    cell.borrow();
                    let begun = cell.mailbox.lock().unwrap().begun.take();
                    cell.with_core(|core| core.as_mut().expect("a state").slot = begun.map(|begun| begun.caller));
                    answer(&cell, value);
                    cell.release();
                } else {
                    answer(&cell, value);
                }
            }
            match self.serve_queue(waker) {
                None => return None,
                Some(Err(ending)) => return Some(Some(ending)),
                Some(Ok(())) => {}
            }
            match cell.status.end_turn() {
                Leave::Idle => self.owning = false,
                Leave::Mail => {}
                Leave::Signal | Leave::Dead => return Some(Some(Ending::Signal)),
            }
        }
    }

    /// `None`: it waits, and holds the state.
    fn serve_queue(&mut self, waker: &Waker) -> Option<Result<(), Ending>> {
        let cell = self.cell.clone();
        if let Inside::Nothing = self.inside {
            cell.borrow();
        }
        // not yet seen: messages taken before the suspension
        let mut entered = true;
        let served = loop {
            if let Inside::Suspended = self.inside {
                entered = false;
                let mut mailbox = cell.mailbox.lock().unwrap();
                if !mailbox.task.take_turn() {
                    mailbox.task.register(waker);
                    return None;
                }
            }
            self.inside = Inside::Nothing;
            if cell.status.has(SIGNAL | DEAD) {
                break Err(Ending::Signal);
            }
            let (exit, suspended) = cell.with_core(|core| {
                let core = core.as_mut().expect("a state");
                (core.exit.take(), core.suspended)
            });
            if let Some(reason) = exit {
                break Err(Ending::Asked(reason));
            }
            if suspended {
                self.look_while_suspended(std::mem::take(&mut entered));
                if cell.with_core(|core| core.as_ref().is_some_and(|core| core.suspended)) && cell.status.hold() {
                    self.inside = Inside::Suspended;
                }
                continue;
            }
            match self.next() {
                None => break Ok(()),
                Some(Message::Cast(value)) => cell.handle(value),
                Some(Message::Suspend) => cell.with_core(|core| core.as_mut().expect("a state").suspended = true),
                Some(Message::Resume) => {}
                Some(Message::Call(value, how, slot)) => {
                    cell.with_core(|core| core.as_mut().expect("a state").slot = Some(slot.clone()));
                    match how {
                        How::Replies => {
                            cell.handle(value);
                            answer(&cell, value);
                        }
                        How::Panics | How::Stops => {
                            cell.handle(value);
                            cell.ask_to_end(how, slot);
                        }
                        How::Waits(_) | How::WaitsForEver => {
                            self.inside = Inside::Handler { handler: Handler { value, how }, begun: false };
                            if let How::Waits(_) = how {
                                waker.wake_by_ref();
                            }
                            return None;
                        }
                    }
                }
            }
        };
        cell.release();
        Some(served)
    }

    fn next(&self) -> Option<Message> {
        let cell = &self.cell;
        if cell.with_core(|core| core.as_ref().expect("a state").batch.is_empty()) {
            if !cell.status.has(MAIL) {
                return None;
            }
            cell.status.take_mail();
            let queue = std::mem::take(&mut cell.mailbox.lock().unwrap().queue);
            cell.with_core(|core| core.as_mut().expect("a state").batch = queue);
        }
        cell.with_core(|core| core.as_mut().expect("a state").batch.pop_front())
    }

    /// Only what resumes it is served; the rest is set aside in order.
    fn look_while_suspended(&self, entered: bool) {
        self.cell.status.take_mail();
        let queue = std::mem::take(&mut self.cell.mailbox.lock().unwrap().queue);
        self.cell.with_core(|core| {
            let core = core.as_mut().expect("a state");
            // the batch too may have what resumes it
            let mut mail = if entered { std::mem::take(&mut core.batch) } else { VecDeque::new() };
            mail.extend(queue);
            for message in mail {
                match message {
                    Message::Resume => core.suspended = false,
                    other => core.batch.push_back(other),
                }
            }
        });
    }
}

fn answer(cell: &Cell, value: u32) {
    let slot = cell.with_core(|core| core.as_mut().expect("a state").slot.take());
    if let Some(slot) = slot {
        slot.tell(Outcome::Reply(value));
    }
}

impl Body for Task {
    fn poll(&mut self, waker: &Waker) -> Poll<()> {
        let cell = self.cell.clone();
        let mut ending = if self.owning && cell.status.has(SIGNAL) { Some(Some(Ending::Signal)) } else { None };
        if ending.is_none() {
            ending = self.serve(waker);
        }
        if ending.is_none() {
            if !std::mem::replace(&mut self.registered, true) {
                cell.mailbox.lock().unwrap().task.register(waker);
            }
            if self.owning && cell.status.has(SIGNAL) {
                ending = Some(Some(Ending::Signal));
            }
        }
        match ending {
            None => return Poll::Pending,
            Some(None) => self.done = true,
            Some(Some(ending)) => self.end(ending),
        }
        Poll::Ready(())
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.drop_inside();
        if !self.done {
            self.cell.task_dropped(self.owning);
        }
    }
}
