//! The rules. Each is a small function named for what it finds; nothing stops early.

pub(crate) mod accessors;
pub(crate) mod field;
pub(crate) mod placement;
