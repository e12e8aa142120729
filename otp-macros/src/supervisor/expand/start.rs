//! The functions that start a supervisor, on its own type.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::attrs::doc;
use crate::names::named_as_type;
use crate::supervisor::expand::scope::Scope;

/// `start`, `start_link`, `start_monitor` and `child`.
pub(super) fn start_functions(scope: &Scope) -> TokenStream {
    let (krate, client) = (scope.krate, &scope.client);
    let (_, type_generics, _) = scope.generics.split_for_impl();
    let (name, values) = (scope.name(), values(scope));
    let supervisor = quote!(#krate::Supervisor);
    let started = quote!(<#supervisor, #client #type_generics>);
    let all = [
        (
            "start",
            format!("Starts [`{name}`] and its children, tied to nobody."),
            quote!(-> #krate::Start #started),
            quote!(#supervisor::start_of::<Self>(#values)),
        ),
        (
            "start_link",
            format!(
                "Starts [`{name}`] and its children, linked to the process that calls this, which is then its parent."
            ),
            quote!(-> #krate::Start #started),
            quote!(#supervisor::start_link_of::<Self>(#values)),
        ),
        (
            "start_monitor",
            format!("Starts [`{name}`] and its children, and monitors it."),
            quote!(-> #krate::StartMonitor #started),
            quote!(#supervisor::start_monitor_of::<Self>(#values)),
        ),
        (
            "child",
            format!(
                "The spec of [`{name}`] as the child of another supervisor, which starts it anew with the same arguments."
            ),
            child_type(scope),
            quote!(#krate::ChildSpec::of_supervisor::<Self>(#values)),
        ),
    ];
    let functions = all.map(|(name, docs, result, body)| function(scope, name, &docs, &result, &body));
    scope.functions(scope.ident, &functions)
}

fn function(scope: &Scope, name: &str, docs: &str, result: &TokenStream, body: &TokenStream) -> TokenStream {
    let named = named_as_type(name, scope.ident);
    let (vis, docs, name) = (scope.vis, doc(docs), format_ident!("{name}"));
    let parameters = scope.supervisor.options.args.iter().map(|arg| {
        let (ident, ty) = (&arg.ident, &arg.ty);
        quote!(#ident: #ty)
    });
    if scope.supervisor.can_start() {
        return quote!(#docs #named #vis fn #name(#(#parameters),*) #result { #body });
    }
    quote! {
        #docs
        #[allow(unused_variables)]
        #vis fn #name(#(#parameters),*) #result {
            ::core::unreachable!()
        }
    }
}

/// The arguments as one value, which is also the pattern that takes it apart again.
fn values(scope: &Scope) -> TokenStream {
    let names = scope.supervisor.options.args.iter().map(|arg| &arg.ident);
    quote!((#(#names,)*))
}

/// A spec that can start its child again needs arguments that can be cloned. `for<'any>` puts the question off until
/// somebody asks for a spec.
fn child_type(scope: &Scope) -> TokenStream {
    let (krate, args) = (scope.krate, &scope.supervisor.options.args);
    if args.is_empty() || !scope.supervisor.can_start() {
        return quote!(-> #krate::ChildSpec<Self>);
    }
    let types = args.iter().map(|arg| &arg.ty);
    quote!(-> #krate::ChildSpec<Self> where for<'any> (#(#types,)*): ::core::clone::Clone + ::core::marker::Sync)
}
