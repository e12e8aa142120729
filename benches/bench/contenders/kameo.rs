//! kameo: a struct and an `impl` for each message. Unbounded mailboxes, as all have who can.

use crate::arrivals::arrived;
use crate::contender::{CRASH, Casts, Contender, LIMIT, Named, Supervised, new_name};
use kameo::actor::{Actor, ActorRef, Spawn};
use kameo::mailbox::unbounded;
use kameo::message::{Context, Message};
use std::convert::Infallible;
use std::time::Duration;

#[derive(Default)]
pub(crate) struct Counter {
    sum: u64,
    next: Option<ActorRef<Counter>>,
}

impl Actor for Counter {
    type Args = ();
    type Error = Infallible;

    async fn on_start(_: (), _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(Counter::default())
    }
}

struct Add(u64);
struct AddYielding(u64);
struct Count(u64);
struct Report;
struct Link(ActorRef<Counter>);
struct Pass(u64);
struct Crash;

impl Message<Add> for Counter {
    type Reply = u64;

    async fn handle(&mut self, Add(by): Add, _: &mut Context<Self, u64>) -> u64 {
        self.sum += by;
        self.sum
    }
}

impl Message<AddYielding> for Counter {
    type Reply = u64;

    async fn handle(&mut self, AddYielding(by): AddYielding, _: &mut Context<Self, u64>) -> u64 {
        tokio::task::yield_now().await;
        self.sum += by;
        self.sum
    }
}

impl Message<Count> for Counter {
    type Reply = ();

    async fn handle(&mut self, Count(by): Count, _: &mut Context<Self, ()>) {
        self.sum += by;
    }
}

impl Message<Report> for Counter {
    type Reply = ();

    async fn handle(&mut self, _: Report, _: &mut Context<Self, ()>) {
        arrived();
    }
}

impl Message<Link> for Counter {
    type Reply = ();

    async fn handle(&mut self, Link(next): Link, _: &mut Context<Self, ()>) {
        self.next = Some(next);
    }
}

impl Message<Pass> for Counter {
    type Reply = ();

    async fn handle(&mut self, Pass(hops): Pass, _: &mut Context<Self, ()>) {
        match (hops, &self.next) {
            (1.., Some(next)) => next.tell(Pass(hops - 1)).try_send().expect("it is sent"),
            _ => arrived(),
        }
    }
}

impl Message<Crash> for Counter {
    type Reply = ();

    async fn handle(&mut self, _: Crash, _: &mut Context<Self, ()>) {
        panic!("{CRASH}")
    }
}

/// Anything can supervise.
struct Above;

impl Actor for Above {
    type Args = ();
    type Error = Infallible;

    async fn on_start(_: (), _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(Above)
    }
}

pub(crate) struct Kameo;

impl Contender for Kameo {
    type Server = ActorRef<Counter>;

    async fn start() -> Self::Server {
        Counter::spawn_with_mailbox((), unbounded())
    }

    async fn stop(server: Self::Server) {
        server.stop_gracefully().await.expect("it is told");
        server.wait_for_shutdown().await;
    }

    async fn call(server: &Self::Server, by: u64) -> u64 {
        server.ask(Add(by)).send().await.expect("it answers")
    }

    async fn call_yielding(server: &Self::Server, by: u64) -> u64 {
        server.ask(AddYielding(by)).reply_timeout(LIMIT).send().await.expect("it answers")
    }
}

impl Casts for Kameo {
    async fn cast(server: &Self::Server, by: u64) {
        server.tell(Count(by)).try_send().expect("it is sent")
    }

    async fn report(server: &Self::Server) {
        server.tell(Report).try_send().expect("it is sent")
    }

    async fn link(server: &Self::Server, next: &Self::Server) {
        server.tell(Link(next.clone())).try_send().expect("it is sent")
    }

    async fn pass(server: &Self::Server, hops: u64) {
        server.tell(Pass(hops)).try_send().expect("it is sent")
    }
}

impl Named for Kameo {
    type Name = String;

    async fn named() -> String {
        let name = new_name();
        Self::start().await.register(name.clone()).expect("the name is new");
        name
    }

    async fn call_named(name: &String, by: u64) -> u64 {
        let server = ActorRef::<Counter>::lookup(name.as_str()).expect("of this type").expect("it is there");
        Self::call(&server, by).await
    }
}

impl Supervised for Kameo {
    async fn supervised() -> Self::Server {
        let above = Above::spawn(());
        let child = Counter::supervise(&above, ()).restart_limit(u32::MAX, Duration::from_secs(1)).spawn().await;
        child.wait_for_startup().await;
        // a supervisor nobody holds ends
        std::mem::forget(above);
        child
    }

    async fn crash(server: &Self::Server) {
        server.tell(Crash).await.expect("it is sent")
    }

    async fn sum(server: &Self::Server) -> Option<u64> {
        server.ask(Add(0)).send().await.ok()
    }
}
