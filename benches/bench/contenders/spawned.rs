//! spawned-concurrency: a struct and an `impl` for each message. Each request of it waits for 5 s at most.

use crate::arrivals::arrived;
use crate::contender::{Casts, Contender, Named, new_name};
use spawned_concurrency::message::Message;
use spawned_concurrency::registry;
use spawned_concurrency::tasks::{Actor, ActorRef, ActorStart, Context, Handler};

#[derive(Default)]
pub(crate) struct Counter {
    sum: u64,
    next: Option<ActorRef<Counter>>,
}

impl Actor for Counter {}

struct Add(u64);
struct AddYielding(u64);
struct Count(u64);
struct Report;
struct Link(ActorRef<Counter>);
struct Pass(u64);
struct Stop;

impl Message for Add {
    type Result = u64;
}

impl Handler<Add> for Counter {
    async fn handle(&mut self, Add(by): Add, _: &Context<Self>) -> u64 {
        self.sum += by;
        self.sum
    }
}

impl Message for AddYielding {
    type Result = u64;
}

impl Handler<AddYielding> for Counter {
    async fn handle(&mut self, AddYielding(by): AddYielding, _: &Context<Self>) -> u64 {
        tokio::task::yield_now().await;
        self.sum += by;
        self.sum
    }
}

impl Message for Count {
    type Result = ();
}

impl Handler<Count> for Counter {
    async fn handle(&mut self, Count(by): Count, _: &Context<Self>) {
        self.sum += by;
    }
}

impl Message for Report {
    type Result = ();
}

impl Handler<Report> for Counter {
    async fn handle(&mut self, _: Report, _: &Context<Self>) {
        arrived();
    }
}

impl Message for Link {
    type Result = ();
}

impl Handler<Link> for Counter {
    async fn handle(&mut self, Link(next): Link, _: &Context<Self>) {
        self.next = Some(next);
    }
}

impl Message for Pass {
    type Result = ();
}

impl Handler<Pass> for Counter {
    async fn handle(&mut self, Pass(hops): Pass, _: &Context<Self>) {
        match (hops, &self.next) {
            (1.., Some(next)) => next.send(Pass(hops - 1)).expect("it is sent"),
            _ => arrived(),
        }
    }
}

impl Message for Stop {
    type Result = ();
}

impl Handler<Stop> for Counter {
    async fn handle(&mut self, _: Stop, context: &Context<Self>) {
        context.stop();
    }
}

pub(crate) struct Spawned;

impl Contender for Spawned {
    type Server = ActorRef<Counter>;

    async fn start() -> Self::Server {
        Counter::default().start()
    }

    async fn stop(server: Self::Server) {
        server.send(Stop).expect("it is sent");
        server.join().await;
    }

    async fn call(server: &Self::Server, by: u64) -> u64 {
        server.request(Add(by)).await.expect("it answers")
    }

    async fn call_yielding(server: &Self::Server, by: u64) -> u64 {
        server.request(AddYielding(by)).await.expect("it answers")
    }
}

impl Casts for Spawned {
    async fn cast(server: &Self::Server, by: u64) {
        server.send(Count(by)).expect("it is sent")
    }

    async fn report(server: &Self::Server) {
        server.send(Report).expect("it is sent")
    }

    async fn link(server: &Self::Server, next: &Self::Server) {
        server.send(Link(next.clone())).expect("it is sent")
    }

    async fn pass(server: &Self::Server, hops: u64) {
        server.send(Pass(hops)).expect("it is sent")
    }
}

impl Named for Spawned {
    type Name = String;

    async fn named() -> String {
        let name = new_name();
        registry::register(&name, Self::start().await).expect("the name is new");
        name
    }

    async fn call_named(name: &String, by: u64) -> u64 {
        let server = registry::whereis::<ActorRef<Counter>>(name).expect("it is there");
        Self::call(&server, by).await
    }
}
