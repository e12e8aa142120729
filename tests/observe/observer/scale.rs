//! A great many processes.

use super::api::Till;
use super::client::Visitor;
use otp_runtime::observer;
use otp_runtime::prelude::*;
use std::time::{Duration, Instant};

/// The figures are printed; the bounds are generous, for machines that do other things as well.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_hundred_thousand_processes_answers_are_small_and_quick() {
    let tills = DynamicSupervisor::<Till>::builder().start_link().name("tills").await.unwrap();
    for number in 0..100_000 {
        tills.start_child(Till::child(number)).await.unwrap();
    }
    let visitor = Visitor::of(&observer::serve(([127, 0, 0, 1], 0)).await.unwrap()).await;
    let begun = Instant::now();
    let summary = visitor.get("/api/summary").await;
    let (first, took) = (begun.elapsed(), Duration::from_micros(summary["took"].as_u64().unwrap()));
    assert!(summary["processes"].as_u64().unwrap() > 100_000);
    println!("first answer {first:?}, of which the snapshot took {took:?}");
    let key = visitor.get("/api/tree").await["rows"][0]["key"].as_str().unwrap().to_owned();
    for path in [
        "/api/summary".to_owned(),
        "/api/tree".to_owned(),
        format!("/api/tree?node={key}&offset=99900"),
        "/api/processes?sort=mailbox".to_owned(),
        "/api/processes?q=till".to_owned(),
        "/api/processes?q=nobody+at+all".to_owned(),
    ] {
        let mut best = (Duration::MAX, 0);
        for _ in 0..5 {
            let begun = Instant::now();
            let answer = visitor.ask("GET", &path, &[]).await;
            assert_eq!(answer.status, 200);
            best = best.min((begun.elapsed(), answer.body.len()));
        }
        println!("{path}: {:?}, {} bytes", best.0, best.1);
        assert!(best.1 < 64 * 1024, "{path}: {} bytes", best.1);
        assert!(
            best.0 < Duration::from_millis(if cfg!(debug_assertions) { 2_000 } else { 200 }),
            "{path}: {:?}",
            best.0
        );
    }
    let mut events = visitor.events("GET", &format!("/api/events?open={key}"), &[]).await;
    let update = events.next("update").await.unwrap();
    assert_eq!(update["tree"][1]["rows"].as_array().unwrap().len(), 100);
    assert_eq!(update["tree"][1]["total"], 100_000);
    assert!(update.to_string().len() < 128 * 1024);
    tills.stop().await.unwrap();
}
