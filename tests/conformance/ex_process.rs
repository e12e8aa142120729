//! Suite `ex.process`.
