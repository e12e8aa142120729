//! Helper attributes outside a server, supervisor or application: the attribute macros of those names report it, and give the item back.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::diag::Errors;

/// The expansion of `#[call]` and its companions where no `#[gen_server]`, which is `of`, has taken them away.
pub(crate) fn expand(helper: &str, of: &str, item: TokenStream) -> TokenStream {
    let in_protocols = ["call", "cast"].contains(&helper);
    if in_protocols && is_declaration(&item) {
        return report(
            helper,
            &item,
            &format!("`#[{helper}]` only works on a declaration inside a trait marked `#[protocol]`"),
            &format!("write `#[protocol]` above the trait, and `#[{helper}]`, by this name, on its methods"),
        );
    }
    let more = if in_protocols { "; the `impl` of a protocol's trait has no marks" } else { "" };
    report(
        helper,
        &item,
        &format!("`#[{helper}]` only works inside an `impl` marked `#[{of}]`"),
        &format!("write `#[{of}]` above the `impl` block, and `#[{helper}]`, by this name, on its methods{more}"),
    )
}

/// A method without a body.
fn is_declaration(item: &TokenStream) -> bool {
    matches!(item.clone().into_iter().last(), Some(TokenTree::Punct(sign)) if sign.as_char() == ';')
}

/// The expansion of `#[child]` on something that is not a field.
pub(crate) fn expand_child(item: &TokenStream) -> TokenStream {
    report(
        "child",
        item,
        "`#[child]` only works on the fields of a struct marked `#[supervisor]`",
        "write `#[supervisor(strategy = one_for_one)]` above the struct, and `#[child]`, by this name, on its fields",
    )
}

fn report(helper: &str, item: &TokenStream, what: &str, help: &str) -> TokenStream {
    let mut errors = Errors::default();
    // The span of the invocation is the whole attribute; it is as much the user's own as the item is.
    let user = item.clone().into_iter().next().map_or_else(Span::call_site, |token: TokenTree| token.span());
    errors.error(Ident::new(helper, Span::call_site().resolved_at(user)), what, help);
    let errors = errors.into_tokens();
    quote!(#item #errors)
}
