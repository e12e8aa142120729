//! The client: a newtype around the runtime's `Ref`, with a method for each call and cast.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{GenericParam, Type};

use crate::attrs::doc;
use crate::client::Newtype;
use crate::gen_server::expand::lent;
use crate::gen_server::expand::scope::{Kind, Scope};
use crate::gen_server::expand::stub::stub;
use crate::gen_server::model::{Handler, Role};
use crate::gen_server::options::Limit;
use crate::hints::{Place, hints};
use crate::types::{self, Shape};
use crate::{generics, names};

/// The client type, what makes it one, and its methods.
pub(super) fn client(scope: &Scope) -> TokenStream {
    let (client_type, methods) = (client_type(scope), methods(scope));
    let (cfg, krate, client) = (&scope.cfg, scope.krate, &scope.client);
    let (generics, vis) = (&scope.server.generics, &scope.vis);
    let unmarked = scope.server.unmarked.iter().map(|method| (method.kept.cfg(), &method.ident));
    let hints = hints(&Place { cfg, krate, client, generics, vis }, &quote!(UnmarkedAccess), unmarked);
    quote!(#client_type #methods #hints)
}

/// A method for each call and cast.
pub(super) fn methods(scope: &Scope) -> Option<TokenStream> {
    let (cfg, name) = (&scope.cfg, &scope.client);
    let (generics, type_generics, where_clause) = scope.server.generics.split_for_impl();
    let methods: Vec<_> = scope.server.handlers.iter().filter_map(|handler| method(scope, handler)).collect();
    let lints = &scope.server.kept.lints;
    (!methods.is_empty()).then(|| {
        quote! {
            #cfg
            #[allow(dead_code)]
            #(#lints)*
            impl #generics #name #type_generics #where_clause {
                #(#methods)*
            }
        }
    })
}

/// The type. Its last parameter is always the server: with `Ref<BankAccount>` in its place, `type Target` below would
/// be an error for a client that is more visible than its server, and no macro on an `impl` sees how visible that is.
fn client_type(scope: &Scope) -> TokenStream {
    let (cfg, krate, name) = (&scope.cfg, scope.krate, &scope.client);
    let (server, state) = (&scope.server.self_ty, scope.server.ident.unraw());
    let (generics, where_clause) = (&scope.server.generics, &scope.server.generics.where_clause);
    let params: Vec<_> = generics.params.iter().collect();
    let names: Vec<_> = params.iter().map(|param| param_name(param)).collect();
    let own = own_param(scope);
    let (impl_generics, ty) = (quote!(<#(#params,)* #own: #krate::GenServer>), quote!(#name<#(#names,)* #own>));
    let types = generics.type_params().collect::<Vec<_>>();
    let marker = (!types.is_empty()).then(|| generics::marker(&scope.server.generics, types));
    let value = marker.as_ref().map(|_| quote!(, ::core::marker::PhantomData));
    let (first, second) = (doc(format!("A client of [`{state}`].")), doc(format!("`{own}` is always its server.")));
    let hidden = scope.hidden();
    let newtype = Newtype {
        cfg,
        impl_generics,
        ty,
        where_clause,
        inner: quote!(#krate::Ref<#own>),
        markers: quote!(#value),
        reference: quote!(#krate::Ref<#own>),
        from: (quote!(server), quote!(server)),
    };
    let impls = newtype.impls();
    quote! {
        #first #[doc = ""] #second #hidden #cfg
        #[allow(private_interfaces)]
        pub struct #name<#(#params,)* #own: #krate::GenServer = #server>(#krate::Ref<#own>, #marker) #where_clause;

        #impls
    }
}

/// A name for the parameter of the client that is not used yet.
pub(crate) fn own_param(scope: &Scope) -> Ident {
    let (generics, where_clause) = (&scope.server.generics, &scope.server.generics.where_clause);
    let server = &scope.server.self_ty;
    let mut own = Ident::new("S", Span::call_site());
    while types::mentions(quote!(#generics #where_clause #server), &own) {
        own = Ident::new(&format!("{own}_"), Span::call_site());
    }
    own
}

fn param_name(param: &GenericParam) -> TokenStream {
    match param {
        GenericParam::Type(param) => param.ident.to_token_stream(),
        GenericParam::Const(param) => param.ident.to_token_stream(),
        GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
    }
}

fn method(scope: &Scope, handler: &Handler) -> Option<TokenStream> {
    if !handler.role.is_on_client() {
        return None;
    }
    let verb = if handler.role == Role::Call { "Calls" } else { "Casts" };
    let docs = handler.kept.docs_or(&format!("{verb} `{}`.", handler.ident.unraw()));
    let (cfg, lints, caller) = (handler.kept.cfg(), &handler.kept.lints, &handler.kept.caller);
    let arguments = argument_docs(handler);
    let method = match (handler.valid, handler.role) {
        (true, Role::Call) => call(scope, handler),
        (true, _) => cast(scope, handler),
        (false, _) => stub(scope, handler),
    };
    Some(quote!(#docs #arguments #cfg #(#lints)* #(#caller)* #method))
}

/// A list of the arguments that have docs of their own.
fn argument_docs(handler: &Handler) -> TokenStream {
    let documented = || handler.data().zip(handler.names()).filter(|(arg, _)| arg.kept.documented);
    if documented().next().is_none() {
        return TokenStream::new();
    }
    let lines = documented().map(|(arg, name)| {
        let (line, docs) = (doc(format!("* `{}`:", name.unraw())), &arg.kept.docs);
        quote!(#line #(#docs)*)
    });
    quote!(#[doc = ""] #(#lines)*)
}

fn parameters(scope: &Scope, handler: &Handler) -> TokenStream {
    let parameters = handler.data().zip(handler.names()).map(|(arg, name)| {
        let ty = scope.ty(&arg.ty);
        quote!(, #name: #ty)
    });
    parameters.collect()
}

fn call(scope: &Scope, handler: &Handler) -> TokenStream {
    if lent::lends(scope, handler) {
        return lent::call(scope, handler);
    }
    let (vis, name, parameters) = (&handler.vis, &handler.ident, parameters(scope, handler));
    let shown = name.unraw().to_string();
    let message = scope.owning_message(Kind::Call, handler);
    let (open, timeout, outcome) = (open(scope, handler), timeout(handler), outcome(scope, handler.reply()));
    let (krate, call, server) = (scope.krate, scope.call(), &scope.server.self_ty);
    quote! {
        #vis fn #name(&self #parameters) -> #krate::#call<'_, #server, #outcome> {
            self.0.call(#shown, #message, #open) #timeout
        }
    }
}

/// From the reply of the server to that of the call.
pub(super) fn open(scope: &Scope, handler: &Handler) -> TokenStream {
    let reply = names::local("reply", std::iter::empty());
    let opened = opened(scope, handler.reply(), &reply);
    let (enum_name, variant) = (scope.name(Kind::Reply), &handler.variant);
    let krate = scope.krate;
    let alone = scope.server.of(Role::Call).count() + scope.server.protocols(Role::Call).len() == 1;
    let others = (!alone).then(|| quote!(_ => #krate::unexpected_reply(),));
    quote! {
        |#reply| match #reply {
            #enum_name::#variant(#reply) => #opened,
            #others
        }
    }
}

/// `.timeout(…)`, where the handler says so.
pub(super) fn timeout(handler: &Handler) -> Option<TokenStream> {
    handler.options.timeout.map(|timeout| match timeout {
        Limit::Infinite => quote!(.no_timeout()),
        Limit::After(after) => {
            let after = after.tokens();
            quote!(.timeout(#after))
        }
    })
}

/// What a call comes to: `u64`, or `u64, InsufficientFunds` where its reply is a `Result`.
pub(super) fn outcome(scope: &Scope, reply: Option<&Type>) -> TokenStream {
    match reply.map(|ty| (ty, types::shape(ty))) {
        None => quote!(()),
        Some((ty, Shape::Plain)) => scope.ty(ty),
        Some((_, Shape::Result(ok, err))) => {
            let (ok, err) = (scope.ty(ok), scope.ty(err));
            quote!(#ok, #err)
        }
        Some((ty, Shape::Alias)) => {
            // What is no `Result` is an error at the type that is called so.
            let ty = scope.ty(ty);
            let place = place(&ty);
            let there = scope.krate_at(place);
            let [ok, err] = ["Ok", "Err"].map(|name| {
                let name = Ident::new(name, place);
                quote_spanned!(place=> <#ty as #there::ResultReply>::#name)
            });
            quote!(#ok, #err)
        }
    }
}

/// The reply of that name as a `Result`.
fn opened(scope: &Scope, reply: Option<&Type>, name: &Ident) -> TokenStream {
    match reply.map(|ty| (ty, types::shape(ty))) {
        Some((_, Shape::Result(..))) => quote!(#name),
        Some((ty, Shape::Alias)) => {
            let place = place(&scope.ty(ty));
            let there = scope.krate_at(place);
            quote_spanned!(place=> #there::ResultReply::into_result(#name))
        }
        None | Some((_, Shape::Plain)) => quote!(::core::result::Result::Ok(#name)),
    }
}

fn place(ty: &TokenStream) -> Span {
    let place = ty.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
    Span::call_site().located_at(place)
}

fn cast(scope: &Scope, handler: &Handler) -> TokenStream {
    let (vis, name, parameters) = (&handler.vis, &handler.ident, parameters(scope, handler));
    let shown = name.unraw().to_string();
    let message = scope.owning_message(Kind::Cast, handler);
    let result = cast_result(scope);
    let method = if scope.server.options.bounded { quote!(try_cast) } else { quote!(cast) };
    quote! {
        #vis fn #name(&self #parameters) #result {
            self.0.#method(#shown, #message)
        }
    }
}

/// A cast to a bounded mailbox may find it full.
pub(super) fn cast_result(scope: &Scope) -> TokenStream {
    let (krate, server) = (scope.krate, &scope.server.self_ty);
    let bounded = scope.server.options.bounded;
    if bounded { quote!(-> ::core::result::Result<(), #krate::MailboxFull<#server>>) } else { TokenStream::new() }
}
