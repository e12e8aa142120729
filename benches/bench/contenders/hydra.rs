//! hydra: one enum for requests and replies. Its clients are processes, and each of its calls waits for 5 s at most.

use crate::arrivals::arrived;
use crate::contender::{CRASH, Casts, Contender, Named, Supervised, new_name, on_tokio};
use hydra::{
    ChildSpec, Dest, ExitReason, From, GenServer, GenServerOptions, Pid, Process, Supervisor, SupervisorOptions,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::sync::oneshot;

#[derive(Clone, Default)]
pub(crate) struct Counter {
    sum: u64,
    next: Option<Dest>,
}

#[derive(Serialize, Deserialize)]
pub(crate) enum Request {
    Add(u64),
    AddYielding(u64),
    Sum(u64),
    Count(u64),
    Report,
    Link(Pid),
    Pass(u64),
    Crash,
}

impl GenServer for Counter {
    type Message = Request;

    async fn init(&mut self) -> Result<(), ExitReason> {
        Ok(())
    }

    async fn handle_call(&mut self, request: Request, _: From) -> Result<Option<Request>, ExitReason> {
        match request {
            Request::Add(by) => self.sum += by,
            Request::AddYielding(by) => {
                tokio::task::yield_now().await;
                self.sum += by;
            }
            _ => unreachable!("not a call"),
        }
        Ok(Some(Request::Sum(self.sum)))
    }

    async fn handle_cast(&mut self, request: Request) -> Result<(), ExitReason> {
        match request {
            Request::Count(by) => self.sum += by,
            Request::Report => arrived(),
            Request::Link(next) => self.next = Some(Dest::from(next)),
            Request::Pass(hops) => match (hops, &self.next) {
                (1.., Some(next)) => Counter::cast(next.clone(), Request::Pass(hops - 1)),
                _ => arrived(),
            },
            Request::Crash => panic!("{CRASH}"),
            _ => unreachable!("not a cast"),
        }
        Ok(())
    }
}

async fn ask(server: &Dest, request: Request) -> Option<u64> {
    match Counter::call(server.clone(), request, None).await {
        Ok(Request::Sum(sum)) => Some(sum),
        _ => None,
    }
}

/// Runs `work` as a process of its own: only a process can call.
fn within<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> impl Future<Output = T> + Send {
    let (done, result) = oneshot::channel();
    Process::spawn(async move { drop(done.send(work.await)) });
    async { result.await.expect("the client ends") }
}

pub(crate) struct Hydra;

impl Contender for Hydra {
    type Server = Dest;

    fn run<T: Send + 'static>(workers: usize, work: impl Future<Output = T> + Send + 'static) -> T {
        on_tokio(workers, async { within(work).await })
    }

    fn client<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> impl Future<Output = T> + Send {
        within(work)
    }

    async fn start() -> Dest {
        Counter::default().start(GenServerOptions::new()).await.expect("it starts").into()
    }

    async fn stop(server: Dest) {
        Counter::stop(server, ExitReason::Normal, None).await.expect("it stops")
    }

    async fn call(server: &Dest, by: u64) -> u64 {
        ask(server, Request::Add(by)).await.expect("it answers")
    }

    async fn call_yielding(server: &Dest, by: u64) -> u64 {
        ask(server, Request::AddYielding(by)).await.expect("it answers")
    }
}

impl Casts for Hydra {
    async fn cast(server: &Dest, by: u64) {
        Counter::cast(server.clone(), Request::Count(by))
    }

    async fn report(server: &Dest) {
        Counter::cast(server.clone(), Request::Report)
    }

    async fn link(server: &Dest, next: &Dest) {
        let Dest::Pid(next) = next else { unreachable!("started without a name") };
        Counter::cast(server.clone(), Request::Link(*next))
    }

    async fn pass(server: &Dest, hops: u64) {
        Counter::cast(server.clone(), Request::Pass(hops))
    }
}

impl Named for Hydra {
    type Name = Dest;

    async fn named() -> Dest {
        let name = new_name();
        Counter::default().start(GenServerOptions::new().name(name.clone())).await.expect("it starts");
        Dest::from(name)
    }

    async fn call_named(name: &Dest, by: u64) -> u64 {
        Self::call(name, by).await
    }
}

/// A pid goes stale with a restart: its documentation calls supervised servers by name.
impl Supervised for Hydra {
    async fn supervised() -> Dest {
        let name = new_name();
        let child = ChildSpec::new("counter").start({
            let name = name.clone();
            move || Counter::default().start_link(GenServerOptions::new().name(name.clone()))
        });
        let supervisor =
            Supervisor::with_children([child]).max_restarts(usize::MAX).max_duration(Duration::from_secs(1));
        supervisor.start(SupervisorOptions::new()).await.expect("it starts");
        Dest::from(name)
    }

    async fn crash(server: &Dest) {
        Counter::cast(server.clone(), Request::Crash)
    }

    async fn sum(server: &Dest) -> Option<u64> {
        ask(server, Request::Add(0)).await
    }
}
