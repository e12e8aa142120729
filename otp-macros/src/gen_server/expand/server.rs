//! `impl GenServer`: from messages to methods.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::ext::IdentExt as _;

use crate::gen_server::expand::callbacks::{allow_deprecated, format_status, hibernate, show, terminate};
use crate::gen_server::expand::scope::{Kind, Scope, is_self};
use crate::gen_server::expand::{args, arms, protocols};
use crate::gen_server::model::{Handler, Role};
use crate::names::{self, relocate};
use crate::types::is_named;
use crate::types::{self, Shape};

/// The impl.
pub(super) fn server_impl(scope: &Scope) -> TokenStream {
    let (cfg, krate, server) = (&scope.cfg, scope.krate, &scope.server.self_ty);
    let (generics, type_generics, where_clause) = scope.server.generics.split_for_impl();
    let name = scope.server.ident.unraw().to_string();
    let (client, at) = (&scope.client, scope.header);
    let messages = Kind::ALL.map(|kind| {
        let (name, ty) = (Ident::new(kind.name(), at), scope.message_type(kind));
        quote_spanned!(at=> type #name = #ty;)
    });
    let settings = &scope.server.options.settings;
    let options =
        (!settings.is_empty()).then(|| quote!(const OPTIONS: #krate::Options = #krate::Options::new() #settings;));
    let (arg_types, inits) = inits(scope);
    let (waits, blocks) = (waits(scope), blocks(scope));
    let handlers = [Kind::Call, Kind::Cast, Kind::Info, Kind::Continue].map(|kind| handle(scope, kind));
    let [call, cast, info, with] = handlers;
    let recognise = recognise(scope);
    let (terminate, hibernate, status) = (terminate(scope), hibernate(scope), format_status(scope));
    // What a server is without costs it nothing.
    let has = [("HAS_TERMINATE", scope.server.has(Role::Terminate)), ("HAS_BLOCKING", !blocks.is_empty())];
    let has_not = has.iter().filter(|(_, has)| !has).map(|(name, _)| {
        let name = Ident::new(name, Span::call_site());
        quote!(const #name: bool = false;)
    });
    let show = show(krate);
    let client = quote_spanned!(at=> type Client = #client #type_generics;);
    quote! {
        #cfg
        #[automatically_derived]
        impl #generics #krate::GenServer for #server #where_clause {
            #arg_types
            #(#messages)*
            #client
            const NAME: &'static str = #name;
            #options
            #(#has_not)*
            #inits
            #waits
            #blocks
            #call
            #cast
            #recognise
            #info
            #with
            #terminate
            #hibernate
            #status
            #show
        }
    }
}

/// The types of `init`, and `init`; each `#[init]` under its own `#[cfg]`s.
fn inits(scope: &Scope) -> (TokenStream, TokenStream) {
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

/// The name for the context: with an underscore if none of the handlers uses it.
pub(super) fn context<'a>(handlers: impl Iterator<Item = &'a Handler> + Clone) -> Ident {
    let used = handlers.clone().any(arms::uses_context);
    names::local(if used { "ctx" } else { "_ctx" }, handlers.flat_map(Handler::names))
}

/// Which handlers are meant.
type Which = fn(&Handler) -> bool;

/// A handler that is async. Whether one of `#[handle_continue]` is need not be known.
const WAITS: Which = |handler| handler.is_async() && handler.role != Role::Continue;

/// A handler that is `blocking`.
const BLOCKS: Which = |handler| handler.options.blocking.is_some();

/// `waits`: the messages whose handler is async.
fn waits(scope: &Scope) -> TokenStream {
    let any = [Role::Call, Role::Cast, Role::Info].iter().any(|role| scope.server.has(*role));
    if any { is_such(scope, "waits", WAITS) } else { TokenStream::new() }
}

/// `blocks`: the messages whose handler is `blocking`, if there are any.
fn blocks(scope: &Scope) -> TokenStream {
    let speaks = !scope.server.options.protocols.is_empty();
    if speaks || scope.server.handlers.iter().any(|handler| handler.valid && BLOCKS(handler)) {
        return is_such(scope, "blocks", BLOCKS);
    }
    TokenStream::new()
}

/// A function that says whether a message is for such a handler.
fn is_such(scope: &Scope, function: &str, which: Which) -> TokenStream {
    let krate = scope.krate;
    let such = scope.server.handlers.iter().filter(|handler| handler.valid && which(handler));
    let patterns = such.filter_map(|handler| {
        let kind = match handler.role {
            Role::Call => Kind::Call,
            Role::Cast => Kind::Cast,
            Role::Info => Kind::Info,
            Role::Continue => Kind::Continue,
            _ => return None,
        };
        let (name, pattern) = (Ident::new(kind.name(), Span::call_site()), scope.any(kind, handler));
        Some((handler, quote!(#krate::Message::#name(#pattern))))
    });
    let patterns: Vec<_> = patterns.collect();
    let unused = patterns.is_empty() && scope.server.options.protocols.is_empty();
    let message = Ident::new(if unused { "_message" } else { "message" }, Span::mixed_site());
    let body = if scope.server.options.protocols.is_empty() {
        is_one_of(&message, &patterns)
    } else {
        let (own, protocols) = (true_arms(&patterns), protocols::such_arms(scope, function));
        quote!(match #message { #protocols #own _ => false, })
    };
    let function = Ident::new(function, Span::call_site());
    quote!(fn #function(#message: &#krate::Message<'_, Self>) -> bool { #body })
}

/// Whether a value matches one of the patterns, as far as they are compiled in.
fn is_one_of(value: &Ident, patterns: &[(&Handler, TokenStream)]) -> TokenStream {
    if patterns.is_empty() {
        return quote!(false);
    }
    if patterns.iter().any(|(handler, _)| handler.kept.is_conditional()) {
        let arms = true_arms(patterns);
        return quote!(match #value { #arms _ => false, });
    }
    let patterns = patterns.iter().map(|(_, pattern)| pattern);
    quote!(::core::matches!(#value, #(#patterns)|*))
}

fn true_arms(patterns: &[(&Handler, TokenStream)]) -> TokenStream {
    let arms = patterns.iter().map(|(handler, pattern)| {
        let cfg = handler.kept.cfg();
        quote!(#cfg #pattern => true,)
    });
    arms.collect()
}

/// What a protocol says of its calls or casts: whether their handlers are async, and whether they are `blocking`.
pub(crate) fn manners(scope: &Scope, kind: Kind) -> TokenStream {
    if !scope.server.has(kind.role()) {
        return TokenStream::new();
    }
    let (value, ty) = (kind.name().to_lowercase(), Ident::new(kind.name(), Span::call_site()));
    let such = |what: &str, which: Which| {
        let handlers = scope.server.of(kind.role()).filter(|handler| which(handler));
        let patterns: Vec<_> = handlers.map(|handler| (handler, scope.any(kind, handler))).collect();
        let function = Ident::new(&format!("{value}_{what}"), Span::call_site());
        let unused = if patterns.is_empty() { "_" } else { "" };
        let value = Ident::new(&format!("{unused}{value}"), Span::mixed_site());
        let is_one = is_one_of(&value, &patterns);
        (!patterns.is_empty() || what == "waits").then(|| quote!(fn #function(#value: &Self::#ty) -> bool { #is_one }))
    };
    let (waits, blocks) = (such("waits", WAITS), such("blocks", BLOCKS));
    quote!(#waits #blocks)
}

/// `handle_call` and its like: one `match`.
fn handle(scope: &Scope, kind: Kind) -> TokenStream {
    let handlers = scope.server.of(kind.role());
    if !scope.server.has(kind.role()) {
        return TokenStream::new();
    }
    let krate = scope.krate;
    let speaks = !scope.server.protocols(kind.role()).is_empty();
    let (method, value) = match kind {
        Kind::Call | Kind::Reply => ("handle_call", "call"),
        Kind::Cast => ("handle_cast", "cast"),
        Kind::Info => ("handle_info", "info"),
        Kind::Continue => ("handle_continue", "with"),
    };
    let (method, ty) = (names::located(method, &scope.server.ident), Ident::new(kind.name(), Span::call_site()));
    let value = names::local(value, std::iter::empty());
    // The message of an info has no name of the user's.
    let named = matches!(kind, Kind::Call | Kind::Cast);
    let ctx = if speaks {
        names::local("ctx", handlers.clone().flat_map(Handler::names))
    } else if named {
        context(handlers.clone())
    } else {
        let used = handlers.clone().any(arms::uses_context);
        names::local(if used { "ctx" } else { "_ctx" }, std::iter::empty())
    };
    // Where every handler replies later the match would have no value.
    let is_reply = handlers.clone().any(|handler| handler.deferred().is_none() && !handler.kept.is_conditional());
    let arms = handlers.clone().map(|handler| match kind {
        Kind::Call | Kind::Reply => arms::call(scope, handler, &ctx, is_reply),
        Kind::Cast => arms::cast(scope, handler, &ctx),
        Kind::Info | Kind::Continue => arms::message(scope, kind, handler, &ctx),
    });
    let protocols = protocols::arms(scope, kind, &ctx, is_reply);
    let allow = allow_deprecated(handlers.clone());
    let chosen = quote!(match #value { #(#arms)* #protocols });
    if kind == Kind::Call {
        let answer = if is_reply { quote!(#krate::Answer::Reply(#chosen)) } else { chosen };
        return quote! {
            #allow
            async fn #method(&mut self, #value: Self::#ty, #ctx: &mut #krate::Context<Self>) -> #krate::Answer<Self::Reply> {
                #answer
            }
        };
    }
    quote! {
        #allow
        async fn #method(&mut self, #value: Self::#ty, #ctx: &mut #krate::Context<Self>) {
            #chosen
        }
    }
}

/// `info`: messages are recognised by their type; one that takes any message comes last.
fn recognise(scope: &Scope) -> TokenStream {
    if !scope.server.has(Role::Info) {
        return TokenStream::new();
    }
    let (krate, name) = (scope.krate, scope.name(Kind::Info));
    let takes_any = |handler: &&Handler| handler.data().any(|arg| is_named(&arg.ty, "AnyMessage"));
    let infos = scope.server.of(Role::Info);
    let ordered = infos.clone().filter(|handler| !takes_any(handler)).chain(infos.clone().filter(takes_any));
    let message = Ident::new("message", Span::mixed_site());
    let some = ordered.map(|handler| {
        let (cfg, variant) = (handler.kept.cfg(), &handler.variant);
        quote! {
            #cfg
            if let ::core::option::Option::Some(#message) = #message.take() {
                return ::core::result::Result::Ok(#name::#variant(#message));
            }
        }
    });
    quote! {
        fn info(mut #message: #krate::AnyMessage) -> ::core::result::Result<Self::Info, #krate::AnyMessage> {
            #(#some)*
            ::core::result::Result::Err(#message)
        }
    }
}

/// `Handles` and `Continues`: one impl for each message that is told by its type.
pub(super) fn recognised_messages(scope: &Scope) -> TokenStream {
    let (krate, server) = (scope.krate, &scope.server.self_ty);
    let (generics, _, where_clause) = scope.server.generics.split_for_impl();
    let all = [(Kind::Info, "Handles", "info_from"), (Kind::Continue, "Continues", "continue_from")];
    let generics = &generics;
    let impls = all.into_iter().flat_map(|(kind, name, method)| {
        let [name, method, message] = [name, method, "message"].map(|name| Ident::new(name, Span::mixed_site()));
        let (result, enum_name) = (Ident::new(kind.name(), Span::call_site()), scope.name(kind));
        scope.server.of(kind.role()).map(move |handler| {
            let (cfg, own_cfg) = (&scope.cfg, handler.kept.cfg());
            let (ty, variant) = (scope.only_type(handler), &handler.variant);
            // A second impl for the same type is an error at that type.
            let place = ty.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
            let server = relocate(server.to_token_stream(), place);
            let place = Span::call_site().located_at(place);
            let keyword = Ident::new("impl", place);
            let body = quote! {
                fn #method(#message: #ty) -> Self::#result {
                    #enum_name::#variant(#message)
                }
            };
            let mut body = Group::new(Delimiter::Brace, body);
            body.set_span(place);
            quote! {
                #cfg #own_cfg
                #[automatically_derived]
                #keyword #generics #krate::#name<#ty> for #server #where_clause #body
            }
        })
    });
    impls.collect()
}
