//! `#[supervisor]`: the steps from a struct, whose fields are the children, to a supervisor.

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

/// The expansion. It cannot fail: whatever is wrong, there is a type with its client and its functions, and the errors
/// come last.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let supervisor = read(args, item, &mut errors);
    let errors = errors.into_tokens();
    quote!(#supervisor #errors)
}

/// What stands in place of the struct.
pub(crate) fn read(args: TokenStream, item: TokenStream, errors: &mut Errors) -> TokenStream {
    let options = options::parse(args, errors);
    match parse::parse(item, &options.krate) {
        Ok(declaration) => expand::supervisor(&lower::lower(declaration, options, errors)),
        Err(other) => {
            check::placement::not_a_struct(&other, errors);
            attrs::without(other.tokens, "child", &options.krate)
        }
    }
}
