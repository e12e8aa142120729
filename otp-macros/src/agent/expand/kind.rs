//! `impl AgentKind`, and what is asked of the fields.

use proc_macro2::TokenStream;
use quote::quote;

use crate::agent::expand::scope::Scope;
use crate::names;

/// The impl. By it the struct is a server.
pub(super) fn kind_impl(scope: &Scope) -> TokenStream {
    let (cfg, krate, this, client) = (&scope.cfg, scope.krate, &scope.this, &scope.client);
    let (generics, type_generics, where_clause) = scope.generics.split_for_impl();
    let (name, settings) = (scope.name(), &scope.agent.options.settings);
    let options =
        (!settings.is_empty()).then(|| quote!(const OPTIONS: #krate::Options = #krate::Options::new() #settings;));
    quote! {
        #cfg
        #[automatically_derived]
        impl #generics #krate::AgentKind for #this #where_clause {
            type State = Self;
            type Client = #client #type_generics;
            const NAME: &'static str = #name;
            #options
        }
    }
}

/// Asks of the types of the fields what will be asked of the struct, with the user's own tokens and before anything else,
/// so that rustc's errors stand under them and have our words. Of types with parameters rustc has better advice.
pub(super) fn checks(scope: &Scope) -> TokenStream {
    let (cfg, agent) = (&scope.cfg, scope.agent);
    let asked: Vec<_> = agent
        .fields
        .iter()
        .map(|field| (field.kept.cfg(), scope.ty(&field.ty)))
        .filter(|(_, ty)| !scope.is_open(ty))
        .map(|(cfg, ty)| {
            let stored = names::around(scope.krate, quote!(__private::Stored), &ty);
            quote!(#cfg _: #stored)
        })
        .collect();
    if asked.is_empty() {
        return TokenStream::new();
    }
    let (generics, _, where_clause) = scope.generics.split_for_impl();
    quote! {
        #cfg
        const _: () = {
            fn _fields #generics(#(#asked),*) #where_clause {}
        };
    }
}
