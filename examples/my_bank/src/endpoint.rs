//! The endpoint: lets customers in, each of them on a process of its own.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use otp_runtime::prelude::*;
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::tree::bank;

/// How long the endpoint waits, when it closes, for customers who are being served.
const DRAIN: Duration = Duration::from_secs(5);
/// How long a customer may take to send the head of a request.
const HEAD: Duration = Duration::from_secs(10);

/// The open door.
pub struct Endpoint {
    address: SocketAddr,
    acceptor: Pid,
    /// Tells the connections to finish what they are doing and go.
    closing: watch::Sender<bool>,
}

#[gen_server(shutdown = 10s)]
impl Endpoint {
    /// Begins to let customers in to what the router has for them. The door itself is the application's: customers who come while an endpoint is being restarted
    /// wait before it.
    #[init]
    pub fn init(door: Arc<TcpListener>, router: Router, ctx: &mut Context<Self>) -> io::Result<Self> {
        ctx.trap_exit(true);
        let address = door.local_addr()?;
        let listener = tokio::net::TcpListener::from_std(door.try_clone()?)?;
        let (closing, closed) = watch::channel(false);
        let acceptor = Task::start_link(accept(listener, router, closed));
        Ok(Endpoint { address, acceptor, closing })
    }

    /// Where it listens.
    #[call]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    #[info]
    fn linked(&mut self, exit: Exit, ctx: &mut Context<Self>) {
        if exit.from == self.acceptor {
            ctx.stop(exit.reason);
        }
    }

    /// Nobody else comes in, and those who are being served get their answers.
    #[terminate]
    async fn close(&mut self, _: &ExitReason) {
        self.acceptor.exit(ExitReason::Shutdown);
        self.closing.send_replace(true);
        let _ = tokio::time::timeout(DRAIN, self.closing.closed()).await;
    }
}

async fn accept(listener: tokio::net::TcpListener, router: Router, closing: watch::Receiver<bool>) {
    let connections = bank().connections();
    loop {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                // out of file descriptors, as a rule: some customer will go
                tracing::warn!("cannot accept a connection: {error}");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let connection = connections.start_child(serve(stream, router.clone(), closing.clone()));
        if let Err(error) = connection.await {
            tracing::warn!("cannot serve a connection: {error}");
        }
    }
}

/// Serves one connection until the customer goes, or the endpoint closes.
async fn serve(stream: TcpStream, router: Router, mut closing: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let mut connection =
        std::pin::pin!(server.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)));
    tokio::select! {
        // customers break off as they like
        _ = connection.as_mut() => return,
        // the endpoint closes, or has died
        _ = closing.changed() => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}
