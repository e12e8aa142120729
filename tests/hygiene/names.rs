//! Names that generated code uses itself, or must take apart: as arguments, as handlers, as types.

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

/// Children and arguments with the names of what a supervisor, its client and their traits have, and of generated locals.
#[supervisor(crate = ::renamed, strategy = one_for_one, args(supervisor: u8, place: u8, args: u8, init: u8))]
struct Children {
    #[child(args(supervisor))]
    supervisor: Handlers,
    #[child(args(place), id = "somewhere")]
    place: Handlers,
    #[child(args(args + supervisor))]
    child: Handlers,
    #[child(args(init))]
    start_child: Handlers,
    #[child(args(5))]
    which_children: Handlers,
    #[child(args(6))]
    stop: Handlers,
    #[child(args(7))]
    pid: Handlers,
    #[child(args(8))]
    named: Handlers,
    #[child(args(9))]
    from: Handlers,
    #[child(args(10))]
    fmt: Handlers,
    #[child(args(11))]
    drop: Handlers,
    #[child(args(12))]
    init: Handlers,
    #[child(args(13))]
    r#move: r#type,
    #[child(args(14))]
    self_: r#type,
    #[child(args(15))]
    größe: r#type,
}

#[renamed::test(crate = ::renamed)]
async fn children_may_have_the_names_of_the_client_and_its_traits() {
    let children = Children::start(1, 2, 3, 4).await.unwrap();
    let answers = [
        children.supervisor().stop().await,
        children.place().stop().await,
        children.child().stop().await,
        children.start_child().stop().await,
        children.which_children().stop().await,
        children.stop().stop().await,
        children.pid().stop().await,
        children.named().stop().await,
        children.from().stop().await,
        children.fmt().stop().await,
        children.drop().stop().await,
        children.init().stop().await,
        children.r#move().r#gen().await,
        children.self_().r#gen().await,
        children.größe().r#gen().await,
    ];
    let answers: Vec<u8> = Vec::from(answers).into_iter().map(Result::unwrap).collect();
    assert_eq!(answers, [1, 2, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    assert_eq!((*children).child::<r#type>("move").r#gen().await.unwrap(), 13);
    Ref::stop(&children).await.unwrap();
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

/// Fields with the names of generated locals, and of what a client and its traits have.
#[agent(crate = ::renamed)]
#[derive(Default)]
struct Fields {
    pub state: u8,
    pub agent: u8,
    pub function: u8,
    pub init: u8,
    pub stop: u8,
    pub pid: u8,
    pub send: u8,
    pub call: u8,
    pub borrow: u8,
    pub to_owned: u8,
    pub fmt: u8,
    pub from: u8,
    pub operation: u8,
    pub r#fn: u8,
}

#[renamed::test(crate = ::renamed)]
async fn fields_may_have_the_names_of_the_client_and_its_traits() {
    let fields = Fields::start(Fields::default).await.unwrap();
    macro_rules! all {
        ($($field:ident $set:ident $update:ident),* $(,)?) => {
            $(
                fields.$set(1).await.unwrap();
                fields.$update(|value| *value += 1).await.unwrap();
                assert_eq!(fields.$field().await.unwrap(), 2, "{}", stringify!($field));
            )*
        };
    }
    all!(
        state set_state update_state, agent set_agent update_agent, function set_function update_function,
        init set_init update_init, stop set_stop update_stop, pid set_pid update_pid, send set_send update_send,
        call set_call update_call, borrow set_borrow update_borrow, to_owned set_to_owned update_to_owned,
        fmt set_fmt update_fmt, from set_from update_from, operation set_operation update_operation,
        r#fn set_fn update_fn,
    );
    let agent: &renamed::Ref<Fields> = &fields;
    agent.stop().await.unwrap();
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

/// Sixty handlers.
struct Many(usize);

#[gen_server(crate = ::renamed)]
impl Many {
    #[init]
    fn init(first: usize) -> Self {
        Many(first)
    }
    #[call]
    fn n01(&self) -> usize {
        self.0 + 1
    }
    #[call]
    fn n02(&self) -> usize {
        self.0 + 2
    }
    #[call]
    fn n03(&self) -> usize {
        self.0 + 3
    }
    #[call]
    fn n04(&self) -> usize {
        self.0 + 4
    }
    #[call]
    fn n05(&self) -> usize {
        self.0 + 5
    }
    #[call]
    fn n06(&self) -> usize {
        self.0 + 6
    }
    #[call]
    fn n07(&self) -> usize {
        self.0 + 7
    }
    #[call]
    fn n08(&self) -> usize {
        self.0 + 8
    }
    #[call]
    fn n09(&self) -> usize {
        self.0 + 9
    }
    #[call]
    fn n10(&self) -> usize {
        self.0 + 10
    }
    #[call]
    fn n11(&self) -> usize {
        self.0 + 11
    }
    #[call]
    fn n12(&self) -> usize {
        self.0 + 12
    }
    #[call]
    fn n13(&self) -> usize {
        self.0 + 13
    }
    #[call]
    fn n14(&self) -> usize {
        self.0 + 14
    }
    #[call]
    fn n15(&self) -> usize {
        self.0 + 15
    }
    #[call]
    fn n16(&self) -> usize {
        self.0 + 16
    }
    #[call]
    fn n17(&self) -> usize {
        self.0 + 17
    }
    #[call]
    fn n18(&self) -> usize {
        self.0 + 18
    }
    #[call]
    fn n19(&self) -> usize {
        self.0 + 19
    }
    #[call]
    fn n20(&self) -> usize {
        self.0 + 20
    }
    #[call]
    fn n21(&self) -> usize {
        self.0 + 21
    }
    #[call]
    fn n22(&self) -> usize {
        self.0 + 22
    }
    #[call]
    fn n23(&self) -> usize {
        self.0 + 23
    }
    #[call]
    fn n24(&self) -> usize {
        self.0 + 24
    }
    #[call]
    fn n25(&self) -> usize {
        self.0 + 25
    }
    #[call]
    fn n26(&self) -> usize {
        self.0 + 26
    }
    #[call]
    fn n27(&self) -> usize {
        self.0 + 27
    }
    #[call]
    fn n28(&self) -> usize {
        self.0 + 28
    }
    #[call]
    fn n29(&self) -> usize {
        self.0 + 29
    }
    #[call]
    fn n30(&self) -> usize {
        self.0 + 30
    }
    #[call]
    fn n31(&self) -> usize {
        self.0 + 31
    }
    #[call]
    fn n32(&self) -> usize {
        self.0 + 32
    }
    #[call]
    fn n33(&self) -> usize {
        self.0 + 33
    }
    #[call]
    fn n34(&self) -> usize {
        self.0 + 34
    }
    #[call]
    fn n35(&self) -> usize {
        self.0 + 35
    }
    #[call]
    fn n36(&self) -> usize {
        self.0 + 36
    }
    #[call]
    fn n37(&self) -> usize {
        self.0 + 37
    }
    #[call]
    fn n38(&self) -> usize {
        self.0 + 38
    }
    #[call]
    fn n39(&self) -> usize {
        self.0 + 39
    }
    #[call]
    fn n40(&self) -> usize {
        self.0 + 40
    }
    #[call]
    fn n41(&self) -> usize {
        self.0 + 41
    }
    #[call]
    fn n42(&self) -> usize {
        self.0 + 42
    }
    #[call]
    fn n43(&self) -> usize {
        self.0 + 43
    }
    #[call]
    fn n44(&self) -> usize {
        self.0 + 44
    }
    #[call]
    fn n45(&self) -> usize {
        self.0 + 45
    }
    #[call]
    fn n46(&self) -> usize {
        self.0 + 46
    }
    #[call]
    fn n47(&self) -> usize {
        self.0 + 47
    }
    #[call]
    fn n48(&self) -> usize {
        self.0 + 48
    }
    #[call]
    fn n49(&self) -> usize {
        self.0 + 49
    }
    #[call]
    fn n50(&self) -> usize {
        self.0 + 50
    }
    #[call]
    fn n51(&self) -> usize {
        self.0 + 51
    }
    #[call]
    fn n52(&self) -> usize {
        self.0 + 52
    }
    #[call]
    fn n53(&self) -> usize {
        self.0 + 53
    }
    #[call]
    fn n54(&self) -> usize {
        self.0 + 54
    }
    #[call]
    fn n55(&self) -> usize {
        self.0 + 55
    }
    #[call]
    fn n56(&self) -> usize {
        self.0 + 56
    }
    #[call]
    fn n57(&self) -> usize {
        self.0 + 57
    }
    #[call]
    fn n58(&self) -> usize {
        self.0 + 58
    }
    #[call]
    fn n59(&self) -> usize {
        self.0 + 59
    }
    #[call]
    fn n60(&self) -> usize {
        self.0 + 60
    }
}

/// A protocol whose arguments and messages have the names of generated ones, and of the runtime's types.
#[protocol(crate = ::renamed)]
trait Protocol {
    #[call]
    fn call(&self, server: u8, ctx: u8, call: u8, reply: u8, s: u8, message: u8) -> [u8; 6];
    #[call]
    fn wrap_call(&mut self, ctx: u8, reply: u8, context: &mut Context<Self>, answer: ReplyTo<u8>, reply_: u8);
    #[call]
    async fn stop(&self, r#fn: u8) -> u8;
    #[call]
    fn pid(&self) -> u8;
    #[cast]
    fn cast(&mut self, cast: u8, result: u8, context: &mut Context<Self>) -> Result<(), std::fmt::Error>;
    #[call]
    fn handle_call(&self) -> u8;
    #[call]
    fn start(&self) -> u8;
}

struct Speaks(u8);

#[gen_server(crate = ::renamed, protocol = Protocol)]
impl Speaks {
    #[init]
    fn init() -> Self {
        Speaks(1)
    }

    /// Its own, of one name with the protocol's.
    #[call]
    fn handle_call(&mut self) -> &'static str {
        "its own"
    }
}

impl Protocol for Speaks {
    fn call(&self, server: u8, ctx: u8, call: u8, reply: u8, s: u8, message: u8) -> [u8; 6] {
        [server, ctx, call, reply, s, message]
    }
    fn wrap_call(&mut self, ctx: u8, reply: u8, context: &mut Context<Self>, answer: ReplyTo<u8>, reply_: u8) {
        let _ = context.pid();
        answer.send(ctx + reply + reply_);
    }
    async fn stop(&self, r#fn: u8) -> u8 {
        r#fn
    }
    fn pid(&self) -> u8 {
        2
    }
    fn cast(&mut self, cast: u8, result: u8, context: &mut Context<Self>) -> Result<(), std::fmt::Error> {
        let _ = context.pid();
        self.0 = cast;
        if result == 0 { Err(std::fmt::Error) } else { Ok(()) }
    }
    fn handle_call(&self) -> u8 {
        self.0
    }
    fn start(&self) -> u8 {
        3
    }
}

#[renamed::test(crate = ::renamed)]
async fn names_of_generated_code_in_a_protocol() {
    let server = Speaks::start().await.unwrap();
    let client: ProtocolClient = server.clone().into();
    assert_eq!(client.call(1, 2, 3, 4, 5, 6).await.unwrap(), [1, 2, 3, 4, 5, 6]);
    assert_eq!(client.wrap_call(1, 2, 3).await.unwrap(), 6);
    assert_eq!(client.stop(4).await.unwrap(), 4);
    assert_eq!(client.pid().await.unwrap(), 2);
    client.cast(7, 1);
    assert_eq!((client.handle_call().await.unwrap(), server.handle_call().await.unwrap()), (7, "its own"));
    assert_eq!(client.start().await.unwrap(), 3);
    assert_eq!((*client).pid(), server.pid());
}

#[renamed::test(crate = ::renamed)]
async fn sixty_handlers_are_fine() {
    let many = Many::start(1).await.unwrap();
    assert_eq!(many.n01().await.unwrap(), 2);
    assert_eq!(many.n30().await.unwrap(), 31);
    assert_eq!(many.n60().await.unwrap(), 61);
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
