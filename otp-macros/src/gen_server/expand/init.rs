//! What a server starts with: the types of `init`, and `init`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};

use crate::gen_server::expand::scope::{Scope, is_self};
use crate::gen_server::expand::server::context;
use crate::gen_server::expand::{args, arms};
use crate::gen_server::model::Role;
use crate::names;
use crate::types::{self, Shape};

/// The types, and the function; each `#[init]` under its own `#[cfg]`s.
pub(super) fn inits(scope: &Scope) -> (TokenStream, TokenStream) {
    let krate = scope.krate;
    let result = quote!(::core::result::Result<#krate::Init<Self>, Self::InitError>);
    let never = quote!(::core::convert::Infallible);
    if !scope.server.has(Role::Init) {
        // It is missing, or in error: what starts the server still finds a server.
        let types = quote!(type Args = (); type InitError = #never;);
        let body = quote!(::core::unreachable!());
        return (types, quote!(async fn init(_args: (), _ctx: &mut #krate::Context<Self>) -> #result { #body }));
    }
    let name = names::plain(&scope.server.ident);
    let each = scope.server.of(Role::Init).map(|init| {
        let cfg = init.kept.cfg();
        let (pattern, types) = (args::pattern(scope, init), args::args_type(scope, init));
        // What cannot be an init is an error at the type that is returned.
        let returned = types::returned(&init.sig.output);
        let place = returned.and_then(|ty| ty.to_token_stream().into_iter().next());
        let place = place.map_or_else(Span::call_site, |token| Span::call_site().located_at(token.span()));
        let krate_there = scope.krate_at(place);
        let fails = returned.is_some_and(|ty| !matches!(types::shape(ty), Shape::Plain));
        let error = match returned.map(|ty| (ty, types::shape(ty))) {
            Some((ty, Shape::Plain)) if is_self(ty, &scope.server.self_ty) => never.clone(),
            Some((_, Shape::Result(_, error))) => scope.ty(error),
            Some((ty, _)) => {
                let ty = scope.ty(ty);
                quote_spanned!(place=> <#ty as #krate_there::IntoInit<Self>>::Error)
            }
            None => never.clone(),
        };
        let ctx = context(Some(init).into_iter());
        let data: Vec<_> = init.names().map(|name| quote!(#name)).collect();
        let invoked = arms::invoke(init, &ctx, &data, &TokenStream::new());
        let types = quote!(#cfg type Args = #types; #cfg type InitError = #error;);
        let invoked = returned.map_or_else(|| invoked.clone(), |ty| arms::spread(invoked.clone(), ty));
        let into_init = quote_spanned!(place=> #krate_there::IntoInit::<Self>::into_init(#invoked));
        let init = quote! {
            #cfg
            async fn init(#pattern: Self::Args, #ctx: &mut #krate::Context<Self>) -> #result {
                #into_init
            }
        };
        let failed = fails.then(|| {
            quote! {
                #cfg
                fn init_failed(error: Self::InitError) -> #krate::ExitReason {
                    use #krate::__private::reason::{Failed, Printed as _, Unknown as _};
                    Failed(error).reason(#name)
                }
            }
        });
        (types, quote!(#init #failed))
    });
    each.unzip()
}
