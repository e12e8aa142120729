//! The trait as it is given back: plain Rust, and such that `dyn Ledger` may be written.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt as _;
use syn::{ReturnType, Type, parse_quote};

use crate::block::{self, Function, Item, ItemKind};
use crate::gen_server::expand::Scope;
use crate::protocol::model::{Known, Mark};
use crate::types;

/// The trait. What implements it must be told of it by us, in case it does not.
pub(super) fn item(known: &Known, scope: &Scope) -> TokenStream {
    let header = &known.header;
    let (attrs, vis, ident, generics) = (&header.attrs, &header.vis, &header.ident, &header.generics);
    let (where_clause, inner) = (&generics.where_clause, &known.inner);
    let told =
        attrs.iter().any(|attr| attr.path().segments.last().is_some_and(|last| last.ident == "on_unimplemented"));
    let told = (known.has_diagnostics && !told).then(|| on_unimplemented(known));
    let items = known.items.iter().map(|item| method(item, scope));
    let mut body = Group::new(Delimiter::Brace, quote!(#(#inner)* #(#items)*));
    body.set_span(known.body);
    let keyword = &header.trait_token;
    quote!(#(#attrs)* #told #vis #keyword #ident #generics #where_clause #body)
}

fn on_unimplemented(known: &Known) -> TokenStream {
    let name = known.header.ident.unraw();
    let message = format!("`{{Self}}` does not implement the protocol `{name}`");
    let label = format!("no `impl {name} for {{Self}}`");
    let note = format!("a server that lists a protocol implements its trait: `impl {name} for {{Self}} {{{{ … }}}}`");
    quote!(#[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)])
}

fn method(item: &Item<Mark>, scope: &Scope) -> TokenStream {
    let ItemKind::Fn(function) = &item.kind else {
        return item.to_token_stream();
    };
    let Function { vis, default, sig, .. } = &**function;
    let mut sig = sig.clone();
    block::strip_attributes(&mut sig);
    let (mut body, mut unused) = (function.body.to_token_stream(), TokenStream::new());
    if sig.asyncness.take().is_some() {
        let output = match &sig.output {
            ReturnType::Type(_, ty) => ty.to_token_stream(),
            ReturnType::Default => quote!(()),
        };
        // Written out, because an `async fn` of a trait does not say that its future is `Send`.
        sig.output = parse_quote!(-> impl ::core::future::Future<Output = #output> + ::core::marker::Send);
        if function.has_body() {
            // It was reported; what its future would be need not be.
            unused = quote!(#[allow(unused_variables)]);
            body = quote!({ async move { ::core::unreachable!() } });
        }
    }
    if let ReturnType::Type(_, ty) = &mut sig.output
        && matches!(&**ty, Type::TraitObject(object) if object.bounds.trailing_punct())
    {
        // `u8 +`, which was reported: what we add must not be taken for its next bound.
        **ty = parse_quote!((#ty));
    }
    let krate = scope.krate;
    let takes_context = sig.inputs.iter().any(|input| match input {
        syn::FnArg::Typed(typed) => types::is_context(&typed.ty),
        syn::FnArg::Receiver(_) => false,
    });
    let clause = sig.generics.make_where_clause();
    clause.predicates.push(parse_quote!(Self: ::core::marker::Sized));
    if takes_context {
        clause.predicates.push(parse_quote!(Self: #krate::GenServer));
    }
    let attrs = &item.written;
    quote!(#attrs #unused #vis #default #sig #body)
}
