//! Rules for what stands around the arguments: qualifiers, generics, `self`, `where`.

use quote::{ToTokens, quote};
use syn::{FnArg, GenericParam};

use crate::block::Function;
use crate::block::signature::{Wanted, borrowed_self, is_mutable, not_default, safe_and_own, whole_clause};
use crate::diag::{Errors, show};
use crate::gen_server::model::{Handler, Role, Subject};

/// `default`, `async`, `unsafe`, `extern`.
pub(super) fn qualifiers(handler: &Handler, function: &Function, errors: &mut Errors) {
    not_default(function, "a handler", errors);
    if let Some(asyncness) = &handler.sig.asyncness {
        let what = match handler.role {
            Role::Hibernate => Some("`#[hibernate]` runs while the server does nothing else, so it cannot be `async`"),
            Role::FormatStatus => Some("`#[format_status]` must answer at once, so it cannot be `async`"),
            _ if handler.options.blocking.is_some() => {
                Some("a `blocking` handler has a thread of its own, so it cannot be `async`")
            }
            _ => None,
        };
        if let Some(what) = what {
            let or = if handler.options.blocking.is_some() { ", or `blocking`" } else { "" };
            errors.error(asyncness, what, format!("remove `async`{or}"));
        }
    }
    safe_and_own(&handler.sig, "a handler", "callers reach it through a safe method", errors);
}

/// Parameters of the handler itself.
pub(super) fn generics(handler: &Handler, subject: Subject, errors: &mut Errors) {
    let params = &handler.sig.generics.params;
    let lifetimes = params.iter().all(|param| matches!(param, GenericParam::Lifetime(_)));
    let (lt, gt) = (&handler.sig.generics.lt_token, &handler.sig.generics.gt_token);
    if params.is_empty() {
        return;
    }
    let at = quote!(#lt #params #gt);
    if lifetimes {
        let what = format!("remove `{}`: nothing borrowed reaches the server", show(&at));
        errors.error(at, what, format!("`fn {}(…)`, with owned arguments", handler.ident));
        return;
    }
    let param = params.iter().find_map(|param| match param {
        GenericParam::Type(param) => Some(param.ident.to_string()),
        GenericParam::Const(param) => Some(format!("const {}", param.ident)),
        GenericParam::Lifetime(_) => None,
    });
    let param = param.unwrap_or_default();
    let what = match handler.role {
        Role::Init => "`#[init]` cannot be generic: a server starts with one type of arguments",
        role if role.handles_messages() => "a handler cannot be generic: each message has one type",
        _ => "this method cannot be generic: the server calls it",
    };
    errors.error(at, what, format!("put `{param}` on {}, or write the type", subject.place()));
}

/// `where`, which belongs to the whole.
pub(super) fn where_clause(handler: &Handler, subject: Subject, errors: &mut Errors) {
    if let Some(clause) = &handler.sig.generics.where_clause {
        let help = format!("move the `where` clause to {}", subject.place());
        errors.error(whole_clause(clause), "a handler has no bounds of its own", help);
    }
}

/// `self`: borrowed, and only where there is a state already.
pub(super) fn receiver(handler: &Handler, errors: &mut Errors) {
    let name = &handler.ident;
    let receiver = handler.sig.inputs.first().and_then(|input| match input {
        FnArg::Receiver(receiver) => Some(receiver),
        FnArg::Typed(_) => None,
    });
    let wanted = if handler.role == Role::FormatStatus { "`&self`" } else { "`&self` or `&mut self`" };
    let Some(receiver) = receiver else {
        if handler.role != Role::Init {
            let inputs = parenthesised(handler);
            let what = format!("`{name}` must take {wanted}: it runs inside the server");
            let all =
                if handler.sig.inputs.is_empty() { String::new() } else { format!(", {}", show(&handler.sig.inputs)) };
            errors.error(quote!(#name #inputs), what, format!("`fn {name}(&{}self{all})`", mutable(handler)));
        }
        return;
    };
    if handler.role == Role::Init {
        errors.error(receiver, "`#[init]` creates the state, so there is no `self` yet", "remove `self`");
        return;
    }
    let wanted = Wanted { noun: "server", method: "handler", receivers: wanted };
    let reported = borrowed_self(receiver, &name.to_string(), &wanted, errors);
    if !reported && handler.role == Role::FormatStatus && is_mutable(receiver) {
        errors.error(receiver, "`#[format_status]` only looks at the state", "take `&self`");
    }
}

/// `(…)`, with the tokens of the user.
fn parenthesised(handler: &Handler) -> proc_macro2::TokenStream {
    let inputs = &handler.sig.inputs;
    let mut tokens = proc_macro2::TokenStream::new();
    handler.sig.paren_token.surround(&mut tokens, |tokens| inputs.to_tokens(tokens));
    tokens
}

fn mutable(handler: &Handler) -> &'static str {
    if handler.role == Role::FormatStatus { "" } else { "mut " }
}
