//! Calls whose arguments are lent: `&str`, `&[T]`, `&T`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Lifetime;
use syn::ext::IdentExt as _;

use crate::gen_server::expand::arms;
use crate::gen_server::expand::callbacks::allow_deprecated;
use crate::gen_server::expand::client::{open, outcome, timeout};
use crate::gen_server::expand::scope::{Kind, Scope};
use crate::gen_server::expand::server::context;
use crate::gen_server::model::{Handler, Subject};
use crate::names;
use crate::types;

/// Whether its handler can be given the borrows themselves. An async one may outlive them, and one that blocks never runs
/// on its caller's thread. What a protocol is lent is copied: whether its server could take it as it is, is not known.
pub(super) fn lends(scope: &Scope, handler: &Handler) -> bool {
    scope.server.subject == Subject::Server
        && handler.borrows()
        && !handler.is_async()
        && handler.options.blocking.is_none()
}

/// The client method.
pub(super) fn call(scope: &Scope, handler: &Handler) -> TokenStream {
    let (krate, server) = (scope.krate, &scope.server.self_ty);
    let (vis, name) = (&handler.vis, &handler.ident);
    let shown = name.unraw().to_string();
    let lifetime = Lifetime::new("'a", Span::call_site());
    let pairs: Vec<(&Ident, TokenStream)> = handler
        .names()
        .zip(handler.data())
        .map(|(name, arg)| match &arg.lent {
            Some(lent) => {
                let ty = scope.ty(types::bare(lent));
                (name, quote!(&#lifetime #ty))
            }
            None => (name, scope.ty(&arg.ty)),
        })
        .collect();
    let (names, types): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    let message = scope.owning_message(Kind::Call, handler);
    let (state, ctx) = (names::local("server", handler.names()), context(Some(handler).into_iter()));
    let answer = arms::answer(scope, handler, &state, &ctx);
    let (open, timeout, outcome) = (open(scope, handler), timeout(handler), outcome(scope, handler.reply()));
    let allow = allow_deprecated(Some(handler).into_iter());
    quote! {
        #allow
        #vis fn #name<#lifetime>(&#lifetime self #(, #names: #types)*)
            -> #krate::LentCall<#lifetime, #server, (#(#types,)*), #outcome>
        {
            self.0.lend(#shown, (#(#names,)*), |(#(#names,)*)| #message, |#state, (#(#names,)*), #ctx| #answer, #open)
            #timeout
        }
    }
}
