//! The own task of a server: it runs what there is to run, then parks. The same code for servers of all types.

use super::current::As;
use super::death::{Ending, Mortal, end};
use super::panics::{drop_guarded, guarded};
use super::status::{Next, SIGNAL};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

pub(crate) type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A server, as its own task sees it.
pub(crate) trait Serving: Mortal {
    /// A task that goes on from an `init` that had to wait: it owns the process from the start.
    fn owning_task(self: Arc<Self>) -> ServerTask;
    /// Handles messages, as their process, until something else is to be done. Unless the task is `owning` the process, it
    /// looks for its turn first. Messages that come `again` in one go count against the task's share of the thread.
    fn serve(&self, owning: &mut bool, again: &mut bool, cx: &mut Context<'_>) -> Step;
    /// Handles the messages that may have to wait, one at each go. It never ends: one such future serves a task for its life.
    fn waiting(self: Arc<Self>) -> Boxed<()>;
    /// Whether no handler holds the state.
    fn is_free(&self) -> bool;
    /// `init` is done, by its starter, who lets go. Whether its context has something to look at; to be followed.
    fn begin_serving(&self, attention: bool) -> Next;
    /// The runtime has dropped the task.
    fn task_dropped(&self, owning: bool);
}

/// Why serving stops for now.
pub(crate) enum Step {
    /// It is not the task's turn.
    Parked,
    /// The task has been idle for long, and is to end.
    Retire,
    /// No message is left, and the process has been let go.
    Idle,
    /// The task has had its share of the thread, or waits.
    Yield,
    /// What had to wait is done.
    Done,
    /// The next message, or one begun in place, may have to wait.
    Wait,
    /// Something rare is to be done.
    Rare(Boxed<Result<(), Ending>>),
    End(Ending),
}

/// Owns the process while it is its turn. A task that the runtime drops takes the process with it.
pub(crate) struct ServerTask {
    process: Arc<dyn Serving>,
    /// The process is the task's to run.
    owning: bool,
    /// Those who have something for the task know its waker: it sleeps without a look.
    is_known: bool,
    done: bool,
    work: Work,
    /// See [`Serving::waiting`]; made when it is needed.
    waiting: Option<Boxed<()>>,
}

enum Work {
    Mail,
    Waiting,
    Rare(Boxed<Result<(), Ending>>),
    End(Boxed<()>),
}

impl ServerTask {
    pub(crate) fn new(process: Arc<dyn Serving>, owning: bool) -> Self {
        ServerTask { process, owning, is_known: false, done: false, work: Work::Mail, waiting: None }
    }

    pub(crate) fn process(&self) -> &Arc<dyn Serving> {
        &self.process
    }

    /// Runs the process while it is the task's turn; `None`: until the task is to end.
    fn run(&mut self, cx: &mut Context<'_>) -> Poll<Option<Ending>> {
        let mut again = false;
        if self.owning && self.process.head().status.has(SIGNAL) {
            return Poll::Ready(Some(Ending::signal()));
        }
        // from here on a signal waits for what has begun: a message on its way must not be dropped untold
        loop {
            let step = match self.work {
                Work::Mail => self.process.serve(&mut self.owning, &mut again, cx),
                _ => self.go_on(cx),
            };
            match step {
                Step::Idle => {
                    self.owning = false;
                    if self.is_known {
                        return Poll::Pending;
                    }
                }
                Step::Parked => {
                    self.is_known = true;
                    return Poll::Pending;
                }
                Step::Yield => {
                    if !std::mem::replace(&mut self.is_known, true) {
                        self.process.register_task(cx.waker());
                    }
                    // looked at after the waker is known: a signal from now on wakes us
                    let signalled = self.process.head().status.has(SIGNAL);
                    return if signalled { Poll::Ready(Some(Ending::signal())) } else { Poll::Pending };
                }
                Step::Done => self.work = Work::Mail,
                Step::Wait => self.work = Work::Waiting,
                Step::Rare(rare) => self.work = Work::Rare(rare),
                Step::End(ending) => return Poll::Ready(Some(ending)),
                Step::Retire => return Poll::Ready(None),
            }
        }
    }

    /// Goes on with what may have to wait, as the process.
    fn go_on(&mut self, cx: &mut Context<'_>) -> Step {
        let head = self.process.head();
        let polled = {
            let _as = As::process(head);
            let _span = head.enter_span();
            guarded(|| match &mut self.work {
                Work::Rare(rare) => rare.as_mut().poll(cx),
                _ => {
                    let waiting = self.waiting.get_or_insert_with(|| self.process.clone().waiting());
                    let _never_done = waiting.as_mut().poll(cx);
                    if self.process.is_free() { Poll::Ready(Ok(())) } else { Poll::Pending }
                }
            })
        };
        match polled {
            Ok(Poll::Pending) => Step::Yield,
            Ok(Poll::Ready(Err(ending))) => Step::End(ending),
            Ok(Poll::Ready(Ok(()))) => Step::Done,
            Err(crash) => Step::End(Ending::crash(crash)),
        }
    }

    /// Drops what is on its way, as the process: it may hold the state.
    fn cut_off(&mut self) {
        // only the owner may say that it is inside
        let _as = self.owning.then(|| As::process(self.process.head()));
        drop_guarded(std::mem::replace(&mut self.work, Work::Mail));
        drop_guarded(self.waiting.take());
    }
}

impl Future for ServerTask {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            if let Work::End(end) = &mut self.work {
                ready!(end.as_mut().poll(cx));
                break;
            }
            let Some(ending) = ready!(self.run(cx)) else { break };
            self.cut_off();
            self.work = Work::End(Box::pin(end(self.process.clone(), ending)));
        }
        self.done = true;
        Poll::Ready(())
    }
}

impl Drop for ServerTask {
    fn drop(&mut self) {
        if !self.done {
            self.cut_off();
            self.process.task_dropped(self.owning);
        }
    }
}
