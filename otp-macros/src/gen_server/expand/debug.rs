//! `Debug` for the message enums. What has no `Debug` itself is shown as `_`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;

use crate::gen_server::expand::messages::has_unused;
use crate::gen_server::expand::protocols;
use crate::gen_server::expand::scope::{Kind, Scope};
use crate::gen_server::model::Handler;
use crate::names;

/// The impl for the enum of one kind.
pub(super) fn debug_impl(scope: &Scope, kind: Kind) -> TokenStream {
    let server = scope.server;
    if !server.has(kind.role()) {
        return TokenStream::new();
    }
    let (cfg, krate, ty) = (&scope.cfg, scope.krate, scope.message_type(kind));
    let (generics, _, where_clause) = server.generics.split_for_impl();
    let f = names::local("f", server.of(kind.role()).flat_map(Handler::names));
    let arms = server.of(kind.role()).map(|handler| arm(kind, handler, &f));
    let unused = has_unused(scope, kind).then(|| quote!(Self::__Unused(ref never, _) => match *never {},));
    let protocols = protocols::debug_arms(scope, kind, &f);
    let has_data = !protocols.is_empty() || server.of(kind.role()).any(|handler| !is_bare(kind, handler));
    let import = has_data.then(|| quote!(use #krate::__private::debug::{self, NoDebug as _};));
    quote! {
        #cfg
        #[automatically_derived]
        impl #generics ::core::fmt::Debug for #ty #where_clause {
            fn fmt(&self, #f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #import
                match *self {
                    #(#arms)*
                    #protocols
                    #unused
                }
            }
        }
    }
}

/// Whether its variant holds nothing.
fn is_bare(kind: Kind, handler: &Handler) -> bool {
    matches!(kind, Kind::Call | Kind::Cast) && handler.data().next().is_none()
}

fn arm(kind: Kind, handler: &Handler, f: &proc_macro2::Ident) -> TokenStream {
    let (cfg, variant) = (handler.kept.cfg(), &handler.variant);
    let shown = variant.to_string();
    if is_bare(kind, handler) {
        return quote!(#cfg Self::#variant => #f.write_str(#shown),);
    }
    if !matches!(kind, Kind::Call | Kind::Cast) {
        let value = names::local("value", std::iter::empty());
        return quote! {
            #cfg Self::#variant(ref #value) => debug::value(#f, #shown, debug::Field(#value).shown()),
        };
    }
    let (fields, labels) = (handler.names(), handler.names().map(|name| name.unraw().to_string()));
    let values = handler.names();
    quote! {
        #cfg Self::#variant { #(ref #fields),* } => debug::fields(#f, #shown, &[#((#labels, debug::Field(#values).shown())),*]),
    }
}
