//! The arms that lead from a message to the user's method.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::Type;

use crate::gen_server::expand::scope::{Kind, Scope};
use crate::gen_server::model::{ArgKind, Handler, Role};
use crate::{names, types};

/// `self.withdraw(amount)`, awaited where that is due.
pub(super) fn invoke(handler: &Handler, ctx: &Ident, data: &[TokenStream], reply: &TokenStream) -> TokenStream {
    invoke_on((&quote!(self), &quote!(Self)), handler, ctx, data, reply)
}

/// The same for a state, and the type of it, of other names.
fn invoke_on(
    (state, server): (&TokenStream, &TokenStream),
    handler: &Handler,
    ctx: &Ident,
    data: &[TokenStream],
    reply: &TokenStream,
) -> TokenStream {
    let mut data = data.iter();
    let args = handler.args.iter().map(|arg| match arg.kind {
        ArgKind::Data => data.next().cloned().unwrap_or_default(),
        // A type that is only called `Context` is an error at that type.
        ArgKind::Context => at(ctx, &arg.ty).into_token_stream(),
        ArgKind::ReplyTo => reply.clone(),
    });
    let (name, awaited) = (&handler.ident, handler.awaited());
    if handler.role == Role::Init {
        quote!(#server::#name(#(#args),*) #awaited)
    } else if handler.by_path {
        quote!(#server::#name(#state #(, #args)*) #awaited)
    } else {
        quote!(#state.#name(#(#args),*) #awaited)
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

/// The arm of a call: in a match whose value is the reply, or the whole answer.
pub(super) fn call(scope: &Scope, handler: &Handler, ctx: &Ident, is_reply: bool) -> TokenStream {
    let (krate, cfg, pattern) = (scope.krate, handler.kept.cfg(), scope.message(Kind::Call, handler));
    let answered = reply(scope, (&quote!(self), &quote!(Self)), handler, ctx, &passed(handler));
    match (handler.deferred().is_some(), is_reply) {
        (false, true) => quote!(#cfg #pattern => #answered,),
        (false, false) => quote!(#cfg #pattern => #krate::Answer::Reply(#answered),),
        (true, true) => quote!(#cfg #pattern => { #answered; return #krate::Answer::NoReply; }),
        (true, false) => quote!(#cfg #pattern => { #answered; #krate::Answer::NoReply }),
    }
}

/// The answer to a call whose arguments are as the handler wants them.
pub(super) fn answer(scope: &Scope, handler: &Handler, state: &Ident, ctx: &Ident) -> TokenStream {
    let (krate, server) = (scope.krate, &scope.server.self_ty);
    let data: Vec<_> = handler.names().map(|name| quote!(#name)).collect();
    let answered = reply(scope, (&quote!(#state), &quote!(<#server>)), handler, ctx, &data);
    if handler.deferred().is_none() {
        return quote!(#krate::Answer::Reply(#answered));
    }
    quote!({ #answered; #krate::Answer::NoReply })
}

/// The reply, made by the handler; or the handler's promise to reply later.
fn reply(
    scope: &Scope,
    state: (&TokenStream, &TokenStream),
    handler: &Handler,
    ctx: &Ident,
    data: &[TokenStream],
) -> TokenStream {
    let (name, variant) = (scope.name(Kind::Reply), &handler.variant);
    if handler.deferred().is_none() {
        let invoked = invoke_on(state, handler, ctx, data, &TokenStream::new());
        return quote!(#name::#variant(#invoked));
    }
    // A context lent to the handler cannot make the `ReplyTo` of a later argument.
    let made = quote!(#ctx.reply_to(#name::#variant));
    let context_first = handler.args.iter().map(|arg| arg.kind).find(|kind| *kind != ArgKind::Data);
    if context_first == Some(ArgKind::Context) {
        let reply = names::local("reply", handler.names());
        let invoked = invoke_on(state, handler, ctx, data, &quote!(#reply));
        return quote!(let #reply = #made; #invoked);
    }
    invoke_on(state, handler, ctx, data, &made)
}

/// The fields of a message as arguments: what callers lend is lent again.
fn passed(handler: &Handler) -> Vec<TokenStream> {
    let pairs = handler.data().zip(handler.names());
    pairs.map(|(arg, name)| if arg.lent.is_some() { quote!(&#name) } else { quote!(#name) }).collect()
}

/// The arm of a cast.
pub(super) fn cast(scope: &Scope, handler: &Handler, ctx: &Ident) -> TokenStream {
    let (cfg, pattern) = (handler.kept.cfg(), scope.message(Kind::Cast, handler));
    let effect = effect(handler, ctx, invoke(handler, ctx, &passed(handler), &TokenStream::new()));
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
