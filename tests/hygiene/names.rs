//! Names that generated code uses itself, or must take apart: as arguments, as handlers, as types.

#[path = "names/kinds.rs"]
mod kinds;
#[path = "names/many.rs"]
mod many;

use renamed::prelude::*;

/// Arguments with the names of generated locals.
struct Arguments;

#[gen_server(crate = ::renamed)]
#[allow(clippy::duplicate_underscore_argument)] // it is about them
impl Arguments {
    #[init]
    fn init(args: u8, _args: u8, init: u8, context: &mut Context<Self>, from: u8, ctx: u8, _ctx: u8) -> Self {
        assert_eq!([args, _args, init, from, ctx, _ctx], [1, 2, 3, 4, 5, 6]);
        let _ = context.pid();
        Arguments
    }

    #[call]
    #[allow(clippy::too_many_arguments)]
    fn all(&self, msg: u8, reply: u8, call: u8, cast: u8, state: u8, self_: u8, ctx: u8, f: u8, server: u8) -> [u8; 9] {
        [msg, reply, call, cast, state, self_, ctx, f, server]
    }

    #[call]
    fn with_context(&self, ctx: u8, mut context: u8, server: &mut Context<Self>, _ctx: u8) -> u8 {
        let _ = server.pid();
        context += ctx + _ctx;
        context
    }

    #[call]
    fn later(&mut self, reply: u8, answer: ReplyTo<u8>, reply_: u8) {
        answer.send(reply + reply_);
    }

    #[call]
    fn later_with_context(&mut self, reply: u8, ctx: &mut Context<Self>, answer: ReplyTo<u8>, ctx_: u8) {
        let _ = ctx.pid();
        answer.send(reply + ctx_);
    }

    #[call]
    fn failing(&self, result: u8, value: u8, name: u8, key: u8, debug: u8) -> Result<u8, u8> {
        Err(result + value + name + key + debug)
    }

    #[cast]
    fn thrown(&mut self, cast: u8, message: u8, f: u8, never: u8, debug: u8) {
        let _ = (cast, message, f, never, debug);
    }

    #[cast]
    fn stopping(&mut self, result: u8, ctx: &mut Context<Self>, result_: u8) -> Result<(), std::fmt::Error> {
        let _ = ctx.pid();
        if result == result_ { Ok(()) } else { Err(std::fmt::Error) }
    }

    #[info]
    fn info(&mut self, info: u16) {
        let _ = info;
    }

    #[info]
    fn other(&mut self, message: u32, ctx: &mut Context<Self>) -> Result<(), std::fmt::Error> {
        let _ = (message, ctx.pid());
        Ok(())
    }

    #[handle_continue]
    fn with(&mut self, with: u64) {
        let _ = with;
    }

    #[terminate]
    fn terminate(&mut self, ctx: &mut Context<Self>, reason: ExitReason) {
        let _ = (reason, ctx.pid());
    }
}

#[renamed::test(crate = ::renamed)]
async fn arguments_may_have_the_names_of_generated_locals() {
    let server = Arguments::start(1, 2, 3, 4, 5, 6).await.unwrap();
    assert_eq!(server.all(1, 2, 3, 4, 5, 6, 7, 8, 9).await.unwrap(), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(server.with_context(1, 2, 3).await.unwrap(), 6);
    assert_eq!(server.later(1, 2).await.unwrap(), 3);
    assert_eq!(server.later_with_context(1, 2).await.unwrap(), 3);
    assert_eq!(server.failing(1, 2, 3, 4, 5).await.unwrap_err().to_string(), CallError::Handler(15).to_string());
    server.thrown(1, 2, 3, 4, 5);
    server.stopping(1, 1);
    server.send(1_u16);
    server.send(2_u32);
    let shown = format!("{:?}", ArgumentsCast::Thrown { cast: 1, message: 2, f: 3, never: 4, debug: 5 });
    assert_eq!(shown, "Thrown { cast: 1, message: 2, f: 3, never: 4, debug: 5 }");
    server.stop().await.unwrap();
}

/// Handlers with the names of what a client, a server and their traits have.
struct Handlers(u8);

#[gen_server(crate = ::renamed)]
#[allow(clippy::wrong_self_convention, clippy::should_implement_trait)] // it is about these names
impl Handlers {
    #[init]
    fn new(first: u8) -> Self {
        Handlers(first)
    }

    #[call]
    fn stop(&self) -> u8 {
        self.0
    }
    #[call]
    fn pid(&self) -> u8 {
        self.0 + 1
    }
    #[call]
    fn monitor(&self) -> u8 {
        self.0 + 2
    }
    #[call]
    fn send(&self) -> u8 {
        self.0 + 3
    }
    #[call]
    fn sys(&self) -> u8 {
        self.0 + 4
    }
    #[call]
    fn call(&self) -> u8 {
        self.0 + 5
    }
    #[call]
    fn cast(&self) -> u8 {
        self.0 + 6
    }
    #[call]
    fn handle_call(&self) -> u8 {
        self.0 + 7
    }
    #[call]
    fn handle_cast(&self) -> u8 {
        self.0 + 8
    }
    #[call]
    fn waits(&self) -> u8 {
        self.0 + 9
    }
    #[call]
    fn blocks(&self) -> u8 {
        self.0 + 10
    }
    #[call]
    fn init(&self) -> u8 {
        self.0 + 11
    }
    #[call]
    fn info(&self) -> u8 {
        self.0 + 12
    }
    #[call]
    fn at(&self) -> u8 {
        self.0 + 13
    }
    #[call]
    fn named(&self) -> u8 {
        self.0 + 14
    }
    #[call]
    fn to_owned(&self) -> u8 {
        self.0 + 15
    }
    #[call]
    fn from(&self) -> u8 {
        self.0 + 16
    }
    #[call]
    fn fmt(&self) -> u8 {
        self.0 + 17
    }
    #[call]
    fn try_cast(&self) -> u8 {
        self.0 + 18
    }
    #[call]
    fn to_string(&self) -> u8 {
        self.0 + 19
    }
    #[call]
    fn borrow(&self) -> u8 {
        self.0 + 20
    }
    #[call]
    fn drop(&self) -> u8 {
        self.0 + 21
    }
    #[call]
    fn take(&self) -> u8 {
        self.0 + 22
    }
    #[call]
    fn eq(&self) -> u8 {
        self.0 + 23
    }
    #[cast]
    fn exit(&mut self) {
        self.0 += 100;
    }
    #[cast]
    fn handle_info(&mut self) {
        self.0 += 100;
    }
    #[cast]
    fn hibernate(&mut self) {
        self.0 -= 100;
    }
    #[cast]
    fn format_status(&mut self) {
        self.0 -= 100;
    }
    #[info]
    fn handle_continue(&mut self, _: u8) {}
    #[handle_continue]
    fn info_from(&mut self, _: u8) {}
    #[terminate]
    fn via(&mut self) {}
}

#[renamed::test(crate = ::renamed)]
async fn handlers_may_have_the_names_of_the_client_and_its_traits() {
    let server = Handlers::start(1).await.unwrap();
    let answers = [
        server.stop().await,
        server.pid().await,
        server.monitor().await,
        server.send().await,
        server.sys().await,
        server.call().await,
        server.cast().await,
        server.handle_call().await,
        server.handle_cast().await,
        server.waits().await,
        server.blocks().await,
        server.init().await,
        server.info().await,
        server.at().await,
        server.named().await,
        server.to_owned().await,
        server.from().await,
        server.fmt().await,
        server.try_cast().await,
        server.to_string().await,
        server.borrow().await,
        server.drop().await,
        server.take().await,
        server.eq().await,
    ];
    let answers: Vec<u8> = Vec::from(answers).into_iter().map(Result::unwrap).collect();
    assert_eq!(answers, (1..25).collect::<Vec<u8>>());
    server.exit();
    server.handle_info();
    server.hibernate();
    server.format_status();
    assert_eq!(server.pid().await.unwrap(), 2);
    assert!(Ref::pid(&server).is_some());
    Ref::send(&server, 1_u8);
    Ref::stop(&server).await.unwrap();
}

/// Raw identifiers, as everything.
#[allow(non_camel_case_types)]
struct r#type(u8);

#[gen_server(crate = ::renamed)]
impl r#type {
    #[init]
    fn r#try(r#in: u8) -> Self {
        r#type(r#in)
    }
    #[call]
    fn r#gen(&self) -> u8 {
        self.0
    }
    #[call]
    fn r#move(&mut self, r#dyn: u8, r#async: u8) -> u8 {
        self.0 += r#dyn + r#async;
        self.0
    }
    #[cast]
    fn r#await(&mut self, r#struct: u8, r#ref: u8) {
        self.0 += r#struct + r#ref;
    }
    #[call]
    fn self_(&self) -> u8 {
        self.0
    }
    #[call]
    fn _leading(&self) -> u8 {
        self.0
    }
    #[call]
    fn größe(&self) -> u8 {
        self.0
    }
}

#[renamed::test(crate = ::renamed)]
async fn raw_identifiers_are_fine() {
    let server = r#type::start(1).await.unwrap();
    assert_eq!(server.r#gen().await.unwrap(), 1);
    assert_eq!(server.r#move(1, 2).await.unwrap(), 4);
    server.r#await(1, 2);
    assert_eq!(server.self_().await.unwrap(), 7);
    assert_eq!(server._leading().await.unwrap(), 7);
    assert_eq!(server.größe().await.unwrap(), 7);
    assert_eq!(format!("{:?}", typeCall::Move { r#dyn: 1, r#async: 2 }), "Move { dyn: 1, async: 2 }");
    assert_eq!(r#type::NAME, "type");
}

/// Methods without a mark that are called as what the client has.
struct Unmarked(u8);

#[gen_server(crate = ::renamed)]
impl Unmarked {
    #[init]
    fn init() -> Self {
        Unmarked(1)
    }
    #[call]
    fn sum(&self) -> u8 {
        self.pid() + self.stop() + self.clone() + self.own() + self.into()
    }
    fn pid(&self) -> u8 {
        self.0
    }
    fn stop(&self) -> u8 {
        self.0
    }
    fn clone(&self) -> u8 {
        self.0
    }
    fn own(&self) -> u8 {
        self.0
    }
    #[allow(clippy::wrong_self_convention)]
    fn into(&self) -> u8 {
        self.0
    }
}

impl UnmarkedClient {
    fn own(&self) -> u8 {
        5
    }
}

#[renamed::test(crate = ::renamed)]
async fn methods_without_a_mark_hide_nothing_of_the_client() {
    let server = Unmarked::start().await.unwrap();
    assert_eq!((server.sum().await, server.clone().own(), server.pid().is_some()), (Ok(5), 5, true));
    server.stop().await.unwrap();
    assert_eq!(server.pid().map(Pid::is_alive), Some(false));
}
