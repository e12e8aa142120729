//! ractor: an enum of messages, reply ports in it.

use crate::arrivals::arrived;
use crate::contender::{Casts, Contender, LIMIT, Named, new_name};
use ractor::rpc::CallResult;
use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort};
use std::time::Duration;

pub(crate) struct Counter;

#[derive(Default)]
pub(crate) struct State {
    sum: u64,
    next: Option<ActorRef<Request>>,
}

pub(crate) enum Request {
    Add(u64, RpcReplyPort<u64>),
    AddYielding(u64, RpcReplyPort<u64>),
    Count(u64),
    Report,
    Link(ActorRef<Request>),
    Pass(u64),
}

impl Actor for Counter {
    type Msg = Request;
    type State = State;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Request>, _: ()) -> Result<State, ActorProcessingErr> {
        Ok(State::default())
    }

    async fn handle(
        &self,
        _: ActorRef<Request>,
        request: Request,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        match request {
            Request::Add(by, reply) => {
                state.sum += by;
                reply.send(state.sum)?;
            }
            Request::AddYielding(by, reply) => {
                tokio::task::yield_now().await;
                state.sum += by;
                reply.send(state.sum)?;
            }
            Request::Count(by) => state.sum += by,
            Request::Report => arrived(),
            Request::Link(next) => state.next = Some(next),
            Request::Pass(hops) => match (hops, &state.next) {
                (1.., Some(next)) => next.send_message(Request::Pass(hops - 1))?,
                _ => arrived(),
            },
        }
        Ok(())
    }
}

async fn ask(
    server: &ActorRef<Request>,
    limit: Option<Duration>,
    request: impl FnOnce(RpcReplyPort<u64>) -> Request,
) -> u64 {
    match server.call(request, limit).await {
        Ok(CallResult::Success(sum)) => sum,
        _ => panic!("it answers"),
    }
}

async fn start(name: Option<String>) -> ActorRef<Request> {
    Actor::spawn(name, Counter, ()).await.expect("it starts").0
}

pub(crate) struct Ractor;

impl Contender for Ractor {
    type Server = ActorRef<Request>;

    async fn start() -> Self::Server {
        start(None).await
    }

    async fn stop(server: Self::Server) {
        server.stop_and_wait(None, None).await.expect("it stops")
    }

    async fn call(server: &Self::Server, by: u64) -> u64 {
        ask(server, None, |reply| Request::Add(by, reply)).await
    }

    async fn call_yielding(server: &Self::Server, by: u64) -> u64 {
        ask(server, Some(LIMIT), |reply| Request::AddYielding(by, reply)).await
    }
}

impl Casts for Ractor {
    async fn cast(server: &Self::Server, by: u64) {
        server.send_message(Request::Count(by)).expect("it is sent")
    }

    async fn report(server: &Self::Server) {
        server.send_message(Request::Report).expect("it is sent")
    }

    async fn link(server: &Self::Server, next: &Self::Server) {
        server.send_message(Request::Link(next.clone())).expect("it is sent")
    }

    async fn pass(server: &Self::Server, hops: u64) {
        server.send_message(Request::Pass(hops)).expect("it is sent")
    }
}

impl Named for Ractor {
    type Name = String;

    async fn named() -> String {
        let name = new_name();
        start(Some(name.clone())).await;
        name
    }

    async fn call_named(name: &String, by: u64) -> u64 {
        let server = ActorRef::where_is(name.clone()).expect("it is there");
        Self::call(&server, by).await
    }
}
