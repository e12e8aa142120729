//! What a call carries: the server's own message, or arguments that are lent to it.

use crate::check::Lendable;
use crate::gen_server::Message;
use crate::process::in_place::poll_sync;
use crate::{Answer, Context, GenServer};

/// What a [`Call`](crate::Call) carries to its server: its message ([`Moved`]), or borrowed arguments ([`Lent`]).
pub trait CallBody<S: GenServer>: Sized {
    /// Whether the handler may have to wait.
    fn waits(&self) -> bool;
    /// Whether the handler blocks its thread.
    fn blocks(&self) -> bool;
    /// Runs the handler, which does not wait.
    fn run(self, state: &mut S, ctx: &mut Context<S>) -> Answer<S::Reply>;
    /// The message, for the mailbox.
    fn into_message(self) -> S::Call;
}

/// A message of the server's, which the call owns.
pub struct Moved<S: GenServer>(pub(crate) S::Call);

impl<S: GenServer> CallBody<S> for Moved<S> {
    #[inline]
    fn waits(&self) -> bool {
        S::waits(&Message::Call(&self.0))
    }

    #[inline]
    fn blocks(&self) -> bool {
        S::HAS_BLOCKING && S::blocks(&Message::Call(&self.0))
    }

    #[inline]
    fn run(self, state: &mut S, ctx: &mut Context<S>) -> Answer<S::Reply> {
        poll_sync(state.handle_call(self.0, ctx))
    }

    #[inline]
    fn into_message(self) -> S::Call {
        self.0
    }
}

/// A copy of what was lent, for a message. Typed clients do this for each `&` argument.
///
/// ```
/// let message: String = otp_runtime::owned("lent");
/// assert_eq!(message, "lent");
/// ```
pub fn owned<T: Lendable<Owned> + ?Sized, Owned>(lent: &T) -> Owned {
    lent.copy()
}

/// Arguments that the caller lends. If the call runs in place its handler is given them as they are; if it must queue,
/// the message owns a copy.
pub struct Lent<S: GenServer, A> {
    pub(crate) args: A,
    pub(crate) to_message: fn(A) -> S::Call,
    pub(crate) handle: fn(&mut S, A, &mut Context<S>) -> Answer<S::Reply>,
}

impl<S: GenServer, A> CallBody<S> for Lent<S, A> {
    #[inline]
    fn waits(&self) -> bool {
        false
    }

    #[inline]
    fn blocks(&self) -> bool {
        false
    }

    #[inline]
    fn run(self, state: &mut S, ctx: &mut Context<S>) -> Answer<S::Reply> {
        (self.handle)(state, self.args, ctx)
    }

    fn into_message(self) -> S::Call {
        (self.to_message)(self.args)
    }
}
