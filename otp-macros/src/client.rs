//! What makes a type a client: a newtype around what the runtime has, with the same impls for servers, supervisors and agents.

use proc_macro2::TokenStream;
use quote::quote;
use syn::WhereClause;

/// The client type, as its impls need it.
pub(crate) struct Newtype<'a> {
    pub(crate) cfg: &'a TokenStream,
    /// The parameters of the impls, `<T: Send>`.
    pub(crate) impl_generics: TokenStream,
    /// The type with its parameters.
    pub(crate) ty: TokenStream,
    pub(crate) where_clause: &'a Option<WhereClause>,
    /// What it wraps.
    pub(crate) inner: TokenStream,
    /// The values of its other fields, each after a comma.
    pub(crate) markers: TokenStream,
    /// The `Ref` it is made of.
    pub(crate) reference: TokenStream,
    /// That as a parameter of `from`, and what becomes of it.
    pub(crate) from: (TokenStream, TokenStream),
}

impl Newtype<'_> {
    /// `Clone`, `Debug`, `Deref` and `From<Ref<_>>`.
    pub(crate) fn impls(&self) -> TokenStream {
        let (shared, from) = (self.without_from(), self.of_reference());
        quote!(#shared #from)
    }

    /// `Clone`, `Debug` and `Deref`.
    pub(crate) fn without_from(&self) -> TokenStream {
        let Self { cfg, impl_generics, ty, where_clause, inner, markers, .. } = self;
        quote! {
            #cfg
            #[automatically_derived]
            impl #impl_generics ::core::clone::Clone for #ty #where_clause {
                fn clone(&self) -> Self {
                    Self(::core::clone::Clone::clone(&self.0) #markers)
                }
            }

            #cfg
            #[automatically_derived]
            impl #impl_generics ::core::fmt::Debug for #ty #where_clause {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    ::core::fmt::Debug::fmt(&self.0, f)
                }
            }

            #cfg
            #[automatically_derived]
            impl #impl_generics ::core::ops::Deref for #ty #where_clause {
                type Target = #inner;

                fn deref(&self) -> &Self::Target {
                    &self.0
                }
            }
        }
    }

    /// `From`, of the `Ref` it is made of.
    fn of_reference(&self) -> TokenStream {
        let Self { cfg, impl_generics, ty, where_clause, markers, reference, from: (from, made), .. } = self;
        quote! {
            #cfg
            #[automatically_derived]
            impl #impl_generics ::core::convert::From<#reference> for #ty #where_clause {
                fn from(#from: #reference) -> Self {
                    Self(#made #markers)
                }
            }
        }
    }
}
