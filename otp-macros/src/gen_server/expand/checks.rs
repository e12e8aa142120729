//! Bounds, asked for with the user's own tokens, so that rustc's errors stand under them and have our words.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;
use syn::{FnArg, TypeParam, TypeParamBound, WherePredicate};

use crate::block::signature::is_mutable;
use crate::gen_server::expand::scope::Scope;
use crate::gen_server::model::{Handler, Role, Subject};
use crate::names::{self, relocate};
use crate::types;

/// A function for each handler, which nobody calls. Their signatures ask for the bounds, not their bodies: rustc looks
/// at signatures first, and in their order, so that these errors come before those that follow from them.
pub(super) fn checks(scope: &Scope) -> TokenStream {
    let cfg = &scope.cfg;
    let mut seen = HashSet::new();
    let state = scope.server.self_ty.to_token_stream();
    let has_state = scope.server.subject == Subject::Server;
    let asked = if has_state && !is_open(scope, &state) { vec![ask(scope, "State", state)] } else { Vec::new() };
    let mut checks = vec![check(scope, "self", &asked)];
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
    if checks.iter().all(Option::is_none) {
        return TokenStream::new();
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
    let (generics, _, where_clause) = scope.server.generics.split_for_impl();
    (!asked.is_empty()).then(|| quote!(fn #name #generics(#(_: #asked),*) #where_clause {}))
}

/// What one handler asks for and none before it has.
fn asked_by(scope: &Scope, handler: &Handler, seen: &mut HashSet<String>) -> Vec<TokenStream> {
    let types = sent(scope, handler).into_iter();
    let new = types.filter(|ty| !is_open(scope, ty) && seen.insert(ty.to_string()));
    let mut asked: Vec<_> = new.map(|ty| ask(scope, "Sent", ty)).collect();
    if let Some(receiver) = shared_async(handler).filter(|_| scope.server.subject == Subject::Server) {
        let server = scope.server.self_ty.to_token_stream();
        asked.push(ask(scope, "Shared", relocate(server, receiver)));
    }
    asked
}

/// Whether a type mentions a parameter that is not said to be `Send`. Of such a one rustc proposes the bound that was
/// asked for, and must therefore be asked for `Send` itself: the impl of the server does.
fn is_open(scope: &Scope, ty: &TokenStream) -> bool {
    let generics = &scope.server.generics;
    let is_send = |bound: &TypeParamBound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().is_some_and(|segment| segment.ident == "Send"),
        _ => false,
    };
    let says = |param: &TypeParam| {
        let mut predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let in_clause = |predicate: &WherePredicate| match predicate {
            WherePredicate::Type(found) => {
                param.ident == found.bounded_ty.to_token_stream().to_string() && found.bounds.iter().any(is_send)
            }
            _ => false,
        };
        param.bounds.iter().any(is_send) || predicates.any(in_clause)
    };
    let mut open = generics.type_params().filter(|param| !says(param));
    open.any(|param| types::mentions(ty.clone(), &param.ident))
}

/// A type that is well-formed if `ty` has what `wanted` asks for; an error about it is one about the whole type.
fn ask(scope: &Scope, wanted: &str, ty: TokenStream) -> TokenStream {
    let wanted = Ident::new(wanted, Span::call_site());
    names::around(scope.krate, quote!(check::#wanted), &ty)
}

/// The types that a handler sends from one process to another.
fn sent(scope: &Scope, handler: &Handler) -> Vec<TokenStream> {
    let mut types = Vec::new();
    if handler.role.handles_messages() || handler.role == Role::Init {
        types.extend(handler.data().map(|arg| scope.owned(arg)));
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
