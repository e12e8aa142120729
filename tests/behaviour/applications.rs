//! Applications: what their starts and ends leave behind, what they mean for each other, and programs made of them.

#[path = "../support/apps.rs"]
mod apps;
#[path = "../support/children.rs"]
// shared with the other tests, which use all of it
#[allow(dead_code)]
mod children;
#[path = "../support/leaks.rs"]
mod leaks;
// shared likewise
#[allow(dead_code)]
mod support;

#[path = "applications/config.rs"]
mod config;
#[path = "applications/ends.rs"]
mod ends;
#[path = "applications/runner.rs"]
mod runner;
#[path = "applications/starts.rs"]
mod starts;
#[path = "applications/together.rs"]
mod together;
