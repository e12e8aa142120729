//! Rules for what stands in the trait.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens as _;
use syn::Token;
use syn::ext::IdentExt as _;

use crate::block::marks::Role as _;
use crate::block::{self, Function, Item, ItemKind};
use crate::diag::{Errors, show};
use crate::gen_server::model::{ArgKind, Handler, Role};
use crate::names::OF;
use crate::protocol::model::Mark;
use crate::types;

/// Something that is no function; whether it is to be left out: with a constant or a type of its own the trait could
/// not stand for its servers.
pub(crate) fn constant(item: &Item<Mark>, errors: &mut Errors) -> bool {
    let ItemKind::Other { tokens, error: None } = &item.kind else {
        return false;
    };
    if !item.marks.is_empty() {
        // The mark is an error, and one is enough.
        block::check::function(item, errors);
        return true;
    }
    if tokens.is_empty() {
        // An attribute without anything after it, which rustc reports.
        return false;
    }
    let head: TokenStream = tokens.clone().into_iter().take(2).collect();
    let (at, what, help) = match tokens.clone().into_iter().next().map(|word| word.to_string()).as_deref() {
        Some("const") => (head, "a protocol has no constants", "move it out of the trait, or make it a `#[call]`"),
        Some("type") => {
            let help = "write the type in the messages, or make it a parameter: `trait Store<K: Send + 'static>`";
            (head, "a protocol has no types of its own: a message has one type", help)
        }
        _ => (tokens.clone(), "only methods stand in a protocol", "move it out of the trait"),
    };
    errors.error(at, what, help);
    true
}

/// The mark of a method: that of a call or a cast. Whether there is one.
pub(crate) fn marked(item: &Item<Mark>, function: &Function, errors: &mut Errors) -> bool {
    let name = &function.sig.ident;
    if item.marks.is_empty() {
        let what = format!("`{name}` has no `#[call]` and no `#[cast]`");
        errors.error(name, what, "mark it, or move it out of the protocol: what has no message cannot be asked for");
        return false;
    }
    let mut fits = true;
    for mark in item.marks.iter().filter(|mark| !mark.role().0.is_on_client()) {
        let attribute = mark.role().attribute();
        let (what, help) = match mark.role().0 {
            Role::Init => ("each server starts in its own way", "move it to the `#[gen_server]` impl of each server"),
            Role::Info => {
                ("any other message is a server's own", "move it to a `#[gen_server]` impl, or make it a `#[cast]`")
            }
            _ => ("that is a server's own", "move it to the `#[gen_server]` impl of a server"),
        };
        errors.error(&mark.attr, format!("`#[{attribute}]` does not stand in a protocol: {what}"), help);
        fits = false;
    }
    fits
}

/// Whether its name is one that the client has no function of yet; if not, that is an error already.
pub(crate) fn is_free(handler: &Handler) -> bool {
    handler.ident.unraw() != OF
}

/// `Self` in a message, of which not even a method can be made; whether there is none.
pub(crate) fn types(handler: &Handler, errors: &mut Errors) -> bool {
    let before = errors.len();
    let own = Ident::from(Token![Self](Span::call_site()));
    let sent = handler.args.iter().filter(|arg| arg.kind != ArgKind::Context).map(|arg| &arg.ty);
    let returned = types::returned(&handler.sig.output);
    for ty in sent.chain(returned) {
        if types::mentions(ty.to_token_stream(), &own) {
            let what = format!("`{}` is another type in each server, and a message has one", show(ty));
            errors.error(ty, what, "write a type that does not depend on the server");
        }
    }
    errors.len() == before
}

/// A default body.
pub(crate) fn body(function: &Function, errors: &mut Errors) {
    if function.has_body() {
        let name = &function.sig.ident;
        let what = format!("`{name}` has a body, and a protocol only declares messages");
        errors.error(name, what, "end it with `;`: each server handles it in its `impl` of the trait");
    }
}
