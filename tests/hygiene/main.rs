//! Generated code among names that are taken, and where none is in scope.

include!("all.rs");
