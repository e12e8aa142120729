//! The functions that start an agent, on its own type.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::agent::expand::scope::Scope;
use crate::attrs::doc;
use crate::names::named_as_type;

/// `start`, `start_link`, `start_monitor` and `child`.
pub(super) fn start_functions(scope: &Scope) -> TokenStream {
    let (krate, name) = (scope.krate, scope.name());
    let once = quote!(impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static);
    let often = quote!(impl ::core::ops::Fn() -> Self + ::core::marker::Send + ::core::marker::Sync + 'static);
    let init = quote!(#krate::AgentInit::new(init));
    let all = [
        (
            "start",
            format!("Starts [`{name}`], tied to nobody; `init` makes it, in the new process."),
            quote!((init: #once) -> #krate::Start<Self>),
            quote!(#krate::Start::new(#init)),
        ),
        (
            "start_link",
            format!("Starts [`{name}`], linked to the process that calls this, which is then its parent."),
            quote!((init: #once) -> #krate::Start<Self>),
            quote!(#krate::Start::link(#init)),
        ),
        (
            "start_monitor",
            format!("Starts [`{name}`], and monitors it."),
            quote!((init: #once) -> #krate::StartMonitor<Self>),
            quote!(#krate::StartMonitor::new(#init)),
        ),
        (
            "child",
            format!("The spec of [`{name}`] as the child of a supervisor; `init` makes it anew at each start."),
            quote!((init: #often) -> #krate::ChildSpec<Self>),
            quote!(#krate::ChildSpec::of_agent(init)),
        ),
    ];
    let functions = all.map(|(function, docs, signature, body)| {
        let named = named_as_type(function, scope.ident);
        let (vis, docs, function) = (scope.vis, doc(docs), format_ident!("{function}"));
        quote!(#docs #named #vis fn #function #signature { #body })
    });
    scope.functions(scope.ident, &functions)
}
