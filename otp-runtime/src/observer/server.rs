//! The observer's own process: it listens, and looks once a second.

use super::shared::Shared;
use super::{ObserverBuilder, ObserverError, routes};
use crate::gen_server::Message;
use crate::{
    Answer, AnyMessage, Call, Context, Exit, ExitReason, GenServer, Handles, Init, Options, Pid, Ref, Shutdown, Task,
};
use std::convert::Infallible;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::Instant;

/// How often it looks.
pub(super) const EVERY: Duration = Duration::from_secs(1);
/// How long it waits for those who are being served, when it ends.
const DRAIN: Duration = Duration::from_secs(2);

pub(super) const OPTIONS: Options = Options::new().shutdown(Shutdown::After(Duration::from_secs(5)));

/// The process that serves the page (what Erlang's `observer` is a window for). [`serve`](super::serve) starts it.
pub struct Observer {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Pid,
    /// Tells the connections to finish what they are doing and go. They hear as well when it is dropped.
    closing: watch::Sender<bool>,
}

impl Observer {
    /// As [`serve`](super::serve), under the name that `#[child(args(address))] observer: Observer` calls.
    pub fn child(address: impl Into<SocketAddr>) -> ObserverBuilder {
        ObserverBuilder::new(address.into())
    }
}

/// Reaches an [`Observer`]. It derefs to [`Ref`], where `pid`, `stop` and `monitor` are.
#[derive(Clone, Debug)]
pub struct ObserverClient(Ref<Observer>);

impl ObserverClient {
    /// Where it listens: the port that port 0 has become.
    pub fn address(&self) -> Call<'_, Observer, SocketAddr> {
        self.0.call("address", Address, Ok::<SocketAddr, Infallible>)
    }
}

impl From<Ref<Observer>> for ObserverClient {
    fn from(reference: Ref<Observer>) -> Self {
        ObserverClient(reference)
    }
}

impl Deref for ObserverClient {
    type Target = Ref<Observer>;

    fn deref(&self) -> &Ref<Observer> {
        &self.0
    }
}

/// Asks where it listens.
pub struct Address;

/// It is time to look.
#[derive(Clone)]
pub struct Tick;

/// What it handles besides calls.
pub enum ObserverInfo {
    /// It is time to look.
    Tick,
    /// Whoever accepts connections has ended.
    Exit(Exit),
}

impl Handles<Tick> for Observer {
    fn info_from(_: Tick) -> ObserverInfo {
        ObserverInfo::Tick
    }
}

#[diagnostic::do_not_recommend]
impl GenServer for Observer {
    type Args = ObserverBuilder;
    type InitError = ObserverError;
    type Call = Address;
    type Reply = SocketAddr;
    type Cast = Infallible;
    type Info = ObserverInfo;
    type Continue = Infallible;
    type Client = ObserverClient;
    const NAME: &'static str = "Observer";
    const OPTIONS: Options = OPTIONS;

    fn init_failed(error: ObserverError) -> ExitReason {
        ExitReason::error(error)
    }

    async fn init(builder: ObserverBuilder, ctx: &mut Context<Self>) -> Result<Init<Self>, ObserverError> {
        builder.check()?;
        let (listener, address) = listen(&builder).await?;
        ctx.trap_exit(true);
        let (closing, closed) = watch::channel(false);
        let shared = Arc::new(Shared::new(&builder, ctx.pid(), address, closed.clone()));
        let app = routes::router(shared.clone());
        let acceptor = Task::start_link(async move {
            let mut closed = closed;
            let closing = async move {
                let _ = closed.wait_for(|closing| *closing).await;
            };
            if let Err(error) = axum::serve(listener, app).with_graceful_shutdown(closing).await {
                crate::exit(ExitReason::error(error));
            }
        });
        ctx.send_interval(EVERY, Tick);
        Ok(Init::ok(Observer { address, shared, acceptor, closing }))
    }

    fn waits(_: &Message<'_, Self>) -> bool {
        false
    }

    async fn handle_call(&mut self, _: Address, _: &mut Context<Self>) -> Answer<SocketAddr> {
        Answer::Reply(self.address)
    }

    fn info(mut message: AnyMessage) -> Result<ObserverInfo, AnyMessage> {
        if message.take::<Tick>().is_some() {
            return Ok(ObserverInfo::Tick);
        }
        message.take().map(ObserverInfo::Exit).ok_or(message)
    }

    async fn handle_info(&mut self, info: ObserverInfo, ctx: &mut Context<Self>) {
        match info {
            ObserverInfo::Tick => self.shared.tick(),
            ObserverInfo::Exit(exit) if exit.from == self.acceptor => ctx.stop(exit.reason),
            ObserverInfo::Exit(_) => {}
        }
    }

    /// Nobody else comes in, and the port is free when it has ended.
    async fn terminate(&mut self, _: &ExitReason, _: &mut Context<Self>) {
        self.closing.send_replace(true);
        let ended = self.acceptor.monitor();
        if tokio::time::timeout(DRAIN, ended).await.is_err() {
            let ended = self.acceptor.monitor();
            self.acceptor.exit(ExitReason::Kill);
            ended.await;
        }
    }

    fn format_status(&self) -> Option<String> {
        Some(format!("serves http://{}", self.address))
    }
}

/// The one before may have been killed, and hold its port for a moment yet.
async fn listen(builder: &ObserverBuilder) -> Result<(TcpListener, SocketAddr), ObserverError> {
    let address = builder.bound.get().copied().unwrap_or(builder.address);
    let patience = if builder.bound.get().is_some() { Duration::from_secs(2) } else { Duration::ZERO };
    let until = Instant::now() + patience;
    let failed = |error: io::Error| ObserverError::Address { address, error: Arc::new(error) };
    loop {
        match TcpListener::bind(address).await {
            Ok(listener) => {
                let address = listener.local_addr().map_err(failed)?;
                return Ok((listener, *builder.bound.get_or_init(|| address)));
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse && Instant::now() < until => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Err(error) => return Err(failed(error)),
        }
    }
}
