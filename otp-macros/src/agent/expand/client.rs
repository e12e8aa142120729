//! The client: a newtype around the runtime's `AgentClient`, with accessors for each field.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Visibility;

use crate::agent::expand::scope::Scope;
use crate::agent::model::Field;
use crate::attrs::doc;
use crate::names::{self, ends};

/// The client type, what makes it one, and its accessors.
pub(super) fn client(scope: &Scope) -> TokenStream {
    let (krate, this) = (scope.krate, &scope.this);
    let docs = format!("A client of [`{}`].", scope.name());
    let inner = quote!(#krate::AgentClient<#this, #this>);
    let client_type = scope.client_type(&docs, inner, &[], this, &format_ident!("agent"));
    let accessors: Vec<_> = scope.agent.accessible().map(|(field, vis)| accessors(scope, field, vis)).collect();
    let accessors = scope.functions(&scope.client, &accessors);
    let hints = hints(scope);
    quote!(#client_type #accessors #hints)
}

/// For each private field a method of its name, on a condition that is never met: see `check::Bared`.
fn hints(scope: &Scope) -> Option<TokenStream> {
    let private = scope.agent.fields.iter().filter(|field| field.private);
    let hints: Vec<_> = private
        .map(|Field { kept, ident, .. }| {
            let (cfg, vis) = (kept.cfg(), scope.vis);
            quote!(#cfg #vis fn #ident(&self) { ::core::unreachable!() })
        })
        .collect();
    let (cfg, krate, client) = (&scope.cfg, scope.krate, &scope.client);
    let mut generics = scope.generics.clone();
    let (_, client_generics, _) = scope.generics.split_for_impl();
    let clause = generics.make_where_clause();
    clause.predicates.push(syn::parse_quote!(for<'any> #client #client_generics: #krate::check::Bared<'any>));
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    (!hints.is_empty()).then(|| {
        quote! {
            #cfg
            #[doc(hidden)]
            #[allow(dead_code)]
            impl #impl_generics #client #type_generics #where_clause {
                #(#hints)*
            }
        }
    })
}

/// What reads a field, what sets it and what changes it in place.
fn accessors(scope: &Scope, field: &Field, vis: &Visibility) -> TokenStream {
    let (krate, this, ident, kept) = (scope.krate, &scope.this, &field.ident, &field.kept);
    let (name, ty) = (names::plain(ident), scope.ty(&field.ty));
    let [set, update] = ["set", "update"].map(|does| names::located(&format!("{does}_{name}"), ident));
    let [state, change] = ["state", "update"].map(|base| names::local(base, [ident].into_iter()));
    let (value, copied) = (in_place(ident), copied(scope, &state, ident, &ty));
    let (set_name, update_name) = (set.to_string(), update.to_string());
    let (cfg, lints, caller) = (kept.cfg(), &kept.lints, &kept.caller);
    let allow = kept.deprecated.then(|| quote!(#[allow(deprecated)]));
    let attrs = quote!(#cfg #allow #(#lints)* #(#caller)*);
    let docs = kept.docs_or(&format!("The field `{name}`."));
    let (docs_set, docs_update) =
        (doc(format!("Sets `{name}`.")), doc(format!("Changes `{name}` by a function, which runs in the agent.")));
    // Of a type with parameters only its users know.
    let clone = scope.is_open(&ty).then(|| quote!(where #ty: ::core::clone::Clone));
    quote! {
        #docs #attrs
        #vis fn #ident(&self) -> #krate::Call<'_, #this, #ty> #clone {
            self.0.get(|#state| #copied).operation(#name)
        }

        #docs_set #attrs
        #vis fn #set(&self, #value: #ty) -> #krate::Call<'_, #this, ()> {
            self.0.update(move |#state| #state.#ident = #value).operation(#set_name)
        }

        #docs_update #attrs
        #vis fn #update(
            &self,
            #change: impl ::core::ops::FnOnce(&mut #ty) + ::core::marker::Send + 'static,
        ) -> #krate::Call<'_, #this, ()> {
            self.0.update(move |#state| #change(&mut #state.#ident)).operation(#update_name)
        }
    }
}

/// The name of a field as that of a local.
fn in_place(ident: &Ident) -> Ident {
    let mut name = ident.clone();
    name.set_span(Span::mixed_site().located_at(name.span()));
    name
}

/// `clone(&state.theme)`: a type that is not `Clone` is an error at that type.
fn copied(scope: &Scope, state: &Ident, field: &Ident, ty: &TokenStream) -> TokenStream {
    let [first, last] = ends(ty);
    let at = |ident: &Ident, place: Span| {
        let mut ident = ident.clone();
        ident.set_span(ident.span().located_at(place));
        ident
    };
    let (state, field, krate) = (at(state, first), at(field, last), scope.krate);
    let value = quote_spanned!(first=> &#state.#field);
    quote!(#krate::__private::clone(#value))
}
