//! The arms that lead from a message to the user's method.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::Type;

use crate::gen_server::expand::scope::{Kind, Scope};
use crate::gen_server::model::{ArgKind, Handler, Role};
use crate::{names, types};

/// `self.withdraw(amount)`, awaited where that is due.
pub(super) fn invoke(handler: &Handler, ctx: &Ident, data: &[TokenStream], reply: &TokenStream) -> TokenStream {
    let mut data = data.iter();
    let args = handler.args.iter().map(|arg| match arg.kind {
        ArgKind::Data => data.next().cloned().unwrap_or_default(),
        // A type that is only called `Context` is an error at that type.
        ArgKind::Context => at(ctx, &arg.ty).into_token_stream(),
        ArgKind::ReplyTo => reply.clone(),
    });
    let (name, awaited) = (&handler.ident, handler.awaited());
    if handler.role == Role::Init {
        quote!(Self::#name(#(#args),*) #awaited)
    } else if handler.by_path {
        quote!(Self::#name(self #(, #args)*) #awaited)
    } else {
        quote!(self.#name(#(#args),*) #awaited)
    }
}

/// `name` at the place of a type of the user's.
fn at(name: &Ident, ty: &Type) -> Ident {
    let place = ty.to_token_stream().into_iter().next().map_or(name.span(), |token| token.span());
    Ident::new(&name.to_string(), name.span().located_at(place))
}

/// `tokens` from the beginning to the end of a type of the user's: an error about them all is one about the type.
pub(super) fn spread(tokens: TokenStream, ty: &Type) -> TokenStream {
    let places: Vec<Span> = ty.to_token_stream().into_iter().map(|token| token.span()).collect();
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    if let (Some(token), Some(place)) = (tokens.first_mut(), places.first()) {
        token.set_span(token.span().located_at(*place));
    }
    if let (Some(token), Some(place)) = (tokens.last_mut(), places.last()) {
        token.set_span(token.span().located_at(*place));
    }
    tokens.into_iter().collect()
}

/// The arm of a call.
pub(super) fn call(scope: &Scope, handler: &Handler, ctx: &Ident) -> TokenStream {
    let (krate, cfg, pattern) = (scope.krate, handler.kept.cfg(), scope.message(Kind::Call, handler));
    let (name, variant) = (scope.name(Kind::Reply), &handler.variant);
    let data: Vec<_> = handler.names().map(|name| quote!(#name)).collect();
    if handler.deferred().is_none() {
        let invoked = invoke(handler, ctx, &data, &TokenStream::new());
        return quote!(#cfg #pattern => #krate::Answer::Reply(#name::#variant(#invoked)),);
    }
    // A context lent to the handler cannot make the `ReplyTo` of a later argument.
    let made = quote!(#ctx.reply_to(#name::#variant));
    let context_first = handler.args.iter().map(|arg| arg.kind).find(|kind| *kind != ArgKind::Data);
    if context_first == Some(ArgKind::Context) {
        let reply = names::local("reply", handler.names());
        let invoked = invoke(handler, ctx, &data, &quote!(#reply));
        return quote!(#cfg #pattern => { let #reply = #made; #invoked; #krate::Answer::NoReply });
    }
    let invoked = invoke(handler, ctx, &data, &made);
    quote!(#cfg #pattern => { #invoked; #krate::Answer::NoReply })
}

/// The arm of a cast.
pub(super) fn cast(scope: &Scope, handler: &Handler, ctx: &Ident) -> TokenStream {
    let (cfg, pattern) = (handler.kept.cfg(), scope.message(Kind::Cast, handler));
    let data: Vec<_> = handler.names().map(|name| quote!(#name)).collect();
    let effect = effect(handler, ctx, invoke(handler, ctx, &data, &TokenStream::new()));
    quote!(#cfg #pattern => #effect,)
}

/// The arm of an info or a continue, whose message is all its data.
pub(super) fn message(scope: &Scope, kind: Kind, handler: &Handler, ctx: &Ident) -> TokenStream {
    let (cfg, name, variant) = (handler.kept.cfg(), scope.name(kind), &handler.variant);
    let message = names::local("message", std::iter::empty());
    let effect = effect(handler, ctx, invoke(handler, ctx, &[quote!(#message)], &TokenStream::new()));
    quote!(#cfg #name::#variant(#message) => #effect,)
}

/// Runs a handler without a reply: if it returns a `Result`, an `Err` stops the server.
fn effect(handler: &Handler, ctx: &Ident, invoked: TokenStream) -> TokenStream {
    let Some(ty) = types::returned(&handler.sig.output).filter(|ty| types::is_named(ty, "Result")) else {
        return invoked;
    };
    if handler.takes(ArgKind::Context) {
        let result = names::local("result", handler.names());
        let shown = at(&result, ty);
        return quote!({ let #result = #invoked; #ctx.stop_on_err(#shown) });
    }
    let shown = spread(invoked, ty);
    quote!(#ctx.stop_on_err(#shown))
}

/// Whether the arm of this handler uses the context.
pub(super) fn uses_context(handler: &Handler) -> bool {
    let fallible = types::returned(&handler.sig.output).is_some_and(|ty| types::is_named(ty, "Result"));
    let stops = fallible && matches!(handler.role, Role::Cast | Role::Info | Role::Continue);
    handler.takes(ArgKind::Context) || handler.takes(ArgKind::ReplyTo) || stops
}
