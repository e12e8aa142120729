//! Reaching whatever server speaks a protocol: what each client of one wraps.

use super::route::Route;
use super::{Protocol, ProtocolCall, Speaks};
use crate::process::head::AnyProcess;
use crate::{ExitReason, Monitor, Pid, Ref, Stop, Target};
use std::fmt;
use std::sync::Arc;

/// A reference to a server that speaks `P`, of whatever type: to one incarnation, or to whatever process has a name, a
/// registry key, a pid or a place under a supervisor at each use, as the [`Ref`] it was made of.
///
/// The clients that `#[protocol]` makes wrap one and deref to it, so that `stop`, `monitor`, `pid` and the like are found on
/// them while a protocol's own calls may have any of these names. Cheap to clone; dropping it never stops the server.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// #[protocol]
/// pub trait Greeter {
///     #[call]
///     fn greet(&self, name: String) -> String;
/// }
///
/// struct Polite;
///
/// #[gen_server(protocol = Greeter)]
/// impl Polite {
///     #[init]
///     fn init() -> Self { Polite }
/// }
///
/// impl Greeter for Polite {
///     fn greet(&self, name: String) -> String { format!("Good evening, {name}") }
/// }
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let greeter: GreeterClient = Polite::named("greeter").into(); // whoever has the name at each use
/// assert_eq!(greeter.pid(), None);
/// Polite::start().name("greeter").await?;
/// assert_eq!(greeter.greet("Ada".into()).await?, "Good evening, Ada");
/// greeter.stop().await?;
/// assert!(!greeter.is_alive());
/// # Ok(())
/// # }
/// ```
pub struct ProtocolRef<P: Protocol> {
    pub(super) route: Arc<dyn Route<P>>,
}

impl<P: Protocol> ProtocolRef<P> {
    /// A reference to whatever `server` means at each use.
    pub fn of<S: Speaks<P>>(server: &Ref<S>) -> Self {
        ProtocolRef { route: Arc::new(server.clone()) }
    }

    /// A call under the name of its handler; `open` turns the protocol's reply type into this call's own. Clients do this for
    /// each `#[call]`.
    #[inline]
    pub fn call<T, E>(
        &self,
        name: &'static str,
        call: P::Call,
        open: fn(P::Reply) -> Result<T, E>,
    ) -> ProtocolCall<'_, P, T, E> {
        ProtocolCall::new(self, name, call, open)
    }

    /// A cast under the name of its handler: sent, and forgotten (OTP's `gen_server:cast/2`). It never waits and never
    /// fails, whatever the target, and is handled before any later call of the same caller. A mailbox with a bound takes it
    /// even when it is full, and counts it. Clients do this for each `#[cast]`.
    #[inline]
    pub fn cast(&self, name: &'static str, cast: P::Cast) {
        self.route.cast(name, cast);
    }

    /// How the target was named.
    pub fn target(&self) -> Target {
        self.route.target()
    }

    /// As [`Ref::pid`].
    pub fn pid(&self) -> Option<Pid> {
        self.route.pid()
    }

    /// Whether the process it means now is there and has not ended.
    pub fn is_alive(&self) -> bool {
        self.pid().is_some_and(Pid::is_alive)
    }

    /// Watches the server, as [`Ref::monitor`].
    pub fn monitor(&self) -> Monitor {
        self.route.monitor()
    }

    /// Stops the server in order: see [`Stop`].
    pub fn stop(&self) -> Stop {
        self.route.stop()
    }

    /// Sends an exit signal, as [`Ref::exit`].
    pub fn exit(&self, reason: ExitReason) {
        self.route.exit(reason);
    }

    pub(crate) fn find(&self) -> (Option<Arc<dyn AnyProcess>>, Target) {
        self.route.find()
    }
}

impl<P: Protocol> Clone for ProtocolRef<P> {
    fn clone(&self) -> Self {
        ProtocolRef { route: self.route.clone() }
    }
}

impl<P: Protocol> fmt::Debug for ProtocolRef<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({} {})", P::NAME, self.route.server(), self.route.target())
    }
}
