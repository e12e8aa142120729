//! What the runtime does where OTP says nothing, or where Rust has a say: threads, runtimes, drops, bounds.

#[path = "../support/children.rs"]
// shared with the conformance tests, which use all of it
#[allow(dead_code)]
mod children;
// shared likewise
#[allow(dead_code)]
#[path = "../conformance/directory.rs"]
mod directory;
#[path = "../support/leaks.rs"]
mod leaks;
#[path = "../conformance/logs.rs"]
mod logs;
mod support;

mod agent;
mod application_macro;
mod arrivals;
mod blocking;
mod cancel;
mod current;
mod death;
mod deferred;
mod drops;
mod dynamic_supervisor;
mod elixir;
mod entry;
mod flood;
mod found;
mod in_place;
mod init_errors;
mod lent;
mod mailbox;
mod protocol;
mod registry;
mod requests;
mod runtimes;
mod spans;
mod streams;
mod stuck;
mod supervisor;
mod supervisor_ends;
mod supervisor_found;
mod supervisor_macro;
mod supervisor_requests;
mod supervisor_restarts;
mod supervisor_rules;
mod tasks;
