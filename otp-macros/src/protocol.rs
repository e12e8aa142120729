//! `#[protocol]`: the steps from a trait to messages and a client for all servers that implement it.

mod check;
mod expand;
mod lower;
mod model;
mod options;
mod parse;

use proc_macro2::TokenStream;

use crate::diag::{Errors, expansion};

/// The expansion. It cannot fail: whatever is wrong, the trait is given back first, and the errors come last.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    expansion(|errors| read(args, item, errors))
}

/// The trait, and what belongs to it.
pub(crate) fn read(args: TokenStream, item: TokenStream, errors: &mut Errors) -> TokenStream {
    let options = options::parse(args, errors);
    let krate = options.shared.krate.clone();
    match parse::parse(item, &krate) {
        Ok(declaration) => expand::protocol(&lower::lower(declaration, options, errors)),
        Err(other) => {
            check::placement::not_a_trait(&other, errors);
            parse::without_marks(other.tokens, &krate)
        }
    }
}
