//! The message enums: plain data, one variant for each handler.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{GenericParam, TypeParam};

use crate::attrs::doc;
use crate::gen_server::expand::protocols;
use crate::gen_server::expand::scope::{Kind, Scope};
use crate::gen_server::model::Handler;
use crate::{generics, types};

/// The enum of one kind, if there is anything in it.
pub(super) fn message_enum(scope: &Scope, kind: Kind) -> TokenStream {
    let server = scope.server;
    if !server.has(kind.role()) {
        return TokenStream::new();
    }
    let state = server.ident.unraw();
    let docs = doc(match kind {
        Kind::Call => format!("The calls of [`{state}`]: one variant for each `#[call]`."),
        Kind::Reply => format!("The replies of [`{state}`], each under the name of its call."),
        Kind::Cast => format!("The casts of [`{state}`]: one variant for each `#[cast]`."),
        Kind::Info => format!("What [`{state}`] handles besides calls and casts: one variant for each `#[info]`."),
        Kind::Continue => {
            format!("What [`{state}`] goes on with before its next message: one variant for each `#[handle_continue]`.")
        }
    });
    let (cfg, name, hidden) = (&scope.cfg, scope.name(kind), scope.hidden());
    // Its fields are as public as the enum, and that must be as public as the server could be.
    let has_data = kind == Kind::Reply
        || !server.protocols(kind.role()).is_empty()
        || server.of(kind.role()).any(|handler| handler.data().next().is_some());
    let allow = has_data.then(|| quote!(#[allow(private_interfaces)]));
    let (generics, where_clause) = (&server.generics, &server.generics.where_clause);
    let variants = server.of(kind.role()).map(|handler| variant(scope, kind, handler));
    let krate = scope.krate;
    let elsewhere = (krate.to_string() != ":: otp_runtime").then(|| quote!(#[message(crate = #krate)]));
    let (protocols, unused) = (protocols::variants(scope, kind), unused_variant(scope, kind));
    quote! {
        #docs #hidden #cfg #allow
        #[derive(#krate::DebugMessage)]
        #elsewhere
        pub enum #name #generics #where_clause {
            #(#variants,)*
            #protocols
            #unused
        }
    }
}

fn variant(scope: &Scope, kind: Kind, handler: &Handler) -> TokenStream {
    let (cfg, lints, name) = (handler.kept.cfg(), &handler.kept.lints, &handler.variant);
    let docs = if kind == Kind::Reply {
        doc(format!("Reply to [`{}::{name}`].", scope.name(Kind::Call)))
    } else {
        handler.kept.docs_or(&format!("`{}`", handler.ident.unraw()))
    };
    let data = match kind {
        Kind::Reply => {
            let ty = scope.reply_type(handler);
            quote!((#ty))
        }
        Kind::Info | Kind::Continue => {
            let ty = scope.only_type(handler);
            quote!((#ty))
        }
        Kind::Call | Kind::Cast if handler.data().next().is_none() => TokenStream::new(),
        Kind::Call | Kind::Cast => {
            let fields = handler.data().zip(handler.names()).map(|(arg, name)| {
                let (docs, ty) = (arg.kept.docs_or(&format!("`{}`", name.unraw())), scope.owned(arg));
                quote!(#docs #name: #ty)
            });
            quote!({ #(#fields),* })
        }
    };
    quote!(#docs #cfg #(#lints)* #name #data)
}

/// A type parameter that no variant is sure to mention must stand somewhere: in a variant that no value has.
fn unused_variant(scope: &Scope, kind: Kind) -> TokenStream {
    let params = unused_params(scope, kind);
    if params.is_empty() {
        return TokenStream::new();
    }
    let marker = generics::marker(&scope.server.generics, params);
    quote! {
        #[doc(hidden)]
        __Unused(::core::convert::Infallible, #marker),
    }
}

/// Whether the enum has that variant.
pub(crate) fn has_unused(scope: &Scope, kind: Kind) -> bool {
    scope.server.has(kind.role()) && !unused_params(scope, kind).is_empty()
}

fn unused_params<'a>(scope: &Scope<'a>, kind: Kind) -> Vec<&'a TypeParam> {
    let sure = scope.server.of(kind.role()).filter(|handler| !handler.kept.is_conditional());
    let mentioned: Vec<TokenStream> = sure
        .map(|handler| match kind {
            Kind::Reply => scope.reply_type(handler),
            _ => handler.data().map(|arg| scope.owned(arg)).collect(),
        })
        .collect();
    let params = scope.server.generics.params.iter().filter_map(|param| match param {
        GenericParam::Type(param) => Some(param),
        _ => None,
    });
    params.filter(|param| !mentioned.iter().any(|tokens| types::mentions(tokens.clone(), &param.ident))).collect()
}
