//! Which messages have handlers that are async, or `blocking`: what the runtime asks before it runs one.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::gen_server::expand::protocols;
use crate::gen_server::expand::scope::{Kind, Scope};
use crate::gen_server::model::{Handler, Role};

/// Which handlers are meant.
type Which = fn(&Handler) -> bool;

/// A handler that is async. Whether one of `#[handle_continue]` is need not be known.
const WAITS: Which = |handler| handler.is_async() && handler.role != Role::Continue;

/// A handler that is `blocking`.
const BLOCKS: Which = |handler| handler.options.blocking.is_some();

/// `waits`: the messages whose handler is async.
pub(super) fn waits(scope: &Scope) -> TokenStream {
    let any = [Role::Call, Role::Cast, Role::Info].iter().any(|role| scope.server.has(*role));
    if any { is_such(scope, "waits", WAITS) } else { TokenStream::new() }
}

/// `blocks`: the messages whose handler is `blocking`, if there are any.
pub(super) fn blocks(scope: &Scope) -> TokenStream {
    let speaks = !scope.server.options.protocols.is_empty();
    if speaks || scope.server.handlers.iter().any(|handler| handler.valid && BLOCKS(handler)) {
        return is_such(scope, "blocks", BLOCKS);
    }
    TokenStream::new()
}

/// A function that says whether a message is for such a handler.
fn is_such(scope: &Scope, function: &str, which: Which) -> TokenStream {
    let krate = scope.krate;
    let such = scope.server.handlers.iter().filter(|handler| handler.valid && which(handler));
    let patterns = such.filter_map(|handler| {
        let kind = match handler.role {
            Role::Call => Kind::Call,
            Role::Cast => Kind::Cast,
            Role::Info => Kind::Info,
            Role::Continue => Kind::Continue,
            _ => return None,
        };
        let (name, pattern) = (Ident::new(kind.name(), Span::call_site()), scope.any(kind, handler));
        Some((handler, quote!(#krate::Message::#name(#pattern))))
    });
    let patterns: Vec<_> = patterns.collect();
    let unused = patterns.is_empty() && scope.server.options.protocols.is_empty();
    let message = Ident::new(if unused { "_message" } else { "message" }, Span::mixed_site());
    let body = if scope.server.options.protocols.is_empty() {
        is_one_of(&message, &patterns)
    } else {
        let (own, protocols) = (true_arms(&patterns), protocols::such_arms(scope, function));
        quote!(match #message { #protocols #own _ => false, })
    };
    let function = Ident::new(function, Span::call_site());
    quote!(fn #function(#message: &#krate::Message<'_, Self>) -> bool { #body })
}

/// Whether a value matches one of the patterns, as far as they are compiled in.
fn is_one_of(value: &Ident, patterns: &[(&Handler, TokenStream)]) -> TokenStream {
    if patterns.is_empty() {
        return quote!(false);
    }
    if patterns.iter().any(|(handler, _)| handler.kept.is_conditional()) {
        let arms = true_arms(patterns);
        return quote!(match #value { #arms _ => false, });
    }
    let patterns = patterns.iter().map(|(_, pattern)| pattern);
    quote!(::core::matches!(#value, #(#patterns)|*))
}

fn true_arms(patterns: &[(&Handler, TokenStream)]) -> TokenStream {
    let arms = patterns.iter().map(|(handler, pattern)| {
        let cfg = handler.kept.cfg();
        quote!(#cfg #pattern => true,)
    });
    arms.collect()
}

/// What a protocol says of its calls or casts: whether their handlers are async, and whether they are `blocking`.
pub(crate) fn manners(scope: &Scope, kind: Kind) -> TokenStream {
    if !scope.server.has(kind.role()) {
        return TokenStream::new();
    }
    let (value, ty) = (kind.name().to_lowercase(), Ident::new(kind.name(), Span::call_site()));
    let such = |what: &str, which: Which| {
        let handlers = scope.server.of(kind.role()).filter(|handler| which(handler));
        let patterns: Vec<_> = handlers.map(|handler| (handler, scope.any(kind, handler))).collect();
        let function = Ident::new(&format!("{value}_{what}"), Span::call_site());
        let unused = if patterns.is_empty() { "_" } else { "" };
        let value = Ident::new(&format!("{unused}{value}"), Span::mixed_site());
        let is_one = is_one_of(&value, &patterns);
        (!patterns.is_empty() || what == "waits").then(|| quote!(fn #function(#value: &Self::#ty) -> bool { #is_one }))
    };
    let (waits, blocks) = (such("waits", WAITS), such("blocks", BLOCKS));
    quote!(#waits #blocks)
}
