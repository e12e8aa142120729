//! `#[application]`: the steps from an `impl` block to an application.

mod check;
mod expand;
mod lower;
mod model;
mod options;

use proc_macro2::TokenStream;
use quote::quote;

use crate::block;
use crate::diag::Errors;
use model::Role;

/// The expansion. It cannot fail: whatever is wrong, the item is given back first, and the errors come last.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let application = read(args, item, &mut errors);
    let errors = errors.into_tokens();
    quote!(#application #errors)
}

/// The item and what is made from it.
pub(crate) fn read(args: TokenStream, item: TokenStream, errors: &mut Errors) -> TokenStream {
    let options = options::parse(args, errors);
    let block = match block::parse::<Role>(item, &options.krate) {
        Ok(block) => block,
        Err(other) => {
            block::header::not_an_impl::<Role>(&other, errors);
            return other.tokens;
        }
    };
    let application = lower::lower(&block, options, errors);
    let application = application.map(|application| expand::application(&application));
    quote!(#block #application)
}
