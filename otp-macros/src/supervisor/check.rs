//! The rules. Each is a small function named for what it finds; nothing stops early.

pub(crate) mod args;
pub(crate) mod child;
pub(crate) mod placement;
pub(crate) mod set;
