//! The callbacks of `GenServer` that no message leads to.

use proc_macro2::TokenStream;
use quote::quote;

use crate::gen_server::expand::arms;
use crate::gen_server::expand::scope::Scope;
use crate::gen_server::model::{ArgKind, Handler, Role};
use crate::{names, types};

/// `terminate`, with what the user's method wants of its arguments.
pub(super) fn terminate(scope: &Scope) -> TokenStream {
    let krate = scope.krate;
    let each = scope.server.of(Role::Terminate).map(|handler| {
        let (cfg, allow) = (handler.kept.cfg(), allow_deprecated(Some(handler).into_iter()));
        let wanted = handler.data().next();
        let reason = names::local(if wanted.is_some() { "reason" } else { "_reason" }, std::iter::empty());
        let used = handler.takes(ArgKind::Context);
        let ctx = names::local(if used { "ctx" } else { "_ctx" }, std::iter::empty());
        let passed = match wanted.map(|arg| types::bare(&arg.ty)) {
            Some(syn::Type::Reference(_)) | None => quote!(#reason),
            Some(_) => quote!(::core::clone::Clone::clone(#reason)),
        };
        let invoked = arms::invoke(handler, &ctx, &[passed], &TokenStream::new());
        quote! {
            #cfg #allow
            async fn terminate(&mut self, #reason: &#krate::ExitReason, #ctx: &mut #krate::Context<Self>) {
                #invoked
            }
        }
    });
    each.collect()
}

/// `hibernate`.
pub(super) fn hibernate(scope: &Scope) -> TokenStream {
    let each = scope.server.of(Role::Hibernate).map(|handler| {
        let (cfg, allow) = (handler.kept.cfg(), allow_deprecated(Some(handler).into_iter()));
        let invoked = plainly(handler);
        quote!(#cfg #allow fn hibernate(&mut self) { #invoked })
    });
    each.collect()
}

/// `format_status`.
pub(super) fn format_status(scope: &Scope) -> TokenStream {
    let each = scope.server.of(Role::FormatStatus).map(|handler| {
        let (cfg, allow) = (handler.kept.cfg(), allow_deprecated(Some(handler).into_iter()));
        let invoked = plainly(handler);
        quote! {
            #cfg #allow
            fn format_status(&self) -> ::core::option::Option<::std::string::String> {
                ::core::option::Option::Some(#invoked)
            }
        }
    });
    each.collect()
}

/// `show`: the messages' `Debug`, which they all have, and the state's if it has one.
pub(super) fn show(krate: &TokenStream) -> TokenStream {
    quote! {
        fn show(shown: #krate::Shown<'_, Self>, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            use #krate::__private::debug::{self, NoDebug as _};
            match shown {
                #krate::Shown::Server(state) => debug::Field(state).or_underscore().fmt(f),
                message => message.message(f),
            }
        }
    }
}

/// A method that takes only the state.
fn plainly(handler: &Handler) -> TokenStream {
    let ctx = names::local("ctx", std::iter::empty());
    arms::invoke(handler, &ctx, &[], &TokenStream::new())
}

/// Calling what the user has deprecated is not the user's doing here.
pub(super) fn allow_deprecated<'a>(mut handlers: impl Iterator<Item = &'a Handler>) -> TokenStream {
    if handlers.any(|handler| handler.kept.deprecated) { quote!(#[allow(deprecated)]) } else { TokenStream::new() }
}
