//! Helper attributes outside a server, supervisor or application: the attribute macros of those names report it, and give the item back.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

use crate::diag::{Errors, expansion};
use crate::item::words;

/// The expansion of `#[call]` and its companions where no `#[gen_server]`, which is `of`, has taken them away.
pub(crate) fn expand(helper: &str, of: &str, item: TokenStream) -> TokenStream {
    expansion(|errors| read(helper, of, item, errors))
}

/// The item, as it came.
pub(crate) fn read(helper: &str, of: &str, item: TokenStream, errors: &mut Errors) -> TokenStream {
    let in_protocols = ["call", "cast"].contains(&helper);
    if in_protocols && is_declaration(&item) {
        report(
            helper,
            &item,
            &format!("`#[{helper}]` only works on a declaration inside a trait marked `#[protocol]`"),
            &format!("write `#[protocol]` above the trait, and `#[{helper}]`, by this name, on its methods"),
            errors,
        );
        return item;
    }
    // Methods of a trait's impl are as visible as the trait.
    let may_implement = in_protocols && !words(item.clone()).any(|word| word.to_string() == "pub");
    let instead = if may_implement { "remove it in the `impl` of a protocol's trait; elsewhere " } else { "" };
    report(
        helper,
        &item,
        &format!("`#[{helper}]` only works inside an `impl` marked `#[{of}]`"),
        &format!("{instead}write `#[{of}]` above the `impl` block, and `#[{helper}]`, by this name, on its methods"),
        errors,
    );
    item
}

/// A method without a body.
fn is_declaration(item: &TokenStream) -> bool {
    matches!(item.clone().into_iter().last(), Some(TokenTree::Punct(sign)) if sign.as_char() == ';')
}

/// The expansion of `#[child]` on something that is not a field.
pub(crate) fn expand_child(item: TokenStream) -> TokenStream {
    expansion(|errors| read_child(item, errors))
}

/// The item, as it came.
pub(crate) fn read_child(item: TokenStream, errors: &mut Errors) -> TokenStream {
    report(
        "child",
        &item,
        "`#[child]` only works on the fields of a struct marked `#[supervisor]`",
        "write `#[supervisor(strategy = one_for_one)]` above the struct, and `#[child]`, by this name, on its fields",
        errors,
    );
    item
}

fn report(helper: &str, item: &TokenStream, what: &str, help: &str, errors: &mut Errors) {
    // The span of the invocation is the whole attribute; it is as much the user's own as the item is.
    let user = item.clone().into_iter().next().map_or_else(Span::call_site, |token: TokenTree| token.span());
    errors.error(Ident::new(helper, Span::call_site().resolved_at(user)), what, help);
}
