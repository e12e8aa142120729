//! The client: a newtype around the runtime's `SupervisorClient`, with an accessor for each child.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;

use crate::names::ends;
use crate::supervisor::expand::scope::Scope;
use crate::supervisor::model::Child;

/// The client type, what makes it one, and its accessors.
pub(super) fn client(scope: &Scope) -> TokenStream {
    let krate = scope.krate;
    let docs = format!("Reaches [`{}`] and its children.", scope.name());
    let markers: Vec<_> = scope.markers().collect();
    let (inner, server) = (quote!(#krate::SupervisorClient), quote!(#krate::Supervisor));
    let client_type = scope.client_type(&docs, inner, &markers, &server, &format_ident!("supervisor"));
    let accessors: Vec<_> = scope.supervisor.children.iter().map(|child| accessor(scope, child)).collect();
    let accessors = scope.functions(&scope.client, &accessors);
    quote!(#client_type #accessors)
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
