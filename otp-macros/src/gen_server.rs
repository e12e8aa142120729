//! `#[gen_server]`: the steps from an `impl` block to a server.

pub(crate) mod check;
pub(crate) mod expand;
pub(crate) mod lower;
pub(crate) mod model;
pub(crate) mod options;

use proc_macro2::TokenStream;

use crate::block;
use crate::diag::{Errors, expansion};
use model::Role;

/// The expansion. It cannot fail: whatever is wrong, the item is given back first, and the errors come last.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    expansion(|errors| read(args, item, errors))
}

/// The item and all that is made from it.
pub(crate) fn read(args: TokenStream, item: TokenStream, errors: &mut Errors) -> TokenStream {
    let options = options::parse(args, errors);
    let krate = options.krate.clone();
    block::read::<Role>(item, &krate, errors, |block, errors| {
        lower::lower(block, options, errors).map(|server| expand::server(&server))
    })
}
