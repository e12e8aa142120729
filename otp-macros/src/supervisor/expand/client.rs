//! The client: a newtype around the runtime's `SupervisorClient`, with an accessor for each child.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use syn::ext::IdentExt as _;

use crate::attrs::doc;
use crate::client::Newtype;
use crate::names::ends;
use crate::supervisor::expand::scope::Scope;
use crate::supervisor::model::Child;

/// The client type, what makes it one, and its accessors.
pub(super) fn client(scope: &Scope) -> TokenStream {
    let (cfg, client, lints) = (&scope.cfg, &scope.client, &scope.supervisor.kept.lints);
    let client_type = client_type(scope);
    let (generics, type_generics, where_clause) = scope.supervisor.generics.split_for_impl();
    let accessors: Vec<_> = scope.supervisor.children.iter().map(|child| accessor(scope, child)).collect();
    let accessors = (!accessors.is_empty()).then(|| {
        quote! {
            #cfg
            #[allow(dead_code)]
            #(#lints)*
            impl #generics #client #type_generics #where_clause {
                #(#accessors)*
            }
        }
    });
    quote!(#client_type #accessors)
}

fn client_type(scope: &Scope) -> TokenStream {
    let (cfg, krate, client, vis) = (&scope.cfg, scope.krate, &scope.client, &scope.supervisor.vis);
    let generics = &scope.supervisor.generics;
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let (markers, values) = (scope.markers(), scope.markers().map(|_| quote!(::core::marker::PhantomData)));
    let (fields, values) = (quote!(#(, #markers)*), quote!(#(, #values)*));
    let docs = doc(format!("Reaches [`{}`] and its children.", scope.name()));
    let newtype = Newtype {
        cfg,
        impl_generics: quote!(#impl_generics),
        ty: quote!(#client #type_generics),
        where_clause: &generics.where_clause,
        inner: quote!(#krate::SupervisorClient),
        markers: values,
        reference: quote!(#krate::Ref<#krate::Supervisor>),
        from: (quote!(supervisor), quote!(::core::convert::From::from(supervisor))),
    };
    let impls = newtype.impls();
    quote! {
        #docs
        #cfg
        #vis struct #client #generics (#krate::SupervisorClient #fields) #where_clause;

        #impls
    }
}

/// What reaches a child: it is looked up at each use.
fn accessor(scope: &Scope, child: &Child) -> TokenStream {
    let Child { vis, ident, id, kept, .. } = child;
    let docs = kept.docs_or(&format!("The child `{}`.", ident.unraw()));
    let (cfg, lints, caller, krate) = (kept.cfg(), &kept.lints, &kept.caller, scope.krate);
    let (client, body) = match &child.ty {
        Some(ty) => {
            let ty = scope.ty(ty);
            (client_of(scope, &ty), quote!(self.0.child::<#ty>(#id)))
        }
        None => (quote!(#krate::ChildRef), quote!(::core::unreachable!())),
    };
    quote! {
        #docs #cfg #(#lints)* #(#caller)*
        #vis fn #ident(&self) -> #client {
            #body
        }
    }
}

/// `<BankAccount as Supervised>::Client`: what is no child is an error at its type.
fn client_of(scope: &Scope, ty: &TokenStream) -> TokenStream {
    let [first, last] = ends(ty);
    let krate = scope.krate_at(last);
    let open = quote_spanned!(first=> <);
    let close = quote_spanned!(last=> as #krate::Supervised>::Client);
    let ty = ty.to_token_stream();
    quote!(#open #ty #close)
}
