//! rsactor: a struct and an `impl` for each message. It has bounded mailboxes only; 32 is its default.

use crate::arrivals::arrived;
use crate::contender::{Casts, Contender, LIMIT};
use rsactor::{Actor, ActorRef, Message};
use std::convert::Infallible;

#[derive(Default)]
pub(crate) struct Counter {
    sum: u64,
    next: Option<ActorRef<Counter>>,
}

impl Actor for Counter {
    type Args = ();
    type Error = Infallible;
    type IdleEvent = ();

    async fn on_start(_: (), _: &ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(Counter::default())
    }
}

struct Add(u64);
struct AddYielding(u64);
struct Count(u64);
struct Report;
struct Link(ActorRef<Counter>);
struct Pass(u64);

impl Message<Add> for Counter {
    type Reply = u64;

    async fn handle(&mut self, Add(by): Add, _: &ActorRef<Self>) -> u64 {
        self.sum += by;
        self.sum
    }
}

impl Message<AddYielding> for Counter {
    type Reply = u64;

    async fn handle(&mut self, AddYielding(by): AddYielding, _: &ActorRef<Self>) -> u64 {
        tokio::task::yield_now().await;
        self.sum += by;
        self.sum
    }
}

impl Message<Count> for Counter {
    type Reply = ();

    async fn handle(&mut self, Count(by): Count, _: &ActorRef<Self>) {
        self.sum += by;
    }
}

impl Message<Report> for Counter {
    type Reply = ();

    async fn handle(&mut self, _: Report, _: &ActorRef<Self>) {
        arrived();
    }
}

impl Message<Link> for Counter {
    type Reply = ();

    async fn handle(&mut self, Link(next): Link, _: &ActorRef<Self>) {
        self.next = Some(next);
    }
}

impl Message<Pass> for Counter {
    type Reply = ();

    async fn handle(&mut self, Pass(hops): Pass, _: &ActorRef<Self>) {
        match (hops, &self.next) {
            (1.., Some(next)) => next.tell(Pass(hops - 1)).await.expect("it is sent"),
            _ => arrived(),
        }
    }
}

pub(crate) struct Rsactor;

impl Contender for Rsactor {
    type Server = ActorRef<Counter>;

    async fn start() -> Self::Server {
        rsactor::spawn::<Counter>(()).0
    }

    async fn stop(server: Self::Server) {
        server.stop().await;
        server.wait_stopped().await;
    }

    async fn call(server: &Self::Server, by: u64) -> u64 {
        server.ask(Add(by)).await.expect("it answers")
    }

    async fn call_yielding(server: &Self::Server, by: u64) -> u64 {
        server.ask_with_timeout(AddYielding(by), LIMIT).await.expect("it answers")
    }
}

impl Casts for Rsactor {
    async fn cast(server: &Self::Server, by: u64) {
        server.tell(Count(by)).await.expect("it is sent")
    }

    async fn report(server: &Self::Server) {
        server.tell(Report).await.expect("it is sent")
    }

    async fn link(server: &Self::Server, next: &Self::Server) {
        server.tell(Link(next.clone())).await.expect("it is sent")
    }

    async fn pass(server: &Self::Server, hops: u64) {
        server.tell(Pass(hops)).await.expect("it is sent")
    }
}
