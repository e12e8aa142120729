//! The rules. Each is a small function named for what it finds, and all the messages are here; nothing stops early.

mod arguments;
pub(crate) mod results;
pub(crate) mod set;
mod signature;

use crate::block::Function;
use crate::diag::Errors;
use crate::gen_server::model::{Handler, Subject};

/// Checks one marked method, in the order in which it is written.
pub(crate) fn handler(handler: &Handler, function: &Function, subject: Subject, errors: &mut Errors) {
    signature::qualifiers(handler, function, errors);
    signature::generics(handler, subject, errors);
    signature::receiver(handler, errors);
    arguments::arguments(handler, errors);
    results::result(handler, errors);
    signature::where_clause(handler, subject, errors);
}
