//! Protocols: one client for all servers that speak the same messages.

mod call;
mod into;
mod reference;
mod request;
mod route;

pub use call::ProtocolCall;
pub use into::IntoProtocol;
pub use reference::ProtocolRef;
pub use request::ProtocolRequest;

use crate::{Answer, Context, GenServer};
use std::future::Future;

/// A protocol: calls and casts that several servers handle, each in its own way (what a behaviour and its callbacks are in
/// Elixir).
///
/// [`#[protocol]`](macro@crate::protocol) on a trait `Ledger` implements this for its client, `LedgerClient`, which is the
/// name by which generic code asks for the messages of a protocol.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::{Protocol, ProtocolRef};
///
/// #[protocol]
/// pub trait Ledger {
///     /// Writes an amount; the sum.
///     #[call]
///     fn post(&mut self, cents: u64) -> u64;
/// }
///
/// /// The client of any protocol, with the process that it means.
/// fn known<P: Protocol>(server: &ProtocolRef<P>) -> Option<(P, Pid)> {
///     Some((server.clone().into(), server.pid()?))
/// }
///
/// # struct Memory(u64);
/// # #[gen_server(protocol = Ledger)]
/// # impl Memory { #[init] fn init() -> Self { Memory(0) } }
/// # impl Ledger for Memory { fn post(&mut self, cents: u64) -> u64 { self.0 += cents; self.0 } }
/// # #[otp_runtime::main]
/// # async fn main() {
/// let memory = Memory::start().await.unwrap();
/// let (ledger, pid) = known(&LedgerClient::of(&memory)).unwrap();
/// assert_eq!(ledger.post(5).await, Ok(5));
/// assert_eq!(memory.pid(), Some(pid));
/// assert_eq!(LedgerClient::NAME, "Ledger");
/// # }
/// ```
pub trait Protocol: From<ProtocolRef<Self>> + 'static {
    /// The requests.
    type Call: Send + 'static;
    /// The replies to them.
    type Reply: Send + 'static;
    /// The messages nobody waits for.
    type Cast: Send + 'static;
    /// The name of the trait.
    const NAME: &'static str;

    /// Whether this call's handler may have to wait (is `async`), as in [`GenServer::waits`].
    fn call_waits(call: &Self::Call) -> bool {
        let _ = call;
        true
    }

    /// Whether this cast's handler may have to wait.
    fn cast_waits(cast: &Self::Cast) -> bool {
        let _ = cast;
        true
    }

    /// Whether this call's handler blocks its thread, as in [`GenServer::blocks`].
    fn call_blocks(call: &Self::Call) -> bool {
        let _ = call;
        false
    }

    /// Whether this cast's handler blocks its thread.
    fn cast_blocks(cast: &Self::Cast) -> bool {
        let _ = cast;
        false
    }
}

/// From the trait of a protocol to the protocol: `#[protocol]` implements it for `dyn Ledger`.
///
/// No value ever has that type. It is how `#[gen_server(protocol = Ledger)]` finds the rest, since whoever imports the trait
/// need import nothing else.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a protocol",
    label = "this trait has no `#[protocol]`",
    note = "write `#[protocol]` above the trait, and `#[call]` or `#[cast]` above each of its methods"
)]
pub trait ProtocolTrait {
    /// The typed client, `LedgerClient`.
    type Client: Protocol;
    /// That it is a protocol: see [`check::Known`](crate::check::Known).
    const KNOWN: bool = true;
}

/// A server that speaks the protocol `P`: its own messages have room for those of `P`.
///
/// `#[gen_server(protocol = Ledger)]` implements it for `LedgerClient`. It is what [`ProtocolRef::of`] and `LedgerClient::of`
/// ask of a server.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not speak the protocol of `{P}`",
    label = "not a server of this protocol",
    note = "list the protocol in the `#[gen_server]` of `{Self}`, as in `#[gen_server(protocol = Ledger)]`, and implement its trait"
)]
pub trait Speaks<P: Protocol>: GenServer {
    /// The call as one of the server's own.
    fn wrap_call(call: P::Call) -> Self::Call;
    /// The cast as one of the server's own.
    fn wrap_cast(cast: P::Cast) -> Self::Cast;
    /// The reply as one of the server's own.
    fn wrap_reply(reply: P::Reply) -> Self::Reply;
    /// The reply to a call of the protocol.
    ///
    /// # Panics
    ///
    /// When it is another's, which only a [`GenServer`] written by hand can make it.
    fn open_reply(reply: Self::Reply) -> P::Reply;
}

/// From the messages of a protocol to the methods of a server that implements its trait.
///
/// `#[protocol]` implements it once, for every implementor of the trait; the `handle_call` and `handle_cast` that
/// `#[gen_server(protocol = Ledger)]` writes end here.
pub trait Dispatch<S: Speaks<Self>>: Protocol {
    /// Answers a call, as [`GenServer::handle_call`].
    fn handle_call(
        server: &mut S,
        call: Self::Call,
        ctx: &mut Context<S>,
    ) -> impl Future<Output = Answer<Self::Reply>> + Send;

    /// Handles a cast, as [`GenServer::handle_cast`].
    fn handle_cast(server: &mut S, cast: Self::Cast, ctx: &mut Context<S>) -> impl Future<Output = ()> + Send;
}
