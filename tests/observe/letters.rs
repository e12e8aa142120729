//! Messages that reach nobody.

use otp_runtime::prelude::*;
use otp_runtime::process;
use otp_runtime::telemetry::{self, DeadLetter, Event};
use std::sync::{Arc, Mutex};
use std::time::Duration;

struct Till(Vec<ReplyTo<u64>>);

struct Coin;

#[gen_server]
impl Till {
    #[init]
    fn init() -> Self {
        Till(Vec::new())
    }
    #[call]
    fn later(&mut self, reply: ReplyTo<u64>) {
        self.0.push(reply);
    }
    #[call]
    async fn slowly(&mut self) -> u64 {
        process::sleep(Duration::from_secs(2)).await;
        5
    }
    #[call]
    fn answer(&mut self) {
        self.0.drain(..).for_each(|reply| reply.send(5));
    }
    #[cast]
    fn put(&mut self) {}
    #[info]
    fn coin(&mut self, _: Coin) {}
}

#[otp_runtime::test(paused)]
async fn dead_letters_are_counted_and_told() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let there = told.clone();
    let note = move |event: &Event<'_>| {
        if let Event::DeadLetter { kind, to, .. } = event {
            there.lock().unwrap().push((*kind, *to));
        }
    };
    telemetry::attach("letters", note).unwrap();
    let mut count = 0;
    let mut expect = |kind: DeadLetter, to: Option<Pid>, what: &str| {
        count += 1;
        assert_eq!(std::mem::take(&mut *told.lock().unwrap()), [(kind, to)], "{what}");
        assert_eq!(process::dead_letters(), count, "{what}");
    };

    let till = Till::start().await.unwrap();
    till.put();
    till.send(Coin);
    let limited = till.later().timeout(Duration::from_secs(1)).await;
    assert!(matches!(limited, Err(CallError::Timeout(_))));
    till.answer().await.unwrap();
    expect(DeadLetter::Reply, None, "a deferred reply that comes too late");
    let limited = till.slowly().timeout(Duration::from_secs(1)).await;
    assert!(matches!(limited, Err(CallError::Timeout(_))));
    till.answer().await.unwrap();
    expect(DeadLetter::Reply, Pid::current(), "a reply that comes too late");

    let pid = till.pid().unwrap();
    till.stop().await.unwrap();
    till.put();
    expect(DeadLetter::Cast, Some(pid), "a cast to a dead incarnation");
    till.send(Coin);
    expect(DeadLetter::Message, Some(pid), "an info likewise");
    Till::at(pid).put();
    expect(DeadLetter::Cast, Some(pid), "a cast by pid");
    Till::named("nobody").put();
    expect(DeadLetter::Cast, None, "a cast to a name that nobody has");
    pid.send(Coin);
    expect(DeadLetter::Message, Some(pid), "a send by pid");
    process::send_after("nobody", Duration::from_secs(1), Coin);
    process::sleep(Duration::from_secs(2)).await;
    expect(DeadLetter::Timer, None, "a timer's message");
    assert_eq!(process::snapshot().dead_letters, 8);
}

#[protocol]
trait Purse {
    #[cast]
    fn keep(&mut self);
}

struct Pocket;

#[gen_server(protocol = Purse)]
impl Pocket {
    #[init]
    fn init() -> Self {
        Pocket
    }
}

impl Purse for Pocket {
    fn keep(&mut self) {}
}

#[otp_runtime::test]
async fn a_cast_of_a_protocol_to_nobody_is_one() {
    let (nobody, pocket) = (PurseClient::from(Pocket::named("nobody")), Pocket::start().await.unwrap());
    let gone = PurseClient::from(pocket.clone());
    pocket.stop().await.unwrap();
    nobody.keep();
    assert_eq!(process::dead_letters(), 1);
    gone.keep();
    assert_eq!(process::dead_letters(), 2);
}
