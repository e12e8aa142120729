//! A server as a system request finds it.

use super::event::state_text;
use super::options::Options;
use crate::process::head::{AnyProcess, Head};
use crate::process::panics::guarded;
use crate::{Context, ExitReason, GenServer};

/// A request that is served in the server, also while it is suspended.
pub(crate) enum SysRequest<S: GenServer> {
    /// For whoever knows its type.
    Typed(Box<Serve<S>>),
    /// For anybody.
    Any(AnyRequest),
}

pub(crate) type Serve<S> = dyn FnOnce(&mut S, &mut Context<S>) + Send;

pub(crate) type AnyRequest = Box<dyn FnOnce(&mut dyn Served) + Send>;

impl<S: GenServer> SysRequest<S> {
    pub(crate) fn run(self, state: &mut S, ctx: &mut Context<S>) {
        // a request guards the user code it runs; this is for the drop of its captures
        let _ = guarded(|| match self {
            SysRequest::Typed(run) => run(state, ctx),
            SysRequest::Any(run) => run(&mut View { state, ctx }),
        });
    }
}

/// A server, whatever its type.
pub(crate) trait Served {
    fn head(&self) -> &Head;
    fn kind(&self) -> &'static str;
    /// The state as text.
    fn state(&self) -> String;
    fn queue_len(&self) -> usize;
    fn is_suspended(&self) -> bool;
    fn suspend(&mut self, suspended: bool);
    /// The names of the debug options that are on.
    fn debug_names(&self) -> Vec<String>;
    /// Looks at the debug options, or changes them.
    fn debug(&mut self, with: &mut dyn FnMut(&mut Options));
    fn no_debug(&mut self);
    fn stop(&mut self, reason: ExitReason);
}

struct View<'a, S: GenServer> {
    state: &'a mut S,
    ctx: &'a mut Context<S>,
}

impl<S: GenServer> Served for View<'_, S> {
    fn head(&self) -> &Head {
        self.ctx.process.head()
    }

    fn kind(&self) -> &'static str {
        S::NAME
    }

    fn state(&self) -> String {
        state_text(self.state)
    }

    fn queue_len(&self) -> usize {
        self.ctx.queue_len()
    }

    fn is_suspended(&self) -> bool {
        self.ctx.is_suspended()
    }

    fn suspend(&mut self, suspended: bool) {
        self.ctx.agenda().suspended = suspended;
        self.head().note(|seen| seen.suspended = suspended);
    }

    fn debug_names(&self) -> Vec<String> {
        let debugging = self.ctx.agenda.as_ref().and_then(|agenda| agenda.debugging.as_ref());
        debugging.map(|debugging| debugging.names()).unwrap_or_default()
    }

    fn debug(&mut self, with: &mut dyn FnMut(&mut Options)) {
        self.ctx.debugging(&mut |debugging| with(&mut debugging.options));
    }

    fn no_debug(&mut self) {
        self.ctx.debugging(&mut |debugging| *debugging = Default::default());
    }

    fn stop(&mut self, reason: ExitReason) {
        self.ctx.stop(reason);
    }
}
