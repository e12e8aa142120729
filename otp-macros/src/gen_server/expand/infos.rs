//! Messages that are told by their type: those of `#[info]` and `#[handle_continue]`.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};

use crate::gen_server::expand::scope::{Kind, Scope};
use crate::gen_server::model::{Handler, Role};
use crate::names::relocate;
use crate::types::is_named;

/// `info`: messages are recognised by their type; one that takes any message comes last.
pub(super) fn recognise(scope: &Scope) -> TokenStream {
    if !scope.server.has(Role::Info) {
        return TokenStream::new();
    }
    let (krate, name) = (scope.krate, scope.name(Kind::Info));
    let takes_any = |handler: &&Handler| handler.data().any(|arg| is_named(&arg.ty, "AnyMessage"));
    let infos = scope.server.of(Role::Info);
    let ordered = infos.clone().filter(|handler| !takes_any(handler)).chain(infos.clone().filter(takes_any));
    let message = Ident::new("message", Span::mixed_site());
    let some = ordered.map(|handler| {
        let (cfg, variant) = (handler.kept.cfg(), &handler.variant);
        quote! {
            #cfg
            if let ::core::option::Option::Some(#message) = #message.take() {
                return ::core::result::Result::Ok(#name::#variant(#message));
            }
        }
    });
    quote! {
        fn info(mut #message: #krate::AnyMessage) -> ::core::result::Result<Self::Info, #krate::AnyMessage> {
            #(#some)*
            ::core::result::Result::Err(#message)
        }
    }
}

/// `Handles` and `Continues`: one impl for each message that is told by its type.
pub(super) fn recognised_messages(scope: &Scope) -> TokenStream {
    let (krate, server) = (scope.krate, &scope.server.self_ty);
    let (generics, _, where_clause) = scope.server.generics.split_for_impl();
    let all = [(Kind::Info, "Handles", "info_from"), (Kind::Continue, "Continues", "continue_from")];
    let generics = &generics;
    let impls = all.into_iter().flat_map(|(kind, name, method)| {
        let [name, method, message] = [name, method, "message"].map(|name| Ident::new(name, Span::mixed_site()));
        let (result, enum_name) = (Ident::new(kind.name(), Span::call_site()), scope.name(kind));
        scope.server.of(kind.role()).map(move |handler| {
            let (cfg, own_cfg) = (&scope.cfg, handler.kept.cfg());
            let (ty, variant) = (scope.only_type(handler), &handler.variant);
            // A second impl for the same type is an error at that type.
            let place = ty.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
            let server = relocate(server.to_token_stream(), place);
            let place = Span::call_site().located_at(place);
            let keyword = Ident::new("impl", place);
            let body = quote! {
                fn #method(#message: #ty) -> Self::#result {
                    #enum_name::#variant(#message)
                }
            };
            let mut body = Group::new(Delimiter::Brace, body);
            body.set_span(place);
            quote! {
                #cfg #own_cfg
                #[automatically_derived]
                #keyword #generics #krate::#name<#ty> for #server #where_clause #body
            }
        })
    });
    impls.collect()
}
