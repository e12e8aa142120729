// All cases, and a test for each: what the crates of `tests/fixtures` and `main.rs` have in common.

/// A server of every kind of item, where no name is in scope.
mod bare {
    #![no_implicit_prelude]
    #![allow(dead_code)] // not every client method is used
    #![allow(clippy::boxed_local)] // a boxed message is a case

    include!("cases.rs");
    include!("protocols.rs");

    #[::renamed::test(crate = ::renamed)]
    async fn every_kind_of_handler_runs() {
        run().await;
        run_protocols().await;
    }
}

#[path = "names.rs"]
mod names;

#[path = "places.rs"]
mod places;
