//! The client: a newtype around the runtime's `AgentClient`, with accessors for each field.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Visibility;

use crate::agent::expand::scope::Scope;
use crate::agent::model::Field;
use crate::attrs::doc;
use crate::hints::{Place, hints};
use crate::names::{self, ends};

/// The client type, what makes it one, and its accessors.
pub(super) fn client(scope: &Scope) -> TokenStream {
    let (krate, this) = (scope.krate, &scope.this);
    let docs = format!("A client of [`{}`].", scope.name());
    let inner = quote!(#krate::AgentClient<#this, #this>);
    let client_type = scope.client_type(&docs, inner, &[], this, &format_ident!("agent"));
    let accessors: Vec<_> = scope.agent.accessible().map(|(field, vis)| accessors(scope, field, vis)).collect();
    let accessors = scope.functions(&scope.client, &accessors);
    let (cfg, client, generics, vis) = (&scope.cfg, &scope.client, scope.generics, scope.vis);
    let private = scope.agent.fields.iter().filter(|field| field.private);
    let private = private.map(|field| (field.kept.cfg(), &field.ident));
    let hints = hints(&Place { cfg, krate, client, generics, vis }, &quote!(PrivateAccess), private);
    quote!(#client_type #accessors #hints)
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
