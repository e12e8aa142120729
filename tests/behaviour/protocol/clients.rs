//! Whom a client of a protocol means, and who uses one.

use super::{Audit, AuditCall, AuditReply, Books, Fake, LedgerClient, Memory, SHORT};
use crate::support::{Diary, Event, current_thread, soon};
use otp_runtime::prelude::*;
use otp_runtime::{Protocol, ProtocolRef, Requests, Target};
use std::thread;

#[otp_runtime::test]
async fn a_client_of_a_name_means_whoever_has_it() {
    let ledger: LedgerClient = Memory::named("ledger").into();
    assert_eq!((ledger.pid(), ledger.is_alive()), (None, false));
    assert_eq!(ledger.target(), Target::Name("ledger".into()));
    assert!(matches!(ledger.total().await, Err(CallError::NoProc(_))));
    ledger.note("to nobody".to_owned());
    let first = Memory::start().name("ledger").await.unwrap();
    assert_eq!(ledger.post(4).await, Ok(1));
    first.stop().await.unwrap();
    let waits = ledger.clone();
    let arrival = tokio::spawn(async move { waits.post(5).wait().await });
    let second = Memory::start().name("ledger").await.unwrap();
    assert_eq!(soon(arrival).await.unwrap(), Ok(1));
    assert_eq!(ledger.pid(), second.pid());
    second.stop().await.unwrap();
    let _other = Fake::start(Diary::default()).name("ledger").await.unwrap();
    assert!(matches!(ledger.total().await, Err(CallError::WrongServer(_))), "the client is of another type's name");
}

#[otp_runtime::test]
async fn a_client_of_a_registrys_key_means_whoever_has_it() {
    let registry = Registry::<String>::builder().keys(Keys::Unique).start_link().await.unwrap();
    let ledger: LedgerClient = Memory::via(&registry, "main".to_owned()).into();
    assert!(matches!(ledger.total().await, Err(CallError::NoProc(_))));
    let memory = Memory::start().via(&registry, "main".to_owned()).await.unwrap();
    assert_eq!(ledger.post(4).await, Ok(1));
    assert_eq!(ledger.pid(), memory.pid());
    memory.stop().await.unwrap();
    registry.stop().await.unwrap();
    assert!(matches!(ledger.total().await, Err(CallError::NoRegistry(_))));
}

#[otp_runtime::test]
async fn a_client_of_a_child_holds_through_restarts() {
    #[supervisor(strategy = one_for_one)]
    struct Bank {
        #[child]
        ledger: Memory,
    }

    let bank = Bank::start_link().await.unwrap();
    let ledger: LedgerClient = bank.ledger().into();
    assert_eq!(ledger.target(), Target::Child("Bank/ledger".into()));
    assert_eq!(ledger.post(5).await, Ok(1));
    let (before, down) = (ledger.pid(), ledger.monitor());
    ledger.exit(ExitReason::Kill);
    assert_eq!(soon(down).await.reason, ExitReason::Killed);
    assert_eq!(ledger.total().wait().await, Ok(0), "a new one");
    assert_ne!(ledger.pid(), before);
    bank.stop().await.unwrap();
}

#[otp_runtime::test]
async fn requests_of_several_servers_are_collected() {
    let memory = Memory::start().await.unwrap();
    let fake = Fake::start(Diary::default()).await.unwrap();
    let (here, there): (LedgerClient, LedgerClient) = (memory.into(), fake.into());
    let mut all = Requests::new();
    let (begun, go) = (Event::default(), Event::default());
    let mut hanging = here.hang(begun.clone(), go.clone()).send();
    all.add("here", here.total().send());
    all.add("there", there.total().send());
    assert_eq!(soon(all.next()).await, Some(("there", Ok(7))));
    assert_eq!(hanging.wait(SHORT).await, None);
    go.set();
    assert_eq!(soon(all.next()).await, Some(("here", Ok(100))));
    assert_eq!(soon(hanging).await, Ok(100));
    drop(here.total().send());
}

#[test]
fn code_outside_async_calls_too() {
    let runtime = current_thread();
    let ledger: LedgerClient = runtime.block_on(Memory::start().into_future()).unwrap().into();
    let caller = thread::spawn(move || (ledger.post(5).blocking(), ledger.break_down().blocking().is_err()));
    let outcome =
        runtime.block_on(async { tokio::task::spawn_blocking(move || caller.join().unwrap()).await.unwrap() });
    assert_eq!(outcome, (Ok(1), true));
}

#[otp_runtime::test]
async fn a_full_mailbox_takes_casts_and_counts_them() {
    struct Slow(Vec<String>);

    #[gen_server(protocol = Audit + Noting, mailbox = 2)]
    impl Slow {
        #[init]
        fn init() -> Self {
            Slow(Vec::new())
        }
        #[call]
        async fn hang(&mut self, begun: Event, go: Event) {
            begun.set();
            go.wait().await;
        }
        #[cast]
        fn mark(&mut self, text: String) {
            self.0.push(text);
        }
    }

    #[protocol]
    trait Noting {
        #[cast]
        fn note(&mut self, text: String);
    }

    impl Audit for Slow {
        fn notes(&self) -> Vec<String> {
            self.0.clone()
        }
    }

    impl Noting for Slow {
        fn note(&mut self, text: String) {
            self.0.push(text);
        }
    }

    let slow = Slow::start().await.unwrap();
    let (noting, books): (NotingClient, Books) = (slow.clone().into(), slow.clone().into());
    for _ in 0..2 {
        let (begun, go) = (Event::default(), Event::default());
        let busy = slow.hang(begun.clone(), go.clone()).send();
        begun.wait().await;
        for n in 0..4 {
            noting.note(n.to_string());
        }
        let full = slow.mark("refused".to_owned()).unwrap_err();
        let notes = books.notes().send();
        go.set();
        soon(busy).await.unwrap();
        let notes = soon(notes).await.unwrap();
        assert_eq!(notes[notes.len() - 4..], ["0", "1", "2", "3"], "all came, and before the call");
        drop(full);
        // what was over the bound has been handled: there are two places again, and no more
        let (begun, go) = (Event::default(), Event::default());
        let busy = slow.hang(begun.clone(), go.clone()).send();
        begun.wait().await;
        assert!(slow.mark("one".to_owned()).is_ok() && slow.mark("two".to_owned()).is_ok());
        assert!(slow.mark("three".to_owned()).is_err());
        go.set();
        soon(busy).await.unwrap();
        assert_eq!(soon(books.notes()).await.unwrap().last().map(String::as_str), Some("two"));
    }
}

/// Watches a client of a protocol.
struct Watcher(Event);

#[gen_server]
impl Watcher {
    #[init]
    fn init(ledger: LedgerClient, told: Event, ctx: &mut Context<Self>) -> Self {
        ctx.monitor(&ledger);
        ctx.monitor(&*ledger);
        Watcher(told)
    }

    #[info]
    fn down(&mut self, _: Down) {
        self.0.set();
    }
}

#[otp_runtime::test]
async fn a_process_monitors_a_client_of_a_protocol() {
    let (ledger, told): (LedgerClient, Event) = (Memory::start().await.unwrap().into(), Event::default());
    let _watcher = Watcher::start(ledger.clone(), told.clone()).await.unwrap();
    ledger.stop().reason(ExitReason::Shutdown).await.unwrap();
    told.wait().await;
}

#[otp_runtime::test]
async fn generic_code_knows_a_protocol_by_its_type() {
    fn client<P: Protocol>(server: &ProtocolRef<P>) -> (&'static str, P) {
        (P::NAME, server.clone().into())
    }

    let memory = Memory::start().await.unwrap();
    let (name, ledger) = client(&ProtocolRef::<LedgerClient>::of(&memory));
    assert_eq!((name, ledger.post(5).await), ("Ledger", Ok(1)));
    let (name, books) = client(&ProtocolRef::<Books>::of(&memory));
    assert_eq!((name, books.notes().await), ("Audit", Ok(Vec::new())));
}

/// A server written by hand speaks a protocol as well.
#[otp_runtime::test]
async fn a_server_by_hand_speaks_a_protocol() {
    use otp_runtime::{Answer, Dispatch, GenServer, Ref, Speaks, Start};
    use std::convert::Infallible;

    struct ByHand(Vec<String>);

    impl GenServer for ByHand {
        type Args = ();
        type InitError = Infallible;
        type Call = AuditCall;
        type Reply = AuditReply;
        type Cast = Infallible;
        type Info = Infallible;
        type Continue = Infallible;
        type Client = Ref<ByHand>;
        const NAME: &'static str = "ByHand";

        async fn init(_: (), _: &mut Context<Self>) -> Result<Init<Self>, Infallible> {
            Ok(Init::ok(ByHand(vec!["by hand".to_owned()])))
        }

        async fn handle_call(&mut self, call: AuditCall, ctx: &mut Context<Self>) -> Answer<AuditReply> {
            Books::handle_call(self, call, ctx).await
        }
    }

    impl Audit for ByHand {
        fn notes(&self) -> Vec<String> {
            self.0.clone()
        }
    }

    impl Speaks<Books> for ByHand {
        fn wrap_call(call: AuditCall) -> AuditCall {
            call
        }
        fn wrap_cast(cast: Infallible) -> Infallible {
            cast
        }
        fn wrap_reply(reply: AuditReply) -> AuditReply {
            reply
        }
        fn open_reply(reply: AuditReply) -> AuditReply {
            reply
        }
    }

    let books = Books::of(&Start::<ByHand>::new(()).await.unwrap());
    assert_eq!(books.notes().await.unwrap(), ["by hand"]);
}
