//! xtra: a struct and an `impl` for each message.

use crate::arrivals::arrived;
use crate::contender::{Casts, Contender, LIMIT};
use xtra::{Actor, Address, Context, Handler, Mailbox};

#[derive(Default)]
pub(crate) struct Counter {
    sum: u64,
    next: Option<Address<Counter>>,
}

impl Actor for Counter {
    type Stop = ();

    async fn stopped(self) {}
}

struct Add(u64);
struct AddYielding(u64);
struct Count(u64);
struct Report;
struct Link(Address<Counter>);
struct Pass(u64);
struct Stop;

impl Handler<Add> for Counter {
    type Return = u64;

    async fn handle(&mut self, Add(by): Add, _: &mut Context<Self>) -> u64 {
        self.sum += by;
        self.sum
    }
}

impl Handler<AddYielding> for Counter {
    type Return = u64;

    async fn handle(&mut self, AddYielding(by): AddYielding, _: &mut Context<Self>) -> u64 {
        tokio::task::yield_now().await;
        self.sum += by;
        self.sum
    }
}

impl Handler<Count> for Counter {
    type Return = ();

    async fn handle(&mut self, Count(by): Count, _: &mut Context<Self>) {
        self.sum += by;
    }
}

impl Handler<Report> for Counter {
    type Return = ();

    async fn handle(&mut self, _: Report, _: &mut Context<Self>) {
        arrived();
    }
}

impl Handler<Link> for Counter {
    type Return = ();

    async fn handle(&mut self, Link(next): Link, _: &mut Context<Self>) {
        self.next = Some(next);
    }
}

impl Handler<Pass> for Counter {
    type Return = ();

    async fn handle(&mut self, Pass(hops): Pass, _: &mut Context<Self>) {
        match (hops, &self.next) {
            (1.., Some(next)) => drop(next.send(Pass(hops - 1)).detach().await),
            _ => arrived(),
        }
    }
}

impl Handler<Stop> for Counter {
    type Return = ();

    async fn handle(&mut self, _: Stop, context: &mut Context<Self>) {
        context.stop_self();
    }
}

async fn send<M: Send + 'static>(server: &Address<Counter>, message: M)
where
    Counter: Handler<M>,
{
    let _reply = server.send(message).detach().await.expect("it is sent");
}

pub(crate) struct Xtra;

impl Contender for Xtra {
    type Server = Address<Counter>;

    async fn start() -> Self::Server {
        xtra::spawn_tokio(Counter::default(), Mailbox::unbounded())
    }

    async fn stop(server: Self::Server) {
        send(&server, Stop).await;
        server.join().await;
    }

    async fn call(server: &Self::Server, by: u64) -> u64 {
        server.send(Add(by)).await.expect("it answers")
    }

    async fn call_yielding(server: &Self::Server, by: u64) -> u64 {
        tokio::time::timeout(LIMIT, server.send(AddYielding(by))).await.expect("in time").expect("it answers")
    }
}

impl Casts for Xtra {
    async fn cast(server: &Self::Server, by: u64) {
        send(server, Count(by)).await
    }

    async fn report(server: &Self::Server) {
        send(server, Report).await
    }

    async fn link(server: &Self::Server, next: &Self::Server) {
        send(server, Link(next.clone())).await
    }

    async fn pass(server: &Self::Server, hops: u64) {
        send(server, Pass(hops)).await
    }
}
