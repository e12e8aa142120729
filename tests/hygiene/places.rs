//! Servers in unusual places: inside a function, made by `macro_rules!`, in a module whose names mean other things.

#[path = "places/taken.rs"]
mod taken;

/// A server of a function, with a type of the function as its message.
#[renamed::test(crate = ::renamed)]
async fn a_server_inside_a_function() {
    use renamed::prelude::*;

    struct Inner(u64);

    #[derive(Clone, Debug, PartialEq)]
    struct Message(u64);

    #[gen_server(crate = ::renamed)]
    impl Inner {
        #[init]
        fn init(message: Message) -> Self {
            Inner(message.0)
        }
        #[call]
        fn get(&self) -> Message {
            Message(self.0)
        }
        #[call]
        fn own(&self) -> Self {
            Inner(self.0)
        }
        #[info]
        fn heard(&mut self, message: Message) {
            self.0 = message.0;
        }
    }

    let inner = Inner::start(Message(1)).await.unwrap();
    inner.send(Message(2));
    assert_eq!(inner.get().await.unwrap(), Message(2));
    assert_eq!(inner.own().await.unwrap().0, 2);
}

/// A supervisor of a function, with a server and a type of the function.
#[renamed::test(crate = ::renamed)]
async fn a_supervisor_inside_a_function() {
    use renamed::prelude::*;

    struct Inner(u64);

    #[gen_server(crate = ::renamed)]
    impl Inner {
        #[init]
        fn init(config: Config) -> Self {
            Inner(config.first)
        }
        #[call]
        fn get(&self) -> u64 {
            self.0
        }
    }

    #[derive(Clone)]
    struct Config {
        first: u64,
    }

    #[supervisor(crate = ::renamed, strategy = one_for_one, args(config: Config))]
    struct Outer {
        #[child(args(config))]
        inner: Inner,
    }

    let outer = Outer::start(Config { first: 1 }).await.unwrap();
    assert_eq!(outer.inner().get().await.unwrap(), 1);
    outer.stop().await.unwrap();
}

/// A protocol of a function, with a type of the function in its messages.
#[renamed::test(crate = ::renamed)]
async fn a_protocol_inside_a_function() {
    use renamed::prelude::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Message(u64);

    #[protocol(crate = ::renamed)]
    trait Inner {
        #[call]
        fn get(&self, message: Message) -> Message;
        #[cast]
        fn set(&mut self, message: Message);
    }

    struct Server(u64);

    #[gen_server(crate = ::renamed, protocol = Inner)]
    impl Server {
        #[init]
        fn init() -> Self {
            Server(1)
        }
    }

    impl Inner for Server {
        fn get(&self, message: Message) -> Message {
            Message(self.0 + message.0)
        }
        fn set(&mut self, message: Message) {
            self.0 = message.0;
        }
    }

    let inner: InnerClient = Server::start().await.unwrap().into();
    inner.set(Message(2));
    assert_eq!(inner.get(Message(3)).await.unwrap(), Message(5));
}

mod made {
    use renamed::prelude::*;

    macro_rules! cell {
        ($(#[$attr:meta])* $name:ident, $value:ty, $get:ident, $set:ident, $arg:ident) => {
            $(#[$attr])*
            pub(super) struct $name($value);

            #[gen_server(crate = ::renamed, timeout = 20s)]
            impl $name {
                #[init]
                pub(super) fn init(value: $value) -> Result<Self, ()> {
                    Ok($name(value))
                }
                #[call(timeout = 5s)]
                pub(super) fn $get(&self) -> $value {
                    self.0.clone()
                }
                #[call]
                pub(super) fn checked(&self, ctx: &mut Context<Self>) -> Result<$value, String> {
                    let _ = ctx.pid();
                    Ok(self.0.clone())
                }
                #[cast]
                pub(super) fn $set(&mut self, $arg: $value) {
                    self.0 = $arg;
                }
            }
        };
    }

    macro_rules! protocol_of {
        ($(#[$attr:meta])* $name:ident, $value:ty, $get:ident, $server:ident) => {
            $(#[$attr])*
            #[protocol(crate = ::renamed)]
            pub(super) trait $name {
                #[call]
                fn $get(&self, ctx: &mut Context<Self>) -> $value;
            }

            pub(super) struct $server($value);

            #[gen_server(crate = ::renamed, protocol = $name)]
            impl $server {
                #[init]
                pub(super) fn init(value: $value) -> Self {
                    $server(value)
                }
            }

            impl $name for $server {
                fn $get(&self, ctx: &mut Context<Self>) -> $value {
                    let _ = ctx.pid();
                    self.0.clone()
                }
            }
        };
    }

    protocol_of!(/** Has a number. */ HasNumber, u64, number, NumberServer);
    protocol_of!(HasWords, Vec<String>, words, WordsServer);

    cell!(/** A number. */ Number, u64, number, set_number, number);
    cell!(Words, Vec<String>, words, set_words, value);

    macro_rules! item {
        ($item:item) => {
            #[gen_server(crate = ::renamed)]
            $item
        };
    }

    pub(super) struct Passed;

    item! {
        impl Passed {
            #[init]
            pub(super) fn init() -> Self {
                Passed
            }
            #[call]
            pub(super) fn get(&self) -> u8 {
                1
            }
        }
    }
}

mod supervised {
    use super::made::{Number, Passed, Words};
    use renamed::prelude::*;

    macro_rules! supervisor {
        ($(#[$attr:meta])* $name:ident($config:ident: $with:ty) = $strategy:ident { $($field:ident: $ty:ty = ($($value:expr),*),)* }) => {
            $(#[$attr])*
            #[supervisor(crate = ::renamed, strategy = $strategy, max_restarts = 1 + 1, args($config: $with))]
            pub(super) struct $name {
                $(#[child(args($($value),*), restart = transient)] $field: $ty,)*
            }
        };
    }

    supervisor!(/** Two children. */ Both(config: (u64, String)) = one_for_all {
        number: Number = (config.0),
        words: Words = (vec![config.1, String::new()]),
    });

    macro_rules! item {
        ($item:item) => {
            #[supervisor(crate = ::renamed, strategy = rest_for_one)]
            $item
        };
    }

    item! {
        pub(super) struct Whole {
            passed: Passed,
        }
    }
}

mod held {
    use renamed::prelude::*;

    macro_rules! agent {
        ($name:ident { $($vis:vis $field:ident: $ty:ty),* }) => {
            #[agent(crate = ::renamed)]
            pub(super) struct $name {
                $($vis $field: $ty,)*
                #[agent(skip)]
                pub(super) by_macro: u8,
            }
        };
    }

    agent!(Held { pub(super) state: u8, pub(super) words: Vec<String>, hidden: &'static str });

    pub(super) fn held() -> Held {
        Held { state: 1, words: Vec::new(), hidden: "it", by_macro: 2 }
    }

    pub(super) fn hidden(held: &Held) -> &'static str {
        held.hidden
    }
}

#[renamed::test(crate = ::renamed)]
async fn agents_made_by_macro_rules() {
    let held = held::Held::start(held::held).await.unwrap();
    held.set_state(2).await.unwrap();
    held.update_words(|words| words.push("a".to_owned())).await.unwrap();
    assert_eq!((held.state().await.unwrap(), held.words().await.unwrap()), (2, vec!["a".to_owned()]));
    assert_eq!(held.get(|held| (held::hidden(held), held.by_macro)).await.unwrap(), ("it", 2));
}

#[renamed::test(crate = ::renamed)]
async fn an_agent_inside_a_function() {
    #[renamed::agent(crate = ::renamed)]
    struct Local {
        pub number: u8,
    }
    let local = Local::start(|| Local { number: 1 }).await.unwrap();
    local.update_number(|number| *number += 1).await.unwrap();
    assert_eq!(local.number().await.unwrap(), 2);
}

#[renamed::test(crate = ::renamed)]
async fn supervisors_made_by_macro_rules() {
    let both = supervised::Both::start((3, "a".to_owned())).await.unwrap();
    assert_eq!(both.number().number().await.unwrap(), 3);
    assert_eq!(both.words().words().await.unwrap(), ["a", ""]);
    both.stop().await.unwrap();
    let whole = supervised::Whole::start().await.unwrap();
    assert_eq!(whole.passed().get().await.unwrap(), 1);
    whole.stop().await.unwrap();
}

#[renamed::test(crate = ::renamed)]
async fn servers_made_by_macro_rules() {
    let number = made::Number::start(1).await.unwrap();
    number.set_number(2);
    assert_eq!(number.number().await.unwrap(), 2);
    assert_eq!(number.checked().await.unwrap(), 2);
    let words = made::Words::start(vec![]).await.unwrap();
    words.set_words(vec!["a".to_owned()]);
    assert_eq!(words.words().await.unwrap(), ["a"]);
    assert_eq!(made::Passed::start().await.unwrap().get().await.unwrap(), 1);
}
