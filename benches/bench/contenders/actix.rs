//! actix: actors live on single-threaded arbiters. As many arbiters as others have workers, clients on them in turn, and each
//! server beside the client that starts it.

use crate::arrivals::arrived;
use crate::contender::{Casts, Contender, LIMIT, tick};
use actix::prelude::*;
use std::sync::Mutex;
use tokio::sync::oneshot;

#[derive(Default)]
pub(crate) struct Counter {
    sum: u64,
    next: Option<Addr<Counter>>,
    /// Told by being dropped.
    stopped: Option<oneshot::Sender<()>>,
}

impl Actor for Counter {
    type Context = Context<Self>;
}

macro_rules! messages {
    ($($message:ident($($field:ty)?) -> $result:ty;)*) => {
        $(
            struct $message($($field)?);

            impl Message for $message {
                type Result = $result;
            }
        )*
    };
}

messages! {
    Add(u64) -> u64;
    AddAsync(u64) -> u64;
    AddYielding(u64) -> u64;
    Count(u64) -> ();
    Report() -> ();
    Link(Addr<Counter>) -> ();
    Pass(u64) -> ();
    Stop(oneshot::Sender<()>) -> ();
}

impl Handler<Add> for Counter {
    type Result = u64;

    fn handle(&mut self, Add(by): Add, _: &mut Context<Self>) -> u64 {
        self.sum += by;
        self.sum
    }
}

impl Handler<AddAsync> for Counter {
    type Result = AtomicResponse<Self, u64>;

    fn handle(&mut self, AddAsync(by): AddAsync, _: &mut Context<Self>) -> Self::Result {
        let work = async {}.into_actor(self).map(move |_, this, _| {
            this.sum += by;
            this.sum
        });
        AtomicResponse::new(Box::pin(work))
    }
}

impl Handler<AddYielding> for Counter {
    type Result = AtomicResponse<Self, u64>;

    fn handle(&mut self, AddYielding(by): AddYielding, _: &mut Context<Self>) -> Self::Result {
        let work = tokio::task::yield_now().into_actor(self).map(move |_, this, _| {
            this.sum += by;
            this.sum
        });
        AtomicResponse::new(Box::pin(work))
    }
}

impl Handler<Count> for Counter {
    type Result = ();

    fn handle(&mut self, Count(by): Count, _: &mut Context<Self>) {
        self.sum += by;
    }
}

impl Handler<Report> for Counter {
    type Result = ();

    fn handle(&mut self, _: Report, _: &mut Context<Self>) {
        arrived();
    }
}

impl Handler<Link> for Counter {
    type Result = ();

    fn handle(&mut self, Link(next): Link, _: &mut Context<Self>) {
        self.next = Some(next);
    }
}

impl Handler<Pass> for Counter {
    type Result = ();

    fn handle(&mut self, Pass(hops): Pass, _: &mut Context<Self>) {
        match (hops, &self.next) {
            (1.., Some(next)) => next.do_send(Pass(hops - 1)),
            _ => arrived(),
        }
    }
}

impl Handler<Stop> for Counter {
    type Result = ();

    fn handle(&mut self, Stop(stopped): Stop, context: &mut Context<Self>) {
        self.stopped = Some(stopped);
        context.stop();
    }
}

/// Those of the workload that runs, and whose turn it is.
static ARBITERS: Mutex<(Vec<ArbiterHandle>, usize)> = Mutex::new((Vec::new(), 0));

pub(crate) struct Actix;

impl Contender for Actix {
    type Server = Addr<Counter>;

    fn run<T: Send + 'static>(workers: usize, work: impl Future<Output = T> + Send + 'static) -> T {
        let system = System::new();
        let arbiters: Vec<Arbiter> = (0..workers).map(|_| Arbiter::new()).collect();
        *ARBITERS.lock().expect("nobody panics") = (arbiters.iter().map(Arbiter::handle).collect(), 0);
        for arbiter in &arbiters {
            arbiter.spawn(tick());
        }
        let (done, result) = oneshot::channel();
        arbiters[0].spawn(async { drop(done.send(work.await)) });
        let result = system.block_on(result).expect("the workload ends");
        for arbiter in arbiters {
            arbiter.stop();
            arbiter.join().expect("it ends");
        }
        result
    }

    fn client<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> impl Future<Output = T> + Send {
        let (done, result) = oneshot::channel();
        let mut arbiters = ARBITERS.lock().expect("nobody panics");
        arbiters.1 += 1;
        arbiters.0[arbiters.1 % arbiters.0.len()].spawn(async { drop(done.send(work.await)) });
        async { result.await.expect("the client ends") }
    }

    async fn start() -> Self::Server {
        Counter::default().start()
    }

    async fn stop(server: Self::Server) {
        let (stopped, until) = oneshot::channel();
        server.do_send(Stop(stopped));
        let _ = until.await;
    }

    async fn call(server: &Self::Server, by: u64) -> u64 {
        server.send(Add(by)).await.expect("it answers")
    }

    async fn call_async(server: &Self::Server, by: u64) -> u64 {
        server.send(AddAsync(by)).await.expect("it answers")
    }

    async fn call_yielding(server: &Self::Server, by: u64) -> u64 {
        server.send(AddYielding(by)).timeout(LIMIT).await.expect("it answers")
    }
}

impl Casts for Actix {
    async fn cast(server: &Self::Server, by: u64) {
        server.do_send(Count(by))
    }

    async fn report(server: &Self::Server) {
        server.do_send(Report())
    }

    async fn link(server: &Self::Server, next: &Self::Server) {
        server.do_send(Link(next.clone()))
    }

    async fn pass(server: &Self::Server, hops: u64) {
        server.do_send(Pass(hops))
    }
}
