//! Seeing inside: system requests, snapshots, telemetry, and what is warned of.

#[path = "../support/children.rs"]
// shared with the conformance tests, which use all of it
#[allow(dead_code)]
mod children;
#[path = "../support/leaks.rs"]
mod leaks;
#[path = "../conformance/logs.rs"]
mod logs;
// shared likewise
#[allow(dead_code)]
#[path = "../behaviour/support.rs"]
mod support;

mod deadlocks;
mod letters;
mod meter;
mod metered;
mod observer;
mod slow;
mod snapshots;
mod sys;
mod telemetry;
