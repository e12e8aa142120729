//! From the model to code. Each function makes one item, and none of them can fail.

mod client;
mod scope;
mod start;
mod supervision;

use proc_macro2::TokenStream;
use quote::quote;

use crate::supervisor::model::Supervisor;
use scope::Scope;

/// All that stands in place of the user's struct.
pub(crate) fn supervisor(supervisor: &Supervisor) -> TokenStream {
    let scope = &Scope::new(supervisor);
    let own_type = own_type(scope);
    let client = client::client(scope);
    let start = start::start_functions(scope);
    let checks = supervision::checks(scope);
    let supervision = supervision::supervision_impl(scope);
    let child = supervision::child_impls(scope);
    quote! {
        #own_type
        #client
        #start
        #checks
        #supervision
        #child
    }
}

/// The type: nothing but a name, with the parameters of the struct.
fn own_type(scope: &Scope) -> TokenStream {
    let Supervisor { attrs, vis, ident, generics, .. } = scope.supervisor;
    let where_clause = &generics.where_clause;
    let fields = scope.markers().next().map(|_| {
        let markers = scope.markers();
        quote!((#(#markers),*))
    });
    if generics.params.is_empty() {
        return quote! {
            #(#attrs)*
            #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
            #vis struct #ident #where_clause;
        };
    }
    let (cfg, this, name) = (&scope.cfg, &scope.this, scope.name());
    let (impl_generics, ..) = generics.split_for_impl();
    quote! {
        #(#attrs)*
        #vis struct #ident #generics #fields #where_clause;

        #cfg
        #[automatically_derived]
        impl #impl_generics ::core::fmt::Debug for #this #where_clause {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(#name)
            }
        }
    }
}
