//! Counting what happens.

use otp_runtime::prelude::*;
use otp_runtime::telemetry::{self, Event, Meter};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

struct Till;

struct Coin;

#[gen_server]
impl Till {
    #[init]
    fn init() -> Self {
        Till
    }
    #[call]
    fn ping(&self) {}
    #[call]
    async fn slowly(&mut self) {
        otp_runtime::process::sleep(Duration::from_millis(20)).await;
    }
    #[call]
    async fn never(&mut self) {
        std::future::pending::<()>().await;
    }
    #[cast]
    fn put(&mut self) {}
    #[cast]
    fn spill(&mut self) {
        panic!("spilt");
    }
    #[info]
    fn coin(&mut self, _: Coin) {}
}

#[otp_runtime::test]
async fn traffic_is_counted_by_server_and_method() {
    let meter = Meter::new(10);
    let till = Till::start_link().await.unwrap();
    for _ in 0..3 {
        till.ping().await.unwrap();
        till.put();
        till.send(Coin);
    }
    till.slowly().await.unwrap();
    assert!(till.never().timeout(Duration::from_millis(1)).await.is_err());
    let reading = meter.read();
    let traffic = |method| &reading.traffic[&("Till", method)];
    assert_eq!((traffic("ping").calls, traffic("ping").failed, traffic("put").casts), (3, 0, 3));
    assert_eq!((traffic("never").calls, traffic("never").failed), (1, 1));
    assert_eq!(traffic(std::any::type_name::<Coin>()).infos, 3);
    let slowly = traffic("slowly").latency.quantile(0.99).unwrap();
    assert!(slowly >= Duration::from_millis(17), "{slowly:?}");
    assert_eq!(reading.traffic_of("Till").messages(), reading.all_traffic().messages());

    // a second reading is a difference
    let before = meter.read();
    for _ in 0..5 {
        till.put();
    }
    let since = meter.read().since(&before);
    assert_eq!((since.all_traffic().casts, since.all_traffic().calls), (5, 0));
    assert_eq!(since.all_traffic().latency.quantile(0.5), None);
    till.exit(ExitReason::Kill);
}

#[otp_runtime::test]
async fn lives_are_counted_and_crashes_are_kept() {
    let meter = Meter::of_lives(2);
    let top = Supervisor::builder(Strategy::OneForOne)
        .max_restarts(9)
        .child(Till::child())
        .start_link()
        .name("top")
        .await
        .unwrap();
    let till = top.child::<Till>("Till");
    for _ in 0..3 {
        let died = till.monitor();
        till.spill();
        died.await;
        till.ping().wait().await.unwrap();
    }
    let named = Till::start().name("alone").await.unwrap();
    let died = named.monitor();
    named.exit(ExitReason::error("no paper"));
    died.await;
    let lives = meter.read().lives["Till"];
    assert_eq!((lives.started, lives.exited, lives.crashed, lives.restarted), (5, 4, 4, 3));
    let crashes = meter.crashes();
    let told: Vec<_> =
        crashes.iter().map(|crash| (crash.number, crash.kind, crash.place.as_deref(), crash.name.as_deref())).collect();
    assert_eq!(told, [(4, "error", None, Some("alone")), (3, "panic", Some("top/Till"), None)]);
    assert_eq!((crashes[0].reason.as_str(), crashes[1].restarts), ("no paper", 2));
    assert!(meter.read().traffic.is_empty(), "it does not count messages");
    named.send(Coin);
    assert_eq!(meter.read().dead_letters, 1);
    top.stop().await.unwrap();
}

#[otp_runtime::test]
async fn whoever_is_told_of_lives_is_not_told_of_messages_though_others_are() {
    let till = Till::start_link().await.unwrap();
    let told = Arc::new(AtomicUsize::new(0));
    let counted = told.clone();
    let of_message = |event: &Event<'_>| {
        matches!(
            event,
            Event::CallStarted { .. } | Event::CallStopped { .. } | Event::Cast { .. } | Event::Handled { .. }
        )
    };
    telemetry::attach_lives("lives", move |event| {
        assert!(!of_message(event), "{event:?}");
        counted.fetch_add(1, SeqCst);
    })
    .unwrap();
    till.ping().await.unwrap();
    telemetry::attach("all", |_| {}).unwrap();
    till.ping().await.unwrap();
    till.put();
    assert_eq!(told.load(SeqCst), 0);
    Till::start().await.unwrap().stop().await.unwrap();
    assert_eq!(told.load(SeqCst), 2, "a start and an end");
    assert!(telemetry::detach("all") && telemetry::detach("lives"));
}

#[otp_runtime::test]
async fn a_meter_counts_until_it_is_dropped() {
    struct Told(Arc<()>);
    let meter = Meter::new(1);
    let till = Till::start_link().await.unwrap();
    till.ping().await.unwrap();
    assert_eq!(meter.read().all_traffic().calls, 1);
    drop(meter);
    // nobody is told of messages any more: they are lent and run in place as before
    let told = Told(Arc::new(()));
    let there = told.0.clone();
    telemetry::attach_lives("last", move |_| drop(there.clone())).unwrap();
    assert_eq!(Arc::strong_count(&told.0), 2);
    telemetry::detach("last");
    till.ping().await.unwrap();
}
