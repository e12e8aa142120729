//! The client: a newtype around the runtime's `ProtocolRef`, made of the client of any server that speaks the protocol.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;

use crate::attrs::doc;
use crate::client::Newtype;
use crate::gen_server::expand::{Scope, own_param};
use crate::protocol::model::Known;

/// The client type, and what makes it one; its methods stand with the messages.
pub(super) fn client(known: &Known, scope: &Scope) -> TokenStream {
    let (cfg, krate, client, vis) = (&scope.cfg, scope.krate, &scope.client, &known.header.vis);
    let (this, generics) = (&known.messages.self_ty, &known.messages.generics);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (inner, name) = (quote!(#krate::ProtocolRef<#this>), known.header.ident.unraw());
    let newtype = Newtype {
        cfg,
        impl_generics: quote!(#impl_generics),
        ty: quote!(#this),
        where_clause: &generics.where_clause,
        inner: inner.clone(),
        markers: TokenStream::new(),
        reference: inner.clone(),
        from: (quote!(server), quote!(server)),
    };
    let impls = newtype.without_from();
    let own = own_param(scope);
    let mut with_own = generics.clone();
    with_own.params.push(syn::parse_quote!(#own: #krate::IntoProtocol<#this>));
    let (from_generics, ..) = with_own.split_for_impl();
    let docs = doc(format!("A client of any server that speaks [`{name}`]."));
    let of = doc(format!("A client of whatever `server` means at each use, of any server that speaks [`{name}`]."));
    quote! {
        #docs
        #cfg
        #vis struct #client #generics (#inner) #where_clause;

        #impls

        #cfg
        #[automatically_derived]
        impl #from_generics ::core::convert::From<#own> for #this #where_clause {
            fn from(server: #own) -> Self {
                Self(#krate::IntoProtocol::into_protocol(server))
            }
        }

        #cfg
        #[allow(dead_code)]
        impl #impl_generics #this #where_clause {
            #of
            #vis fn of(server: &#krate::Ref<impl #krate::Speaks<#this>>) -> Self {
                Self(#krate::ProtocolRef::of(server))
            }
        }
    }
}
