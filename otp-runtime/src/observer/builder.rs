//! What an observer is told before it starts.

use super::server::{Observer, ObserverClient};
use super::token::{LEAST, Token};
use super::{ObserverError, server};
use crate::{ChildSpec, IntoChildSpec, Options, Start, StartError};
use std::future::IntoFuture;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

/// An observer about to be (from [`serve`](super::serve)): await it, or give it to a supervisor as a child.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::observer::{self, Observer};
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let observer = observer::serve(([127, 0, 0, 1], 0)).rates(false);
/// let top = Supervisor::builder(Strategy::OneForOne).child(observer).start_link().await?;
/// println!("look at http://{}", top.child::<Observer>("Observer").address().await?);
/// # top.stop().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder starts nothing"]
pub struct ObserverBuilder {
    pub(super) address: SocketAddr,
    pub(super) token: Option<Token>,
    pub(super) control: bool,
    pub(super) rates: bool,
    pub(super) history: usize,
    /// Where it listened when it was started first: one that is started again does so there.
    pub(super) bound: Arc<OnceLock<SocketAddr>>,
}

impl ObserverBuilder {
    pub(super) fn new(address: SocketAddr) -> Self {
        let bound = Arc::default();
        ObserverBuilder { address, token: None, control: false, rates: true, history: 200, bound }
    }

    /// A secret of 16 bytes or more. With it, the page may be served on any address, to whoever brings the token
    /// (`Authorization: Bearer …`; the page asks for it). On a loopback address looking is free all the same.
    pub fn token(mut self, secret: impl Into<String>) -> Self {
        self.token = Some(Token::new(secret.into()));
        self
    }

    /// Whether processes may be suspended, resumed, traced and killed, by whoever brings the token; default not.
    pub fn control(mut self, allowed: bool) -> Self {
        self.control = allowed;
        self
    }

    /// Whether messages are counted, which makes each of them more expensive; default they are. Without it there are no calls,
    /// casts and latencies, but starts, ends, restarts and crashes, and how many messages each process handles.
    pub fn rates(mut self, counted: bool) -> Self {
        self.rates = counted;
        self
    }

    /// How many crashes are remembered; default 200.
    pub fn history(mut self, crashes: usize) -> Self {
        self.history = crashes;
        self
    }

    /// Starts it linked to the calling process, which is then its parent. Awaiting the builder itself ties it to nobody.
    pub fn start_link(self) -> Start<Observer> {
        Start::link(self)
    }

    pub(super) fn check(&self) -> Result<(), ObserverError> {
        match &self.token {
            Some(token) if token.len() < LEAST => Err(ObserverError::ShortToken(token.len())),
            Some(_) => Ok(()),
            None if !self.address.ip().is_loopback() => Err(ObserverError::NeedsToken(self.address)),
            None if self.control => Err(ObserverError::ControlNeedsToken),
            None => Ok(()),
        }
    }
}

impl IntoFuture for ObserverBuilder {
    type Output = Result<ObserverClient, StartError<ObserverError>>;
    type IntoFuture = Start<Observer>;

    fn into_future(self) -> Start<Observer> {
        Start::new(self)
    }
}

impl IntoChildSpec for ObserverBuilder {
    type Child = Observer;

    fn into_child_spec(self) -> ChildSpec<Observer> {
        let options: &Options = &server::OPTIONS;
        ChildSpec::of_server::<Observer, Observer>("Observer", options, move |_| self.clone())
    }
}
