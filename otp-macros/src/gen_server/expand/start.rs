//! The functions that start a server, on its own type.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;

use crate::attrs::doc;
use crate::gen_server::expand::scope::Scope;
use crate::gen_server::model::{Handler, Role};

/// `start`, `start_link`, `start_monitor` and `child`, once for each `#[init]` (there may be some under `#[cfg]`s).
pub(super) fn start_functions(scope: &Scope) -> TokenStream {
    let inits = || scope.server.handlers.iter().filter(|handler| handler.role == Role::Init);
    if inits().next().is_none() {
        return TokenStream::new();
    }
    let (cfg, server) = (&scope.cfg, &scope.server.self_ty);
    let (generics, _, where_clause) = scope.server.generics.split_for_impl();
    let lints = &scope.server.kept.lints;
    let allow = scope.allow_private(inits());
    let functions = inits().map(|init| functions(scope, init));
    quote! {
        #cfg
        #[allow(dead_code)]
        #allow #(#lints)*
        impl #generics #server #where_clause {
            #(#functions)*
        }
    }
}

fn functions(scope: &Scope, init: &Handler) -> TokenStream {
    let (krate, state) = (scope.krate, scope.server.ident.unraw());
    let server = &scope.server.self_ty;
    let article = if state.to_string().starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    let args = args(init);
    let start = quote!(#krate::Start);
    let monitor = quote!(#krate::StartMonitor);
    let all = [
        (
            "start",
            format!("Starts {article} [`{state}`], tied to nobody."),
            quote!(-> #start<#server>),
            quote!(#start::new(#args)),
        ),
        (
            "start_link",
            format!("Starts {article} [`{state}`] linked to the process that calls this, which is then its parent."),
            quote!(-> #start<#server>),
            quote!(#start::link(#args)),
        ),
        (
            "start_monitor",
            format!("Starts {article} [`{state}`] and monitors it."),
            quote!(-> #monitor<#server>),
            quote!(#monitor::new(#args)),
        ),
        (
            "child",
            format!(
                "The spec of {article} [`{state}`] as the child of a supervisor, which starts it anew with the same arguments."
            ),
            child_type(scope, init),
            quote!(#krate::ChildSpec::of::<Self>(#args)),
        ),
    ];
    let functions =
        all.into_iter().map(|(name, docs, result, body)| function(scope, init, name, &docs, &result, &body));
    functions.collect()
}

fn function(
    scope: &Scope,
    init: &Handler,
    name: &str,
    docs: &str,
    result: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let (vis, docs, name) = (&scope.vis, doc(docs), format_ident!("{name}"));
    let (more, cfg, caller) = (&init.kept.docs, init.kept.cfg(), &init.kept.caller);
    let more = init.kept.documented.then(|| quote!(#[doc = ""] #(#more)*));
    let parameters = init.data().map(|arg| {
        let ty = scope.ty(&arg.ty);
        match &arg.name {
            Some(name) => quote!(#name: #ty),
            None => quote!(_: #ty),
        }
    });
    let (body, allow) = if init.valid {
        (body.clone(), TokenStream::new())
    } else {
        (quote!(::core::unreachable!()), quote!(#[allow(unused_variables)]))
    };
    quote! {
        #docs #more #cfg #allow #(#caller)*
        #vis fn #name(#(#parameters),*) #result {
            #body
        }
    }
}

/// A spec that can start its child again needs arguments that can be cloned. `for<'any>` puts the question off until
/// somebody asks for a spec.
fn child_type(scope: &Scope, init: &Handler) -> TokenStream {
    let (krate, types) = (scope.krate, arg_types(scope, init));
    if init.data().next().is_none() || !init.valid {
        return quote!(-> #krate::ChildSpec);
    }
    quote!(-> #krate::ChildSpec where for<'any> #types: ::core::clone::Clone)
}

/// `(initial_balance,)`.
pub(super) fn args(init: &Handler) -> TokenStream {
    let names: Vec<&Ident> = init.names().collect();
    quote!((#(#names,)*))
}

/// `(u64,)`.
pub(super) fn arg_types(scope: &Scope, init: &Handler) -> TokenStream {
    let types = init.data().map(|arg| scope.ty(&arg.ty));
    quote!((#(#types,)*))
}
