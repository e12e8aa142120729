//! `impl Dispatch`: from messages to the methods of any server that implements the trait.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::gen_server::expand::{Kind, Scope, has_unused, own_param};
use crate::gen_server::model::{ArgKind, Handler, Role};
use crate::protocol::model::Known;
use crate::{names, types};

/// The impl.
pub(super) fn dispatch(known: &Known, scope: &Scope) -> TokenStream {
    let (cfg, krate, client) = (&scope.cfg, scope.krate, &known.messages.self_ty);
    let (path, generics) = (&known.path, &known.messages.generics);
    let where_clause = &generics.where_clause;
    let own = own_param(scope);
    let mut with_own = generics.clone();
    with_own.params.push(syn::parse_quote!(#own: #path + #krate::Speaks<#client>));
    let (impl_generics, ..) = with_own.split_for_impl();
    let [call, cast] = [Kind::Call, Kind::Cast].map(|kind| handle(scope, kind, &own, path));
    quote! {
        #cfg
        #[automatically_derived]
        impl #impl_generics #krate::Dispatch<#own> for #client #where_clause {
            #call
            #cast
        }
    }
}

/// `handle_call` or `handle_cast`: one `match`.
fn handle(scope: &Scope, kind: Kind, own: &Ident, protocol: &TokenStream) -> TokenStream {
    let krate = scope.krate;
    let handlers = scope.server.of(kind.role());
    let (function, value, result) = match kind {
        Kind::Cast => ("handle_cast", "cast", TokenStream::new()),
        _ => ("handle_call", "call", quote!(-> #krate::Answer<Self::Reply>)),
    };
    let [function, ty] = [function, kind.name()].map(|name| Ident::new(name, Span::call_site()));
    let local = |name: &str, used: bool| {
        let name = if used { name.to_owned() } else { format!("_{name}") };
        names::local(&name, handlers.clone().flat_map(Handler::names))
    };
    let locals = Locals {
        server: local("server", handlers.clone().next().is_some()),
        ctx: local("ctx", handlers.clone().any(uses_context)),
        own,
        protocol,
    };
    let value = names::local(value, std::iter::empty());
    let arms = handlers.clone().map(|handler| arm(scope, kind, handler, &locals));
    let deprecated = handlers.clone().any(|handler| handler.kept.deprecated).then(|| quote!(#[allow(deprecated)]));
    let name = scope.name(kind);
    let unused = has_unused(scope, kind).then(|| quote!(#name::__Unused(never, _) => match never {},));
    let Locals { server, ctx, .. } = &locals;
    quote! {
        #deprecated
        async fn #function(#server: &mut #own, #value: Self::#ty, #ctx: &mut #krate::Context<#own>) #result {
            match #value { #(#arms)* #unused }
        }
    }
}

/// The names in such a function.
struct Locals<'a> {
    server: Ident,
    ctx: Ident,
    own: &'a Ident,
    protocol: &'a TokenStream,
}

fn arm(scope: &Scope, kind: Kind, handler: &Handler, locals: &Locals) -> TokenStream {
    let (krate, cfg, pattern) = (scope.krate, handler.kept.cfg(), scope.message(kind, handler));
    let Locals { ctx, own, .. } = locals;
    let reply = names::local("reply", handler.names());
    let invoked = invoke(handler, locals, &reply);
    if kind == Kind::Cast {
        let effect = if !is_fallible(handler) {
            invoked
        } else if handler.takes(ArgKind::Context) {
            let result = names::local("result", handler.names());
            quote!({ let #result = #invoked; #ctx.stop_on_err(#result) })
        } else {
            quote!(#ctx.stop_on_err(#invoked))
        };
        return quote!(#cfg #pattern => #effect,);
    }
    let (name, variant) = (scope.name(Kind::Reply), &handler.variant);
    if handler.deferred().is_none() {
        return quote!(#cfg #pattern => #krate::Answer::Reply(#name::#variant(#invoked)),);
    }
    // The reply goes out as the server's own.
    let client = &scope.server.self_ty;
    let wrap = quote!(<#own as #krate::Speaks<#client>>::wrap_reply);
    quote! {
        #cfg #pattern => {
            let #reply = #ctx.reply_to(|#reply| #wrap(#name::#variant(#reply)));
            #invoked;
            #krate::Answer::NoReply
        }
    }
}

/// `<S as Ledger>::post(server, entry)`, awaited where that is due.
fn invoke(handler: &Handler, locals: &Locals, reply: &Ident) -> TokenStream {
    let Locals { server, ctx, own, protocol } = locals;
    let args = handler.args.iter().map(|arg| match (arg.kind, &arg.name) {
        (ArgKind::Context, _) => quote!(#ctx),
        (ArgKind::ReplyTo, _) => quote!(#reply),
        (ArgKind::Data, name) if arg.lent.is_some() => quote!(&#name),
        (ArgKind::Data, name) => quote!(#name),
    });
    let (name, awaited) = (&handler.ident, handler.awaited());
    quote!(<#own as #protocol>::#name(#server #(, #args)*) #awaited)
}

fn is_fallible(handler: &Handler) -> bool {
    handler.role == Role::Cast && types::returned(&handler.sig.output).is_some_and(|ty| types::is_named(ty, "Result"))
}

fn uses_context(handler: &Handler) -> bool {
    handler.takes(ArgKind::Context) || handler.takes(ArgKind::ReplyTo) || is_fallible(handler)
}
