//! What `sys`, traces and logs show of a server's messages and state.

use crate::GenServer;
use std::fmt::{self, Debug, Display, Formatter};

/// A message, a reply or the state of a server, to be shown by [`GenServer::show`]. Its `Display` does that.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::Shown;
///
/// struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till {
/// #     #[init] fn init(cents: u64) -> Self { Till { cents } }
/// #     #[call] pub fn take(&mut self, cents: u64) -> u64 { self.cents -= cents; self.cents }
/// # }
/// let take = TillCall::Take { cents: 5 };
/// assert_eq!(Shown::<Till>::Call(&take).to_string(), "Take { cents: 5 }");
/// assert_eq!(Shown::Server(&Till { cents: 5 }).to_string(), "_"); // it has no `Debug`
/// ```
pub enum Shown<'a, S: GenServer> {
    /// A call.
    Call(&'a S::Call),
    /// The reply to one.
    Reply(&'a S::Reply),
    /// A cast.
    Cast(&'a S::Cast),
    /// Any other message.
    Info(&'a S::Info),
    /// A continue.
    Continue(&'a S::Continue),
    /// The state.
    Server(&'a S),
}

impl<S: GenServer> Shown<'_, S> {
    /// The `Debug` of a message; `_` for the state. For [`GenServer::show`].
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    pub fn message(&self, f: &mut Formatter<'_>) -> fmt::Result
    where
        S::Call: Debug,
        S::Reply: Debug,
        S::Cast: Debug,
        S::Info: Debug,
        S::Continue: Debug,
    {
        let message: &dyn Debug = match self {
            Shown::Call(call) => call,
            Shown::Reply(reply) => reply,
            Shown::Cast(cast) => cast,
            Shown::Info(info) => info,
            Shown::Continue(with) => with,
            Shown::Server(_) => return f.write_str("_"),
        };
        message.fmt(f)
    }
}

impl<S: GenServer> Clone for Shown<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: GenServer> Copy for Shown<'_, S> {}

impl<S: GenServer> Display for Shown<'_, S> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        S::show(*self, f)
    }
}

impl<S: GenServer> Debug for Shown<'_, S> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        S::show(*self, f)
    }
}
