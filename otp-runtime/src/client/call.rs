//! Calls: a request, and the future of its reply.

use super::body::{CallBody, Lent, Moved};
use super::raw_call::{RawCall, Sent};
use crate::{Answer, CallError, GenServer, Ref, Request};
use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::Instant;

/// A call to a server: a future of `Result<T, CallError<E>>` (OTP's `gen_server:call/3`).
///
/// It is sent when first polled; awaiting it is the way to do that, [`send`](Call::send) another. From then on nothing the
/// caller does cancels the handler: not dropping the call, and not its timeout (default 5 s, which limits the waiting). If
/// the server is idle the caller runs the handler itself, on its own thread.
///
/// # Cancellation
///
/// Dropped before it was polled, or while it waits for room in a bounded mailbox, nothing was sent. Dropped later, the
/// reply is dropped.
///
/// ```
/// use otp_runtime::prelude::*;
/// use std::time::Duration;
/// # struct Till { cents: u64 }
/// # #[gen_server]
/// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
/// # #[otp_runtime::main]
/// # async fn main() {
/// let till = Till::start(5).await.unwrap();
/// assert_eq!(till.cents().await, Ok(5));
/// assert_eq!(till.cents().timeout(Duration::from_millis(100)).await, Ok(5));
/// # }
/// ```
#[must_use = "a call is sent when it is awaited"]
pub struct Call<'a, S: GenServer, T, E = Infallible, B: CallBody<S> = Moved<S>> {
    raw: RawCall<'a, S, B>,
    open: fn(S::Reply) -> Result<T, E>,
}

/// A call whose arguments are borrowed, each of them in the tuple `A`: `&str`, `&[T]`, `&T`.
///
/// If it runs in place the handler is given the borrow itself, and nothing is copied; if it must queue, the message owns a
/// copy. What borrows must therefore outlive the call, unless that is sent with [`send`](Call::send).
///
/// ```
/// use otp_runtime::prelude::*;
///
/// struct Words(Vec<String>);
///
/// #[gen_server]
/// impl Words {
///     #[init]
///     fn init() -> Self { Words(vec!["lock".into(), "task".into()]) }
///     #[call]
///     pub fn has(&self, word: &str) -> bool { self.0.iter().any(|known| known == word) }
/// }
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let words = Words::start().await.unwrap();
/// let asked = String::from("task");
/// assert_eq!(words.has(&asked).await, Ok(true));
/// # }
/// ```
pub type LentCall<'a, S, A, T, E = Infallible> = Call<'a, S, T, E, Lent<S, A>>;

impl<S: GenServer> Ref<S> {
    /// A call under the name of its handler; `open` turns the server's reply type into this call's own. Typed clients do
    /// this for each `#[call]`.
    #[inline]
    pub fn call<T, E>(
        &self,
        name: &'static str,
        call: S::Call,
        open: fn(S::Reply) -> Result<T, E>,
    ) -> Call<'_, S, T, E> {
        Call { raw: RawCall::new(self, name, Moved(call)), open }
    }

    /// A call whose arguments are lent: `handle` is the handler, for a server that is idle, and `to_message` copies the
    /// arguments for one that is not. Typed clients do this for each `#[call]` with borrowed arguments that is not async.
    #[inline]
    pub fn lend<A, T, E>(
        &self,
        name: &'static str,
        args: A,
        to_message: fn(A) -> S::Call,
        handle: fn(&mut S, A, &mut crate::Context<S>) -> Answer<S::Reply>,
        open: fn(S::Reply) -> Result<T, E>,
    ) -> LentCall<'_, S, A, T, E> {
        Call { raw: RawCall::new(self, name, Lent { args, to_message, handle }), open }
    }
}

impl<S: GenServer, T, E, B: CallBody<S>> Call<'_, S, T, E, B> {
    /// How long to wait for the reply.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.raw.sent.timeout = Some(timeout);
        self
    }

    /// Waits for ever.
    pub fn no_timeout(mut self) -> Self {
        self.raw.sent.timeout = None;
        self
    }

    /// The name of what is called, in errors, logs and traces. The default is that of the handler, which says little of a
    /// function that is sent to an agent.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let agent = Agent::start(Vec::<u8>::new).name("numbers").await?;
    /// agent.stop().await?;
    /// let error = Agent::<Vec<u8>>::named("numbers").get(Vec::len).operation("count").await.unwrap_err();
    /// assert!(error.to_string().contains("`count`"), "{error}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn operation(mut self, name: &'static str) -> Self {
        self.raw.sent.name = name;
        self
    }

    /// Waits, within the call's timeout, until there is a process to call: a child that is being restarted, or a name or
    /// registry key that nobody has yet. It is sent when there is one, and is then a call like any other: it is not sent
    /// again when that process ends.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// # struct Till { cents: u64 }
    /// # #[gen_server]
    /// # impl Till { #[init] fn init(cents: u64) -> Self { Till { cents } } #[call] pub fn cents(&self) -> u64 { self.cents } }
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// otp_runtime::process::spawn(async {
    ///     Till::start(5).name("till").await.unwrap();
    /// });
    /// assert_eq!(Till::named("till").cents().wait().await, Ok(5));
    /// # }
    /// ```
    pub async fn wait(mut self) -> Result<T, CallError<E>> {
        let deadline = self.raw.sent.deadline();
        match self.raw.sent.to.place().arrival(deadline).await {
            Ok(()) => {}
            Err(failure) => return Err(self.raw.sent.at_site(failure)),
        }
        let asked = self.raw.sent.timeout;
        self.raw.sent.timeout = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        self.await.map_err(|error| error.within(asked))
    }

    /// Sends the call now and gives a [`Request`] to await later, which borrows nothing (OTP's `send_request`). The handler
    /// does not run in place.
    pub fn send(self) -> Request<S, T, E> {
        let RawCall { sent: Sent { to, name, timeout, .. }, body } = self.raw;
        match body {
            Some(body) => Request::send(to, name, body.into_message(), timeout, self.open),
            None => panic!("a call that was polled has been sent already"),
        }
    }

    /// Calls from code outside async: blocks this thread until the reply is there. The handler does not run in place.
    ///
    /// # Panics
    ///
    /// In async code, where blocking would hold a thread of the runtime: await the call there.
    pub fn blocking(self) -> Result<T, CallError<E>> {
        super::request::refuse_async();
        self.send().block_on()
    }
}

impl<S: GenServer, T, E, B: CallBody<S>> Future for Call<'_, S, T, E, B> {
    type Output = Result<T, CallError<E>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        match ready!(this.raw.poll(cx)) {
            Ok(reply) => Poll::Ready((this.open)(reply).map_err(CallError::Handler)),
            Err(failure) => Poll::Ready(Err(this.raw.sent.at_site(failure))),
        }
    }
}

impl<S: GenServer, T, E, B: CallBody<S>> fmt::Debug for Call<'_, S, T, E, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call(`{}` on {:?})", self.raw.sent.name, self.raw.sent.to)
    }
}
