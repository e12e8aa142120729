//! Calls of servers that are found anew each time.

use super::calls::in_turn;
use crate::contender::{Keyed, Named, Supervised};
use crate::workload::Size;

pub(crate) async fn named<C: Named>(size: Size) -> f64 {
    let name = C::named().await;
    in_turn(size, || C::call_named(&name, 1)).await
}

pub(crate) async fn keyed<C: Keyed>(size: Size) -> f64 {
    let name = C::keyed().await;
    in_turn(size, || C::call_named(&name, 1)).await
}

pub(crate) async fn supervised<C: Supervised>(size: Size) -> f64 {
    let server = C::supervised().await;
    in_turn(size, || C::call(&server, 1)).await
}
