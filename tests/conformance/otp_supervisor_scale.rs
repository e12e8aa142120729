//! Suite `otp.supervisor`: many children.

use super::children::{Worker, counts};
use super::leaks;
use otp_runtime::prelude::*;
use std::time::{Duration, Instant};

/// How long it takes to start and stop so many children one by one.
async fn round(children: u32) -> Duration {
    let top = Supervisor::builder(Strategy::OneForOne).start().await.unwrap();
    let ids: Vec<String> = (0..children).map(|number| number.to_string()).collect();
    let begun = Instant::now();
    for id in &ids {
        top.start_child(Worker::child().id(id.as_str())).await.unwrap();
    }
    assert_eq!(counts(&top).await, (ids.len(), ids.len(), 0, ids.len()));
    for id in &ids {
        top.terminate_child(id.as_str()).await.unwrap();
        top.delete_child(id.as_str()).await.unwrap();
    }
    let took = begun.elapsed();
    assert_eq!(counts(&top).await, (0, 0, 0, 0));
    top.stop().await.unwrap();
    took
}

/// A hundred times as many children take less than a thousand times as long. A busy machine can spoil a measurement, but
/// not each.
#[otp_runtime::test]
async fn otp_supervisor_86_many_children() {
    // without optimisation a hundred thousand take a quarter of a minute
    let factor = if cfg!(debug_assertions) { 20 } else { 100 };
    leaks::checked(async {
        round(1_000).await;
        let mut measured = Vec::new();
        while measured.len() < 5 {
            let (few, many) = (round(1_000).await, round(factor * 1_000).await);
            if many < 10 * factor * few {
                return;
            }
            measured.push((few, many));
        }
        panic!("for few and for many: {measured:?}");
    })
    .await;
}
