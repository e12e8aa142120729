//! From a crash to serving again.

use super::each;
use crate::contender::Supervised;
use crate::workload::Size;
use std::time::Instant;

pub(crate) const CRASHES: u64 = 2_000;

/// A message makes a supervised server panic; it is asked until it answers with fresh state. A call that fails because the
/// server is just gone is made again after a yield.
pub(crate) async fn to_serving<C: Supervised>(size: Size) -> f64 {
    let server = C::supervised().await;
    let crashes = size.of(CRASHES);
    let start = Instant::now();
    for _ in 0..crashes {
        C::call(&server, 1).await;
        C::crash(&server).await;
        while C::sum(&server).await != Some(0) {
            tokio::task::yield_now().await;
        }
    }
    each(start, crashes)
}
