//! No server at all: the sum behind tokio's `Mutex`.

use crate::contender::{Contender, LIMIT};
use std::sync::Arc;

pub(crate) struct Mutex;

type Sum = Arc<tokio::sync::Mutex<u64>>;

async fn add(sum: &mut u64, by: u64) -> u64 {
    *sum += by;
    *sum
}

impl Contender for Mutex {
    type Server = Sum;

    async fn start() -> Sum {
        Arc::default()
    }

    async fn stop(sum: Sum) {
        drop(sum)
    }

    async fn call(sum: &Sum, by: u64) -> u64 {
        let mut sum = sum.lock().await;
        *sum += by;
        *sum
    }

    async fn call_async(sum: &Sum, by: u64) -> u64 {
        add(&mut *sum.lock().await, by).await
    }

    async fn call_yielding(sum: &Sum, by: u64) -> u64 {
        let work = async {
            let mut sum = sum.lock().await;
            tokio::task::yield_now().await;
            add(&mut sum, by).await
        };
        tokio::time::timeout(LIMIT, work).await.expect("in time")
    }
}
