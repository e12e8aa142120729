//! What the client of a protocol is made of.

use super::{Protocol, ProtocolRef, Speaks};
use crate::Ref;
use std::ops::Deref;

/// What reaches a server that speaks `P`: the clients of all such servers, and [`ProtocolRef`]. The client of a protocol is
/// made of it by `into()`.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::IntoProtocol;
///
/// #[protocol]
/// pub trait Clock {
///     #[call]
///     fn hour(&self) -> u8;
/// }
/// # struct Stopped;
/// # #[gen_server(protocol = Clock)]
/// # impl Stopped { #[init] fn init() -> Self { Stopped } }
/// # impl Clock for Stopped { fn hour(&self) -> u8 { 12 } }
///
/// async fn noon(clock: impl IntoProtocol<ClockClient>) -> bool {
///     ClockClient::from(clock).hour().await == Ok(12)
/// }
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// assert!(noon(Stopped::start().await.unwrap()).await);
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot become a `{P}`",
    label = "not the client of a server",
    note = "a `{P}` is made of the client of a server that lists the protocol, as in `#[gen_server(protocol = Ledger)]`"
)]
pub trait IntoProtocol<P: Protocol> {
    /// A reference to whatever this means at each use.
    fn into_protocol(self) -> ProtocolRef<P>;
}

impl<P: Protocol> IntoProtocol<P> for ProtocolRef<P> {
    fn into_protocol(self) -> ProtocolRef<P> {
        self
    }
}

impl<P: Protocol, S: Speaks<P>, C: Deref<Target = Ref<S>>> IntoProtocol<P> for C {
    fn into_protocol(self) -> ProtocolRef<P> {
        ProtocolRef::of(&self)
    }
}
