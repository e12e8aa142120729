//! Methods that a client does not have, on a condition that is never met: nobody can call them, and they hide nothing of
//! what the client derefs to, but rustc finds them and says what the condition does.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Generics, Visibility};

/// Where the methods stand, and who could call them.
pub(crate) struct Place<'a> {
    pub(crate) cfg: &'a TokenStream,
    pub(crate) krate: &'a TokenStream,
    pub(crate) client: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) vis: &'a Visibility,
}

/// An impl of the client with a method for each name, if it had what `condition`, a trait in `check`, asks for.
pub(crate) fn hints<'a>(
    place: &Place,
    condition: &TokenStream,
    names: impl Iterator<Item = (TokenStream, &'a Ident)>,
) -> Option<TokenStream> {
    let Place { cfg, krate, client, generics, vis } = place;
    let methods: Vec<_> = names.map(|(cfg, name)| quote!(#cfg #vis fn #name(&self) {})).collect();
    let (_, type_generics, _) = generics.split_for_impl();
    let mut generics = (*generics).clone();
    let clause = generics.make_where_clause();
    clause.predicates.push(syn::parse_quote!(for<'any> #client #type_generics: #krate::check::#condition<'any>));
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    (!methods.is_empty()).then(|| {
        quote! {
            #cfg
            #[automatically_derived]
            #[doc(hidden)]
            #[allow(dead_code)]
            impl #impl_generics #client #type_generics #where_clause {
                #(#methods)*
            }
        }
    })
}
