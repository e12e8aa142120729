//! What stands beside a struct of the user's: its client and its functions, which share names, visibility and parameters.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;
use syn::{Generics, Type, Visibility};

use crate::attrs::{Kept, doc};
use crate::client::Newtype;
use crate::{names, types};

/// A struct, with what is worked out once for all its companions.
pub(crate) struct Companions<'a> {
    /// The path of the runtime.
    pub(crate) krate: &'a TokenStream,
    pub(crate) vis: &'a Visibility,
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    lints: &'a [TokenStream],
    /// The `#[cfg]`s of the struct, which go on every item; and none of them is warned about a deprecated one.
    pub(crate) cfg: TokenStream,
    /// The name of the client.
    pub(crate) client: Ident,
    /// The type of the struct, with its parameters.
    pub(crate) this: TokenStream,
}

impl<'a> Companions<'a> {
    pub(crate) fn new(
        krate: &'a TokenStream,
        kept: &'a Kept,
        vis: &'a Visibility,
        ident: &'a Ident,
        generics: &'a Generics,
        client: Option<&Ident>,
    ) -> Self {
        let (_, type_generics, _) = generics.split_for_impl();
        let cfg = kept.cfg();
        let allow = kept.deprecated.then(|| quote!(#[allow(deprecated)]));
        Self {
            krate,
            vis,
            ident,
            generics,
            lints: &kept.lints,
            cfg: quote!(#cfg #allow),
            client: client.cloned().unwrap_or_else(|| names::companion(ident, "Client")),
            this: quote!(#ident #type_generics),
        }
    }

    /// The name in logs and docs.
    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string()
    }

    /// A type of the user's, for a place where `Self` is something else.
    pub(crate) fn ty(&self, ty: impl ToTokens) -> TokenStream {
        match syn::parse2::<Type>(self.this.clone()) {
            Ok(this) => types::without_self(ty, &this),
            Err(_) => ty.to_token_stream(),
        }
    }

    /// The path of the runtime, for errors at `place`.
    pub(crate) fn krate_at(&self, place: Span) -> TokenStream {
        names::relocate(self.krate.clone(), place)
    }

    /// An impl of the struct or of its client, with functions that nobody need call.
    pub(crate) fn functions(&self, of: &Ident, functions: &[TokenStream]) -> TokenStream {
        if functions.is_empty() {
            return TokenStream::new();
        }
        let (cfg, lints) = (&self.cfg, self.lints);
        let (generics, type_generics, where_clause) = self.generics.split_for_impl();
        quote! {
            #cfg
            #[allow(dead_code)]
            #(#lints)*
            impl #generics #of #type_generics #where_clause {
                #(#functions)*
            }
        }
    }

    /// The client: a newtype around `inner`, made of a `Ref` of `server`, which is called `name` then.
    pub(crate) fn client_type(
        &self,
        docs: &str,
        inner: TokenStream,
        markers: &[TokenStream],
        server: &TokenStream,
        name: &Ident,
    ) -> TokenStream {
        let (cfg, krate, client, vis, generics) = (&self.cfg, self.krate, &self.client, self.vis, self.generics);
        let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
        let values = markers.iter().map(|_| quote!(::core::marker::PhantomData));
        let newtype = Newtype {
            cfg,
            impl_generics: quote!(#impl_generics),
            ty: quote!(#client #type_generics),
            where_clause: &generics.where_clause,
            inner,
            markers: quote!(#(, #values)*),
            reference: quote!(#krate::Ref<#server>),
            from: (quote!(#name), quote!(::core::convert::From::from(#name))),
        };
        let (docs, inner, impls) = (doc(docs), &newtype.inner, newtype.impls());
        quote! {
            #docs
            #cfg
            #vis struct #client #generics (#inner #(, #markers)*) #where_clause;

            #impls
        }
    }
}
