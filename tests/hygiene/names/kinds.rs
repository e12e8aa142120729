//! Names that generated code uses itself, in supervisors, agents and protocols.

use super::{Handlers, r#type};
use renamed::prelude::*;

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
