//! The functions that start a server, on its own type.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;

use crate::attrs::doc;
use crate::gen_server::expand::args;
use crate::gen_server::expand::scope::Scope;
use crate::gen_server::model::{Handler, Role};
use crate::names::named_as_type;

/// `start`, `start_link`, `start_monitor` and `child`, once for each `#[init]` (there may be some under `#[cfg]`s). Without
/// one, which is an error, they take nothing.
pub(super) fn start_functions(scope: &Scope) -> TokenStream {
    let mut certain = 0;
    let inits = scope.server.handlers.iter().filter(|handler| handler.role == Role::Init);
    let inits: Vec<_> = inits
        .filter(|init| {
            certain += usize::from(!init.kept.is_conditional());
            init.kept.is_conditional() || certain == 1
        })
        .collect();
    let (cfg, server) = (&scope.cfg, &scope.server.self_ty);
    let (generics, _, where_clause) = scope.server.generics.split_for_impl();
    let lints = &scope.server.kept.lints;
    let allow = scope.allow_private(inits.iter().copied());
    let functions: TokenStream = if inits.is_empty() {
        functions(scope, None)
    } else {
        inits.iter().map(|init| functions(scope, Some(init))).collect()
    };
    quote! {
        #cfg
        #[allow(dead_code)]
        #allow #(#lints)*
        impl #generics #server #where_clause {
            #functions
        }
    }
}

fn functions(scope: &Scope, init: Option<&Handler>) -> TokenStream {
    let (krate, state) = (scope.krate, scope.server.ident.unraw());
    let server = &scope.server.self_ty;
    let article = if state.to_string().starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    let args = init.map_or_else(TokenStream::new, |init| args::value(scope, init));
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
    // One that the user has written is an error already.
    let all =
        all.into_iter().filter(|(name, ..)| scope.server.functions.iter().all(|function| function.unraw() != name));
    all.map(|(name, docs, result, body)| function(scope, init, name, &docs, &result, &body)).collect()
}

fn function(
    scope: &Scope,
    init: Option<&Handler>,
    name: &str,
    docs: &str,
    result: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let named = named_as_type(name, &scope.server.ident);
    let (vis, docs, name) = (&scope.vis, doc(docs), format_ident!("{name}"));
    let Some(init) = init else {
        return quote!(#docs #vis fn #name() #result { ::core::unreachable!() });
    };
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
        #docs #more #cfg #allow #named #(#caller)*
        #vis fn #name(#(#parameters),*) #result {
            #body
        }
    }
}

/// A spec that can start its child again needs arguments that can be cloned. `for<'any>` puts the question off until
/// somebody asks for a spec.
fn child_type(scope: &Scope, init: Option<&Handler>) -> TokenStream {
    let krate = scope.krate;
    let Some(init) = init.filter(|init| init.data().next().is_some() && init.valid) else {
        return quote!(-> #krate::ChildSpec<Self>);
    };
    let types = args::types(scope, init);
    quote!(-> #krate::ChildSpec<Self> where for<'any> #types: ::core::clone::Clone + ::core::marker::Sync)
}
