//! `#[agent]`: the steps from a struct, which is the state, to an agent with an accessor for each field.

mod check;
mod expand;
mod lower;
mod model;
mod options;
mod parse;

use proc_macro2::TokenStream;

use crate::diag::{Errors, expansion};

/// The expansion. It cannot fail: whatever is wrong, there is the struct with its client and its functions, and the errors
/// come last.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    expansion(|errors| read(args, item, errors))
}

/// The struct, and what belongs to it.
pub(crate) fn read(args: TokenStream, item: TokenStream, errors: &mut Errors) -> TokenStream {
    let options = options::parse(args, errors);
    match parse::parse(item, &options.krate) {
        Ok(declaration) => expand::agent(&lower::lower(declaration, options, errors)),
        Err(other) => {
            check::placement::not_a_struct(&other, errors);
            // An agent in a module is one by itself.
            if ["an enum", "a union"].contains(&other.what()) {
                return parse::SKIP.without_marks(other.tokens, &options.krate);
            }
            other.tokens
        }
    }
}
