//! Servers where names mean other things: types and macros of the module, methods of traits in scope.

/// Everything that generated code could mean by a bare name means something else here.
#[allow(dead_code, non_camel_case_types)]
mod shadowed {
    struct Result;
    struct Option;
    struct Ok;
    struct Err;
    struct Some;
    struct None;
    struct Box;
    struct String;
    struct Vec;
    struct Infallible;
    struct PhantomData;
    struct Duration;
    struct Answer;
    struct Call;
    struct Start;
    struct Init;
    struct Ref;
    struct GenServer;
    struct ChildSpec;
    struct Options;
    struct Supervisor;
    struct SupervisorClient;
    struct Agent;
    struct AgentInit;
    struct AgentClient;
    struct Strategy;
    trait AgentKind {}
    trait Fn {}
    trait FnOnce {}
    trait Supervision {}
    trait Supervised {}
    trait IntoChildSpec {}
    trait Send {}
    trait Sync {}
    trait Sized {}
    trait Clone {}
    trait Debug {}
    trait Deref {}
    trait From {}
    trait Into {}
    trait Future {}
    trait IntoInit {}
    trait Handles {}
    mod core {}
    mod std {}
    mod alloc {}
    mod tokio {}
    mod otp_runtime {}
    mod renamed {}
    mod debug {}
    #[allow(unused_macros)]
    macro_rules! matches {
        ($($any:tt)*) => {
            compile_error!("not this one")
        };
    }
    #[allow(unused_macros)]
    macro_rules! unreachable {
        ($($any:tt)*) => {
            compile_error!("not this one")
        };
    }

    pub(super) struct Server(u64);

    #[::renamed::gen_server(crate = ::renamed, restart = temporary, shutdown = 1s)]
    impl Server {
        #[init]
        pub(super) fn init(first: u64) -> Self {
            Server(first)
        }
        #[call]
        pub(super) fn get(&self) -> u64 {
            self.0
        }
        #[call]
        pub(super) async fn add(&mut self, by: u64) -> ::core::result::Result<u64, ::std::string::String> {
            self.0 += by;
            ::core::result::Result::Ok(self.0)
        }
        #[cast]
        pub(super) fn set(&mut self, to: u64) {
            self.0 = to;
        }
        #[info]
        pub(super) fn heard(&mut self, to: u64) {
            self.0 = to;
        }
        #[handle_continue]
        fn go_on(&mut self, _: u64) {}
        #[hibernate]
        fn shrink(&mut self) {}
        #[format_status]
        fn status(&self) -> ::std::string::String {
            ::std::string::String::new()
        }
    }

    #[::renamed::supervisor(crate = ::renamed, strategy = one_for_one, args(first: u64), shutdown = 1s)]
    pub(super) struct All {
        #[child(args(first), restart = temporary, shutdown = 1s)]
        server: Server,
    }

    #[::renamed::agent(crate = ::renamed, restart = temporary, shutdown = 1s, timeout = 1s)]
    pub(super) struct Words {
        pub(super) words: ::std::vec::Vec<::std::string::String>,
    }
}

#[renamed::test(crate = ::renamed)]
async fn shadowed_names_are_not_meant() {
    let agent = shadowed::Words::start(|| shadowed::Words { words: Vec::new() }).await.unwrap();
    agent.update_words(|words| words.push("one".to_owned())).await.unwrap();
    assert_eq!(agent.words().await.unwrap(), ["one"]);
    let all = shadowed::All::start(4).await.unwrap();
    assert_eq!(all.server().get().await.unwrap(), 4);
    all.stop().await.unwrap();
    let server = shadowed::Server::start(1).await.unwrap();
    assert_eq!(server.get().await.unwrap(), 1);
    assert_eq!(server.add(1).await.unwrap(), 2);
    server.set(5);
    assert_eq!(server.get().await.unwrap(), 5);
}

/// A trait in scope with methods of the names of handlers, for every type: what is generated means the handlers.
mod meddling {
    use renamed::prelude::*;

    #[allow(dead_code)]
    trait Meddle {
        fn get(&mut self) -> u64 {
            unreachable!("the handler is meant")
        }
        fn start(&self) -> u64 {
            unreachable!("the function is meant")
        }
        fn clone(&self) -> u64 {
            unreachable!("`Clone` is meant")
        }
        fn shown(&self) -> u64 {
            unreachable!("`Debug` is meant")
        }
        fn take(&mut self) -> u64 {
            unreachable!("the message is meant")
        }
        fn child(&self) -> u64 {
            unreachable!("the function, and the supervisor's method, are meant")
        }
        fn id(&self) -> u64 {
            unreachable!("the spec's method is meant")
        }
        fn server(&self) -> u64 {
            unreachable!("the child is meant")
        }
        fn update(&mut self) -> u64 {
            unreachable!("the client's method is meant")
        }
        fn operation(&self) -> u64 {
            unreachable!("the call's method is meant")
        }
    }
    impl<T: ?Sized> Meddle for T {}

    pub(super) struct Server(pub(super) u64);

    #[gen_server(crate = ::renamed)]
    impl Server {
        #[init]
        pub(super) fn init(first: u64) -> Self {
            Server(first)
        }
        #[call]
        pub(super) fn get(&mut self) -> u64 {
            self.0
        }
        #[info]
        pub(super) fn heard(&mut self, to: u64) {
            self.0 = to;
        }
    }

    #[supervisor(crate = ::renamed, strategy = one_for_one, max_seconds = 1)]
    pub(super) struct All {
        #[child(args(3), shutdown = 1s)]
        server: Server,
    }

    #[agent(crate = ::renamed)]
    pub(super) struct Taken {
        pub(super) take: u64,
    }

    #[protocol(crate = ::renamed)]
    pub(super) trait Asked {
        #[call]
        fn take(&mut self) -> u64;
    }

    pub(super) struct Asks(pub(super) u64);

    #[gen_server(crate = ::renamed, protocol = Asked)]
    impl Asks {
        #[init]
        pub(super) fn init() -> Self {
            Asks(4)
        }
    }

    impl Asked for Asks {
        fn take(&mut self) -> u64 {
            self.0
        }
    }
}

#[renamed::test(crate = ::renamed)]
async fn traits_in_scope_do_not_meddle() {
    let taken = meddling::Taken::start(|| meddling::Taken { take: 1 }).await.unwrap();
    taken.set_take(2).await.unwrap();
    assert_eq!(taken.take().await.unwrap(), 2);
    let asked: meddling::AskedClient = meddling::Asks::start().await.unwrap().into();
    assert_eq!(asked.take().await.unwrap(), 4);
    let all = meddling::All::start().await.unwrap();
    assert_eq!(all.server().get().await.unwrap(), 3);
    all.stop().await.unwrap();
    let server = meddling::Server::start(1).await.unwrap();
    assert_eq!(server.get().await.unwrap(), 1);
    server.send(2_u64);
    assert_eq!(server.clone().get().await.unwrap(), 2);
    assert_eq!(format!("{:?}", meddling::ServerInfo::Heard(1)), "Heard(1)");
}
