//! `impl AgentKind`, and what is asked of the fields.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;

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
    let (generics, _, where_clause) = scope.generics.split_for_impl();
    let asked: Vec<_> = agent
        .fields
        .iter()
        .map(|field| (field, scope.ty(&field.ty)))
        .filter(|(_, ty)| !scope.is_open(ty))
        .enumerate()
        .map(|(number, (field, ty))| {
            // numbered: of a second field of this name rustc speaks anyway
            let (cfg, name) = (field.kept.cfg(), format_ident!("_{number}_{}", field.ident.unraw()));
            let stored = names::around(scope.krate, quote!(check::Stored), &ty);
            quote!(#cfg fn #name #generics(_: #stored) #where_clause {})
        })
        .collect();
    if asked.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #cfg
        const _: () = {
            #(#asked)*
        };
    }
}
