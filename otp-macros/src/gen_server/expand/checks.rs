//! Bounds, asked for with the user's own tokens, so that rustc's errors stand under them and have our words.

use std::collections::HashSet;

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::FnArg;

use crate::gen_server::check::is_mutable;
use crate::gen_server::expand::scope::Scope;
use crate::gen_server::model::{Handler, Role};

/// A function that nobody calls: what it names must be true for the server to be one.
pub(super) fn checks(scope: &Scope) -> TokenStream {
    let (cfg, krate) = (&scope.cfg, scope.krate);
    let (generics, where_clause) = (&scope.server.generics, &scope.server.generics.where_clause);
    let private = quote!(#krate::__private);
    let server = &scope.server.self_ty;
    let mut seen = HashSet::new();
    let valid = || scope.server.handlers.iter().filter(|handler| handler.valid);
    let always = valid().filter(|handler| !handler.kept.is_conditional());
    let always: HashSet<String> = always.flat_map(|handler| sent(scope, handler)).map(|ty| ty.to_string()).collect();
    let mut bounds = vec![quote!(#private::needs_server_state::<#server>();)];
    for handler in valid() {
        let cfg = handler.kept.cfg();
        for ty in sent(scope, handler) {
            // Once is enough, and best without a condition.
            let covered = handler.kept.is_conditional() && always.contains(&ty.to_string());
            if !covered && seen.insert(format!("{cfg}{ty}")) {
                bounds.push(quote!(#cfg #private::needs_message::<#ty>();));
            }
        }
        if let Some(receiver) = shared_async(handler) {
            let server = relocate(server.to_token_stream(), receiver);
            bounds.push(quote!(#cfg #private::async_ref_handler::<#server>();));
        }
    }
    quote! {
        #cfg
        const _: () = {
            fn _check #generics() #where_clause {
                #(#bounds)*
            }
        };
    }
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
        Some(FnArg::Receiver(receiver)) if handler.is_async() && !is_mutable(receiver) => Some(receiver.self_token.span),
        _ => None,
    }
}

/// The same tokens at another place.
fn relocate(tokens: TokenStream, at: Span) -> TokenStream {
    let moved = tokens.into_iter().map(|mut token| {
        if let TokenTree::Group(group) = &token {
            token = TokenTree::Group(Group::new(group.delimiter(), relocate(group.stream(), at)));
        }
        token.set_span(token.span().located_at(at));
        token
    });
    moved.collect()
}
