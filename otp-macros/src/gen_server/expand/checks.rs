//! Bounds, asked for with the user's own tokens, so that rustc's errors stand under them and have our words.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::FnArg;
use syn::ext::IdentExt as _;

use crate::gen_server::check::is_mutable;
use crate::gen_server::expand::scope::{Scope, relocate};
use crate::gen_server::model::{Handler, Role};

/// A function for each handler, which nobody calls. Their signatures ask for the bounds, not their bodies: rustc looks
/// at signatures first, and in their order, so that these errors come before those that follow from them.
pub(super) fn checks(scope: &Scope) -> TokenStream {
    let cfg = &scope.cfg;
    let mut seen = HashSet::new();
    let state = ask(scope, "State", scope.server.self_ty.to_token_stream());
    let mut checks = vec![check(scope, "self", &[state])];
    let (conditional, always): (Vec<_>, Vec<_>) =
        scope.server.handlers.iter().filter(|handler| handler.valid).partition(|handler| handler.kept.is_conditional());
    for handler in always {
        let asked = asked_by(scope, handler, &mut seen);
        checks.push(check(scope, &handler.ident.unraw().to_string(), &asked));
    }
    for handler in conditional {
        // It may be compiled out: what only it asks for, others must ask for again.
        let (cfg, asked) = (handler.kept.cfg(), asked_by(scope, handler, &mut seen.clone()));
        let check = check(scope, &handler.ident.unraw().to_string(), &asked);
        checks.push((!asked.is_empty()).then(|| quote!(#cfg #check)));
    }
    quote! {
        #cfg
        const _: () = {
            #(#checks)*
        };
    }
}

fn check(scope: &Scope, name: &str, asked: &[TokenStream]) -> Option<TokenStream> {
    let name = Ident::new(&format!("_{name}"), Span::call_site());
    let (generics, where_clause) = (&scope.server.generics, &scope.server.generics.where_clause);
    (!asked.is_empty()).then(|| quote!(fn #name #generics(#(_: #asked),*) #where_clause {}))
}

/// What one handler asks for and none before it has.
fn asked_by(scope: &Scope, handler: &Handler, seen: &mut HashSet<String>) -> Vec<TokenStream> {
    let types = sent(scope, handler).into_iter();
    let new = types.filter(|ty| seen.insert(ty.to_string()));
    let mut asked: Vec<_> = new.map(|ty| ask(scope, "Sent", ty)).collect();
    if let Some(receiver) = shared_async(handler) {
        let server = scope.server.self_ty.to_token_stream();
        asked.push(ask(scope, "Shared", relocate(server, receiver)));
    }
    asked
}

/// A type that is well-formed if `ty` has what `wanted` asks for; an error about it is one about the whole type.
fn ask(scope: &Scope, wanted: &str, ty: TokenStream) -> TokenStream {
    let mut tokens = ty.clone().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    let last = tokens.last().map_or(first, |token| token.span());
    let [first, last] = [first, last].map(|span| Span::call_site().located_at(span));
    let (krate, wanted) = (scope.krate_at(first), Ident::new(wanted, first));
    let mut asking = quote_spanned!(first=> #krate::__private::#wanted<);
    asking.extend(ty);
    asking.extend(quote_spanned!(last=> >));
    asking
}

/// The types that a handler sends from one process to another.
fn sent(scope: &Scope, handler: &Handler) -> Vec<TokenStream> {
    let mut types = Vec::new();
    if handler.role.handles_messages() || handler.role == Role::Init {
        types.extend(handler.data().map(|arg| scope.ty(&arg.ty)));
    }
    if handler.role == Role::Call {
        types.extend(handler.reply().map(|ty| scope.ty(ty)));
    }
    types
}

/// The place of the `&self` of an async handler: it holds on to the state while it waits.
fn shared_async(handler: &Handler) -> Option<Span> {
    match handler.sig.inputs.first() {
        Some(FnArg::Receiver(receiver)) if handler.is_async() && !is_mutable(receiver) => {
            Some(receiver.self_token.span)
        }
        _ => None,
    }
}
