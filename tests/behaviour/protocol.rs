//! Several servers behind one client.

use crate::support::{Diary, Event, current_thread, death, in_place, poll_once, soon};
use otp_runtime::prelude::*;
use otp_runtime::{Protocol, ProtocolRef, Requests, Target};
use std::task::Waker;
use std::thread::{self, ThreadId};
use std::time::Duration;

const SHORT: Duration = Duration::from_millis(30);

#[derive(Clone, Debug, PartialEq)]
struct Full(u64);

/// Keeps amounts.
#[protocol]
trait Ledger {
    /// Writes an amount; how many there are now.
    #[call]
    fn post(&mut self, cents: u64) -> Result<u64, Full>;

    /// Sums them up.
    #[call]
    async fn total(&self) -> u64;

    /// Remarks something.
    #[cast]
    fn note(&mut self, text: String);

    /// The thread that handles it.
    #[call]
    fn here(&self) -> ThreadId;

    /// Says that it has begun, and waits until it is let go.
    #[call]
    async fn hang(&mut self, begun: Event, go: Event) -> u64;

    #[call]
    fn break_down(&mut self) -> u64;

    /// Answered by the next `pay_out`.
    #[call]
    fn wait_for_pay(&mut self, ctx: &mut Context<Self>, reply: ReplyTo<(u64, Pid)>);

    #[cast]
    fn pay_out(&mut self, cents: u64, ctx: &mut Context<Self>) -> Result<(), String>;

    /// Holds its thread, or so it may.
    #[call(blocking, timeout = 20s)]
    fn sync(&mut self) -> (Option<Pid>, ThreadId);
}

#[protocol(client = Books)]
trait Audit {
    /// What was noted.
    #[call]
    fn notes(&self) -> Vec<String>;
}

#[protocol]
trait Store<K: Send + 'static, V: Send + 'static> {
    #[call]
    fn put(&mut self, key: K, value: V) -> Option<V>;
}

/// The one of the program.
struct Memory {
    amounts: Vec<u64>,
    notes: Vec<String>,
    waiting: Vec<ReplyTo<(u64, Pid)>>,
    own: Option<Pid>,
}

#[gen_server(protocol = Ledger + Audit)]
impl Memory {
    #[init]
    fn init(ctx: &mut Context<Self>) -> Self {
        Memory { amounts: Vec::new(), notes: Vec::new(), waiting: Vec::new(), own: Some(ctx.pid()) }
    }

    /// A call of its own.
    #[call]
    fn amounts(&self) -> Vec<u64> {
        self.amounts.clone()
    }

    /// Named as a call of the protocol, with another receiver: `self.break_down()` would be that one.
    #[call]
    fn break_down(&self) -> String {
        "its own".to_owned()
    }

    #[cast]
    fn mark(&mut self, text: String) {
        self.notes.push(text);
    }
}

impl Ledger for Memory {
    fn post(&mut self, cents: u64) -> Result<u64, Full> {
        if self.amounts.len() == 3 {
            return Err(Full(cents));
        }
        self.amounts.push(cents);
        Ok(self.amounts.len() as u64)
    }

    async fn total(&self) -> u64 {
        self.amounts.iter().sum()
    }

    fn note(&mut self, text: String) {
        self.notes.push(text);
    }

    fn here(&self) -> ThreadId {
        thread::current().id()
    }

    async fn hang(&mut self, begun: Event, go: Event) -> u64 {
        begun.set();
        go.wait().await;
        self.amounts.push(100);
        100
    }

    fn break_down(&mut self) -> u64 {
        panic!("the ink is out")
    }

    fn wait_for_pay(&mut self, ctx: &mut Context<Self>, reply: ReplyTo<(u64, Pid)>) {
        assert_eq!(self.own, Some(ctx.pid()));
        self.waiting.push(reply);
    }

    fn pay_out(&mut self, cents: u64, ctx: &mut Context<Self>) -> Result<(), String> {
        let pid = ctx.pid();
        self.waiting.drain(..).for_each(|reply| reply.send((cents, pid)));
        if cents == 0 { Err("nothing to pay out".to_owned()) } else { Ok(()) }
    }

    fn sync(&mut self) -> (Option<Pid>, ThreadId) {
        (Pid::current(), thread::current().id())
    }
}

impl Audit for Memory {
    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }
}

/// The one of a test: it has no messages of its own, and says what it was asked.
struct Fake(Diary);

#[gen_server(protocol = Ledger)]
impl Fake {
    #[init]
    fn init(diary: Diary) -> Self {
        Fake(diary)
    }
}

impl Ledger for Fake {
    fn post(&mut self, cents: u64) -> Result<u64, Full> {
        self.0.write(format!("post {cents}"));
        Ok(7)
    }

    async fn total(&self) -> u64 {
        7
    }

    fn note(&mut self, text: String) {
        self.0.write(format!("note {text}"));
    }

    fn here(&self) -> ThreadId {
        thread::current().id()
    }

    async fn hang(&mut self, _: Event, _: Event) -> u64 {
        0
    }

    fn break_down(&mut self) -> u64 {
        0
    }

    fn wait_for_pay(&mut self, _: &mut Context<Self>, _dropped: ReplyTo<(u64, Pid)>) {}

    fn pay_out(&mut self, _: u64, _: &mut Context<Self>) -> Result<(), String> {
        Ok(())
    }

    fn sync(&mut self) -> (Option<Pid>, ThreadId) {
        (None, thread::current().id())
    }
}

/// Code that knows the protocol only.
async fn book(ledger: &LedgerClient) -> Result<u64, CallError<Full>> {
    ledger.note("booked".to_owned());
    ledger.post(5).await?;
    ledger.total().await.map_err(CallError::widen)
}

#[otp_runtime::test]
async fn one_client_holds_servers_of_several_types() {
    let (memory, diary) = (Memory::start().await.unwrap(), Diary::default());
    let fake = Fake::start(diary.clone()).await.unwrap();
    let all: Vec<LedgerClient> = vec![memory.clone().into(), LedgerClient::of(&fake), memory.clone().into()];
    let mut sums = Vec::new();
    for ledger in &all {
        sums.push(book(ledger).await.unwrap());
    }
    assert_eq!(sums, [5, 7, 10]);
    assert_eq!(diary.lines(), ["note booked", "post 5"]);
    assert_eq!(memory.amounts().await, Ok(vec![5, 5]), "its own messages are there as ever");
    assert_eq!(memory.break_down().await.as_deref(), Ok("its own"), "also one of the name of the protocol's");
    assert_eq!(all[0].pid(), memory.pid());
    assert_eq!(format!("{:?}", all[1]), format!("Ledger(Fake {})", fake.pid().unwrap()));
}

#[otp_runtime::test]
async fn a_server_speaks_two_protocols() {
    let memory = Memory::start().await.unwrap();
    let (ledger, books): (LedgerClient, Books) = (memory.clone().into(), memory.clone().into());
    ledger.note("one".to_owned());
    memory.mark("two".to_owned());
    ledger.note("three".to_owned());
    assert_eq!(books.notes().await.unwrap(), ["one", "two", "three"], "one mailbox, in the order of sending");
}

#[otp_runtime::test]
async fn a_handlers_error_is_the_callers() {
    let ledger: LedgerClient = Memory::start().await.unwrap().into();
    for n in 1..=3 {
        assert_eq!(ledger.post(1).await, Ok(n));
    }
    assert_eq!(ledger.post(9).await, Err(CallError::Handler(Full(9))));
}

#[otp_runtime::test]
async fn a_protocol_may_be_generic() {
    struct Kept<V>(Option<V>);

    #[gen_server(protocol = Store<&'static str, V>)]
    impl<V: Send + 'static> Kept<V> {
        #[init]
        fn init(first: V) -> Self {
            Kept(Some(first))
        }
    }

    impl<V: Send + 'static> Store<&'static str, V> for Kept<V> {
        fn put(&mut self, _: &'static str, value: V) -> Option<V> {
            self.0.replace(value)
        }
    }

    let store: StoreClient<&'static str, u64> = Kept::start(1).await.unwrap().into();
    assert_eq!(store.put("a", 2).await, Ok(Some(1)));
    assert_eq!(store.put("b", 3).await, Ok(Some(2)));
}

async fn a_callers_thread() {
    let me = thread::current().id();
    let ledger: LedgerClient = Memory::start().await.unwrap().into();
    for _ in 0..3 {
        assert_eq!(ledger.here().await.unwrap() == me, in_place());
    }
    assert_ne!(ledger.here().send().await.unwrap(), me, "a request is for the server's own task");
    let (pid, there) = ledger.sync().await.unwrap();
    assert_eq!(pid, ledger.pid());
    assert_ne!(there, me, "a blocking handler is elsewhere");
}

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_idle_server_runs_on_its_callers_thread() {
    a_callers_thread().await;
}

#[test]
fn also_under_a_runtime_of_ones_own() {
    crate::support::multi_thread(1).block_on(a_callers_thread());
}

#[otp_runtime::test]
async fn a_suspended_handler_goes_on_without_its_caller() {
    let memory = Memory::start().await.unwrap();
    let ledger: LedgerClient = memory.clone().into();
    // in place, where that is
    let (begun, go) = (Event::default(), Event::default());
    let mut call = ledger.hang(begun.clone(), go.clone());
    while !begun.is_set() {
        assert!(poll_once(&mut call, Waker::noop()).is_pending());
        tokio::task::yield_now().await;
    }
    drop(call);
    go.set();
    assert_eq!(soon(ledger.total()).await, Ok(100), "it was not cancelled");
    // and queued behind another
    let (first, second) = (Event::default(), Event::default());
    let busy = ledger.hang(first.clone(), second.clone()).send();
    first.wait().await;
    let (begun, go) = (Event::default(), Event::default());
    let late = ledger.hang(begun.clone(), go.clone()).timeout(SHORT).await;
    assert!(matches!(late, Err(CallError::Timeout(_))), "{late:?}");
    assert!(!begun.is_set());
    second.set();
    assert_eq!(soon(busy).await, Ok(100));
    begun.wait().await;
    go.set();
    assert_eq!(soon(memory.amounts()).await, Ok(vec![100; 3]), "a timeout limits the waiting only");
}

#[otp_runtime::test(paused)]
async fn calls_wait_as_long_as_the_server_says() {
    struct Patient;

    #[gen_server(protocol = Audit, timeout = 9s)]
    impl Patient {
        #[init]
        fn init() -> Self {
            Patient
        }
        #[call]
        async fn hang(&mut self) {
            std::future::pending::<()>().await;
        }
    }

    impl Audit for Patient {
        fn notes(&self) -> Vec<String> {
            Vec::new()
        }
    }

    let patient = Patient::start().await.unwrap();
    let _busy = patient.hang().send();
    let books: Books = patient.into();
    let limit = |outcome: Result<Vec<String>, CallError>| match outcome {
        Err(CallError::Timeout(site)) => site.timeout,
        other => panic!("{other:?}"),
    };
    assert_eq!(limit(books.notes().await), Some(Duration::from_secs(9)));
    assert_eq!(limit(books.notes().timeout(SHORT).await), Some(SHORT));
    let for_ever = tokio::time::timeout(Duration::from_secs(100), books.notes().no_timeout()).await;
    assert!(for_ever.is_err(), "it still waits");

    let memory = Memory::start().await.unwrap();
    let ledger = LedgerClient::of(&memory);
    memory.sys().suspend().await.unwrap();
    for (outcome, seconds) in [(ledger.total().await.map(|_| ()), 5), (ledger.sync().await.map(|_| ()), 20)] {
        let Err(CallError::Timeout(site)) = outcome else { panic!("{outcome:?}") };
        assert_eq!(site.timeout, Some(Duration::from_secs(seconds)), "{site}");
    }
}

#[otp_runtime::test]
async fn errors_name_the_server_and_the_call() {
    let memory = Memory::start().await.unwrap();
    let ledger: LedgerClient = memory.clone().into();
    ledger.stop().await.unwrap();
    let error = ledger.total().await.unwrap_err();
    assert_eq!(error, memory.call("total", MemoryCall::Ledger(LedgerCall::Total), |_| Ok(0)).await.unwrap_err());
    let site = error.site().unwrap();
    assert_eq!((site.operation, site.server), ("total", "Memory"));
    let renamed = ledger.total().operation("sum").await.unwrap_err();
    assert_eq!(renamed.site().unwrap().operation, "sum");
    let sent = ledger.total().send().await.unwrap_err();
    assert_eq!(sent, error);
    ledger.note("to nobody".to_owned());
}

#[otp_runtime::test]
async fn messages_are_shown_as_those_of_a_server() {
    let call = MemoryCall::Ledger(LedgerCall::Post { cents: 5 });
    assert_eq!(format!("{call:?}"), "Ledger(Post { cents: 5 })");
    assert_eq!(format!("{:?}", MemoryReply::Audit(AuditReply::Notes(Vec::new()))), "Audit(Notes([]))");
    assert_eq!(
        format!("{:?}", MemoryCast::Ledger(LedgerCast::Note { text: "x".into() })),
        "Ledger(Note { text: \"x\" })"
    );
}

#[otp_runtime::test]
async fn a_panic_is_the_exit_reason_of_all_who_wait() {
    let ledger: LedgerClient = Memory::start().await.unwrap().into();
    let (begun, go) = (Event::default(), Event::default());
    let busy = ledger.hang(begun.clone(), go.clone()).send();
    begun.wait().await;
    let (breaking, behind, down) = (ledger.break_down().send(), ledger.total().send(), ledger.monitor());
    go.set();
    assert_eq!(soon(busy).await, Ok(100));
    let reason = death(soon(breaking).await);
    assert!(matches!(&reason, ExitReason::Panic { message, .. } if message.contains("the ink is out")), "{reason:?}");
    assert_eq!(death(soon(behind).await), reason);
    assert_eq!(soon(down).await.reason, reason);
    assert!(!ledger.is_alive());
    // in place, too
    let ledger: LedgerClient = Memory::start().await.unwrap().into();
    let reason = death(soon(ledger.break_down()).await);
    assert!(matches!(&reason, ExitReason::Panic { message, .. } if message.contains("the ink is out")), "{reason:?}");
}

#[otp_runtime::test]
async fn a_reply_may_come_later() {
    let ledger: LedgerClient = Memory::start().await.unwrap().into();
    let (one, two) = (ledger.wait_for_pay().send(), ledger.wait_for_pay().send());
    ledger.pay_out(30);
    let pid = ledger.pid().unwrap();
    assert_eq!((soon(one).await, soon(two).await), (Ok((30, pid)), Ok((30, pid))));
    let fake: LedgerClient = Fake::start(Diary::default()).await.unwrap().into();
    let dropped = soon(fake.wait_for_pay()).await;
    assert!(matches!(dropped, Err(CallError::NoReply(_))), "{dropped:?}");
}

#[otp_runtime::test]
async fn an_error_of_a_cast_stops_the_server() {
    let ledger: LedgerClient = Memory::start().await.unwrap().into();
    let down = ledger.monitor();
    ledger.pay_out(0);
    let reason = soon(down).await.reason;
    assert!(reason.to_string().contains("nothing to pay out"), "{reason}");
}

#[otp_runtime::test]
async fn casts_and_calls_keep_their_order() {
    let memory = Memory::start().await.unwrap();
    let (ledger, books): (LedgerClient, Books) = (memory.clone().into(), memory.clone().into());
    let (begun, go) = (Event::default(), Event::default());
    let busy = ledger.hang(begun.clone(), go.clone()).send();
    begun.wait().await;
    for n in 0..100 {
        ledger.note(n.to_string());
        memory.mark(format!("{n}, its own"));
    }
    let notes = books.notes().send();
    go.set();
    soon(busy).await.unwrap();
    let notes = soon(notes).await.unwrap();
    let expected: Vec<_> = (0..100).flat_map(|n| [n.to_string(), format!("{n}, its own")]).collect();
    assert_eq!(notes, expected);
    for n in 0..100 {
        ledger.note(format!("cast {n}"));
        assert_eq!(books.notes().await.unwrap().last(), Some(&format!("cast {n}")), "a cast before a call");
    }
}

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
