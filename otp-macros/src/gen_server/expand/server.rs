//! `impl GenServer`: from messages to methods.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;

use crate::gen_server::expand::callbacks::{allow_deprecated, format_status, hibernate, show, terminate};
use crate::gen_server::expand::infos::recognise;
use crate::gen_server::expand::init::inits;
use crate::gen_server::expand::manners::{blocks, waits};
use crate::gen_server::expand::scope::{Kind, Scope};
use crate::gen_server::expand::{arms, protocols};
use crate::gen_server::model::{Handler, Role};
use crate::names;

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
    let has = [
        ("HAS_TERMINATE", scope.server.has(Role::Terminate)),
        ("HAS_BLOCKING", !blocks.is_empty()),
        ("INIT_WAITS", scope.server.of(Role::Init).any(Handler::is_async)),
    ];
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

/// The name for the context: with an underscore if none of the handlers uses it.
pub(super) fn context<'a>(handlers: impl Iterator<Item = &'a Handler> + Clone) -> Ident {
    let used = handlers.clone().any(arms::uses_context);
    names::local(if used { "ctx" } else { "_ctx" }, handlers.flat_map(Handler::names))
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
