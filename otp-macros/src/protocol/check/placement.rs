//! Rules for where `#[protocol]` stands, and for the line with `trait`.

use quote::{ToTokens as _, quote};
use syn::{Attribute, ItemTrait};

use crate::block::Item;
use crate::block::marks::is_async_trait;
use crate::diag::{Errors, show};
use crate::item::Other;
use crate::protocol::model::Mark;

/// The attribute is on something that is not a trait.
pub(crate) fn not_a_trait(other: &Other, errors: &mut Errors) {
    let what = other.what();
    let help = if what == "an `impl` block" {
        "mark the trait; a server lists it, `#[gen_server(protocol = Ledger)]`, and its `impl Ledger for …` is a plain one"
    } else {
        "declare the messages in a trait: `#[protocol] pub trait Ledger { #[call] fn sum(&self) -> u64; }`"
    };
    errors.error(other.head(), format!("`#[protocol]` goes on a trait, not on {what}"), help);
}

/// More attributes above the trait that do not go together with ours.
pub(crate) fn given_once(refused: &[Attribute], errors: &mut Errors) {
    for attr in refused {
        if is_async_trait(attr) {
            let what = "`#[async_trait]` does not go with `#[protocol]`";
            errors.error(attr, what, "remove it: `async fn` works as it is");
        } else {
            errors.error(attr, "one `#[protocol]` per trait", "remove this one");
        }
    }
}

/// `unsafe` and `auto`, which are taken away.
pub(crate) fn qualifiers(header: &mut ItemTrait, errors: &mut Errors) {
    if let Some(unsafety) = header.unsafety.take() {
        errors.error(unsafety, "a protocol cannot be `unsafe`", "remove `unsafe`");
    }
    if let Some(auto) = header.modifiers.auto_token.take() {
        errors.error(auto, "a protocol cannot be `auto`: each server implements it", "remove `auto`");
    }
}

/// Lifetimes among the parameters.
pub(crate) fn lifetimes(header: &ItemTrait, errors: &mut Errors) {
    for param in header.generics.lifetimes() {
        let what = format!("a protocol must be `'static`, and `{}<{}>` borrows", header.ident, show(&param.lifetime));
        errors.error(param, what, format!("remove `{}`: messages own what they carry", show(&param.lifetime)));
    }
}

/// `trait Ledger: Clone`, whose supertraits are taken away.
pub(crate) fn supertraits(header: &mut ItemTrait, errors: &mut Errors) {
    header.colon_token = None;
    for bound in std::mem::take(&mut header.supertraits) {
        let shown = show(&bound);
        let help = if ["Send", "Sync", "Sized", "'static"].contains(&shown.as_str()) {
            "remove it: every server is `Send + 'static`".to_owned()
        } else {
            format!(
                "remove it; if `{shown}` is a protocol, a server lists both: `protocol = {} + {shown}`",
                header.ident
            )
        };
        errors.error(bound, "a protocol has no supertraits", help);
    }
}

/// A protocol has messages.
pub(crate) fn is_complete(header: &ItemTrait, items: &[Item<Mark>], errors: &mut Errors) {
    if items.is_empty() {
        let name = &header.ident;
        let help = format!("`trait {name} {{ #[call] fn sum(&self) -> u64; }}`");
        errors.error(quote!(#name).to_token_stream(), "this protocol has no `#[call]` and no `#[cast]`", help);
    }
}
