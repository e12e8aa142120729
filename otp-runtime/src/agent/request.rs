//! What an agent is sent: functions, each in a box in which its result comes back.

use crate::unexpected_reply;
use std::any::Any;
use std::convert::Infallible;

/// A function that somebody waits for.
pub struct AgentCall<T>(Box<dyn Work<T>>);

/// The box of the function, with the result in it.
pub struct AgentReply(Box<dyn Any + Send>);

/// A function that nobody waits for.
pub struct AgentCast<T>(Box<dyn FnOnce(&mut T) + Send>);

impl<T: 'static> AgentCall<T> {
    pub(super) fn new<F, R>(function: F) -> Self
    where
        F: FnOnce(&mut T) -> R + Send + 'static,
        R: Send + 'static,
    {
        AgentCall(Box::new(Job::Todo(function)))
    }

    pub(super) fn run(mut self, state: &mut T) -> AgentReply {
        self.0.run(state);
        AgentReply(self.0.into_any())
    }
}

impl AgentReply {
    /// The result of a function of type `F`.
    pub(super) fn open<F: Send + 'static, R: Send + 'static>(self) -> Result<R, Infallible> {
        match self.0.downcast::<Job<F, R>>().map(|job| *job) {
            Ok(Job::Done(result)) => Ok(result),
            _ => unexpected_reply(),
        }
    }
}

impl<T> AgentCast<T> {
    pub(super) fn new(function: impl FnOnce(&mut T) + Send + 'static) -> Self {
        AgentCast(Box::new(function))
    }

    pub(super) fn run(self, state: &mut T) {
        (self.0)(state);
    }
}

/// A function before and after it has run. The result takes its place, so that a call costs one allocation.
enum Job<F, R> {
    Todo(F),
    Running,
    Done(R),
}

trait Work<T>: Send {
    fn run(&mut self, state: &mut T);
    fn into_any(self: Box<Self>) -> Box<dyn Any + Send>;
}

impl<T, F, R> Work<T> for Job<F, R>
where
    F: FnOnce(&mut T) -> R + Send + 'static,
    R: Send + 'static,
{
    fn run(&mut self, state: &mut T) {
        if let Job::Todo(function) = std::mem::replace(self, Job::Running) {
            *self = Job::Done(function(state));
        }
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any + Send> {
        self
    }
}
