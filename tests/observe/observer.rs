//! The observer: what it answers, to whom, and how it lives and ends.

mod api;
mod client;
mod lives;
mod processes;
mod scale;
mod security;
