//! Client methods for handlers that broke a rule.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{FnArg, Pat, ReturnType};

use crate::diag::show;
use crate::gen_server::expand::client::{cast_result, outcome};
use crate::gen_server::expand::scope::Scope;
use crate::gen_server::model::{Arg, ArgKind, Handler, Role};
use crate::types;

/// For a handler that broke a rule: a method of its name and, as far as it goes, its signature, so that those who call
/// it are not told that it does not exist.
pub(super) fn stub(scope: &Scope, handler: &Handler) -> TokenStream {
    let (vis, name, generics) = (&handler.vis, &handler.ident, &handler.sig.generics);
    let where_clause = &generics.where_clause;
    let typed = handler.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    // A `ReplyTo` beside a return type was meant for the server.
    let is_data = |arg: &Arg| arg.kind == ArgKind::Data && types::reply_to(&arg.ty).is_none();
    let parameters = typed.zip(&handler.args).filter(|(_, arg)| is_data(arg)).map(|(typed, _)| {
        let name = match &*typed.pat {
            Pat::Ident(pat) => &pat.ident,
            _ => {
                return {
                    let ty = scope.ty(&typed.ty);
                    quote!(, _: #ty)
                };
            }
        };
        let ty = scope.ty(&typed.ty);
        quote!(, #name: #ty)
    });
    let outcome = if handler.role == Role::Cast {
        cast_result(scope)
    } else {
        let writable = match &handler.sig.output {
            ReturnType::Type(_, ty) => !["impl ", "_", "!"].iter().any(|sign| is_in(&show(ty), sign)),
            ReturnType::Default => true,
        };
        let outcome = outcome(scope, handler.reply().filter(|_| writable));
        let (krate, call, server) = (scope.krate, scope.call(), &scope.server.self_ty);
        quote!(-> #krate::#call<'_, #server, #outcome>)
    };
    let allow = quote!(#[allow(unused_variables)]);
    quote! {
        #allow
        #vis fn #name #generics(&self #(#parameters)*) #outcome #where_clause {
            ::core::unreachable!()
        }
    }
}

/// Whether `sign` stands in a type by itself, not in a name.
fn is_in(ty: &str, sign: &str) -> bool {
    match sign {
        "_" => ty.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '\'')).any(|word| word == "_"),
        _ => ty.contains(sign),
    }
}
