//! What the runtime does where OTP says nothing, or where Rust has a say: threads, runtimes, drops, bounds.

#[path = "../conformance/directory.rs"]
mod directory;
#[path = "../conformance/logs.rs"]
mod logs;
mod support;

mod blocking;
mod cancel;
mod death;
mod deferred;
mod drops;
mod in_place;
mod mailbox;
mod runtimes;
mod streams;
mod stuck;
