//! `#[agent]`: the steps from a struct, which is the state, to an agent with an accessor for each field.

mod check;
mod expand;
mod lower;
mod model;
mod options;
mod parse;

use proc_macro2::TokenStream;
use quote::quote;

use crate::attrs;
use crate::diag::Errors;

/// The expansion. It cannot fail: whatever is wrong, there is the struct with its client and its functions, and the errors
/// come last.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let agent = read(args, item, &mut errors);
    let errors = errors.into_tokens();
    quote!(#agent #errors)
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
                return attrs::without(other.tokens, "agent", &options.krate);
            }
            other.tokens
        }
    }
}
