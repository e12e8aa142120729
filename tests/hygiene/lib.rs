//! Generated code under the strictest lints: a user's crate may forbid what it likes.

#![forbid(unsafe_code, missing_docs)]
#![deny(
    unused,
    unreachable_pub,
    unnameable_types,
    private_interfaces,
    private_bounds,
    deprecated,
    nonstandard_style,
    future_incompatible,
    rust_2018_idioms,
    let_underscore,
    refining_impl_trait,
    absolute_paths_not_starting_with_crate,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    keyword_idents,
    macro_use_extern_crate,
    meta_variable_misuse,
    missing_abi,
    missing_debug_implementations,
    missing_copy_implementations,
    non_ascii_idents,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]
// The handlers themselves, which are the cases' own, do little: these say so. In generated code there is nothing of them.
#![allow(
    clippy::missing_const_for_fn,    // a handler is called by its server only
    clippy::must_use_candidate,      // likewise
    clippy::unused_self,             // a handler takes `self`, whether it needs it or not
    clippy::unused_async,            // an `async` handler that never waits is a case
    clippy::needless_pass_by_value,  // a message is moved
    clippy::needless_pass_by_ref_mut, // `&mut self` is a case
    clippy::boxed_local              // a boxed message is a case
)]

pub mod cases {
    //! The cases.

    include!("cases.rs");
    include!("protocols.rs");
}

#[cfg(test)]
mod tests {
    #[renamed::test(crate = ::renamed)]
    async fn every_kind_of_handler_runs() {
        crate::cases::run().await;
        crate::cases::run_protocols().await;
    }
}
