//! What the runtime does where OTP says nothing, or where Rust has a say: threads, runtimes, drops, bounds.

// shared with the conformance tests, which use all of it
#[allow(dead_code)]
#[path = "../conformance/directory.rs"]
mod directory;
#[path = "../conformance/logs.rs"]
mod logs;
mod support;

mod arrivals;
mod blocking;
mod cancel;
mod current;
mod death;
mod deferred;
mod drops;
mod entry;
mod in_place;
mod mailbox;
mod requests;
mod runtimes;
mod spans;
mod streams;
mod stuck;
mod supervisor;
mod supervisor_macro;
