//! Metrics: each documented name with its labels.

use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};
use otp_runtime::prelude::*;
use otp_runtime::telemetry::metrics as otp;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

struct Till;

#[gen_server]
impl Till {
    #[init]
    fn init() -> Self {
        Till
    }
    #[call]
    fn cents(&self) -> u64 {
        5
    }
    #[cast]
    fn put(&mut self) {}
    #[cast]
    fn spill(&mut self) {
        panic!("spilt");
    }
}

/// By name and labels: how often, or the value.
#[derive(Clone, Default)]
struct Book(Arc<Mutex<BTreeMap<String, f64>>>);

struct Line(Book, String);

impl Line {
    fn change(&self, change: impl FnOnce(&mut f64)) {
        change(self.0.0.lock().unwrap().entry(self.1.clone()).or_default());
    }
}

impl Book {
    fn line(&self, key: &Key) -> Arc<Line> {
        let labels: Vec<_> = key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        Arc::new(Line(self.clone(), format!("{} {}", key.name(), labels.join(" "))))
    }
}

impl CounterFn for Line {
    fn increment(&self, by: u64) {
        self.change(|value| *value += by as f64);
    }
    fn absolute(&self, to: u64) {
        self.change(|value| *value = to as f64);
    }
}

impl GaugeFn for Line {
    fn increment(&self, by: f64) {
        self.change(|value| *value += by);
    }
    fn decrement(&self, by: f64) {
        self.change(|value| *value -= by);
    }
    fn set(&self, to: f64) {
        self.change(|value| *value = to);
    }
}

impl HistogramFn for Line {
    fn record(&self, seconds: f64) {
        assert!((0.0..60.0).contains(&seconds));
        self.change(|value| *value += 1.0);
    }
}

impl Recorder for Book {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.line(key))
    }
    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.line(key))
    }
    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.line(key))
    }
}

#[otp_runtime::test]
async fn a_system_is_metered_by_type_and_method() {
    let book = Book::default();
    let _here = metrics::set_default_local_recorder(&book);
    otp::install().unwrap();
    assert!(otp::install().is_err());
    let top = Supervisor::builder(Strategy::OneForOne).child(Till::child()).start().await.unwrap();
    let till = top.child::<Till>("Till");
    till.cents().await.unwrap();
    till.put();
    till.cents().await.unwrap();
    let end = till.monitor();
    till.spill();
    end.await;
    till.cents().wait().await.unwrap();
    otp::sample();
    let alive = book.0.lock().unwrap().clone();
    assert_eq!(alive.get("otp_processes server=Till"), Some(&1.0));
    assert_eq!(alive.get("otp_mailbox_messages server=Till"), Some(&0.0));
    top.stop().await.unwrap();
    till.put();
    otp::sample();
    let lines = book.0.lock().unwrap().clone();
    for (line, value) in [
        ("otp_calls_total server=Till method=cents outcome=replied", 3.0),
        ("otp_call_seconds server=Till method=cents", 3.0),
        ("otp_casts_total server=Till method=put", 1.0),
        ("otp_handler_seconds server=Till kind=call", 3.0),
        ("otp_process_starts_total server=Till", 2.0),
        ("otp_process_exits_total server=Till reason=panic", 1.0),
        ("otp_process_exits_total server=Till reason=shutdown", 1.0),
        ("otp_restarts_total server=Till", 1.0),
        ("otp_dead_letters_total kind=cast", 1.0),
        ("otp_processes server=Till", 0.0),
    ] {
        assert_eq!(lines.get(line), Some(&value), "{line} in {lines:#?}");
    }
}
