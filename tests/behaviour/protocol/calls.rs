//! What a client of a protocol asks for, and what comes of it.

use super::{
    Audit, AuditReply, Books, Fake, Full, LedgerCall, LedgerCast, LedgerClient, Memory, MemoryCall, MemoryCast,
    MemoryReply, SHORT, Store, StoreClient, book,
};
use crate::support::{Diary, Event, death, in_place, poll_once, soon};
use otp_runtime::prelude::*;
use std::task::Waker;
use std::thread;
use std::time::Duration;

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
