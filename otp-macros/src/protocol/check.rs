//! The rules that only protocols have. Each is a small function named for what it finds; nothing stops early.

pub(crate) mod method;
pub(crate) mod placement;
