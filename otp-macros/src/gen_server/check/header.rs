//! Rules for where the attribute stands, and for the line with `impl`.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, ItemImpl, PathArguments, Type};

use crate::diag::{Errors, show};
use crate::gen_server::marks;
use crate::gen_server::parse::Block;
use crate::generics;
use crate::item::Other;
use crate::types;

/// The attribute is on something that is not an `impl` block.
pub(crate) fn not_an_impl(other: &Other, errors: &mut Errors) {
    let what = other.what();
    let is_type = matches!(what, "a struct" | "an enum" | "a union");
    let name = other.name.as_ref().filter(|_| is_type);
    let server = name.map_or_else(|| "Counter".to_owned(), ToString::to_string);
    let help = format!("move it to `impl {server} {{ … }}`");
    errors.error(other.head(), format!("`#[gen_server]` goes on an `impl` block, not on {what}"), help);
}

/// More attributes above the block that do not go together with ours.
pub(crate) fn given_once(block: &Block, errors: &mut Errors) {
    for attr in &block.refused {
        if marks::is_async_trait(attr) {
            let what = "`#[async_trait]` does not go with `#[gen_server]`";
            errors.error(attr, what, "remove it: `async fn` works as it is");
        } else {
            errors.error(attr, "one `#[gen_server]` per `impl` block", "remove this one");
        }
    }
}

/// The name of the server, if the header is one of an inherent impl of a named type that borrows nothing.
pub(crate) fn server_name(header: &ItemImpl, errors: &mut Errors) -> Option<Ident> {
    let before = errors.len();
    if let Some(default) = &header.modifiers.defaultness {
        errors.error(default, "a server impl cannot be `default`", "remove `default`");
    }
    if let Some(unsafety) = &header.unsafety {
        errors.error(unsafety, "a server impl cannot be `unsafe`", "remove `unsafe`");
    }
    if header.modifiers.defaultness.is_none()
        && header.modifiers.polarity.is_none()
        && let Err(error) = header.modifiers.require_empty()
    {
        errors.push(error);
    }
    borrows(header, errors);
    let server = show(&header.self_ty);
    if let Some((path, for_token)) = &header.trait_ {
        let polarity = &header.modifiers.polarity;
        let what = format!("`#[gen_server]` needs an inherent impl, not an impl of `{}`", show(path));
        errors.error(quote!(#polarity #path #for_token), what, format!("write `impl {server} {{ … }}`"));
    }
    let path = match types::bare(&header.self_ty) {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        _ => None,
    };
    let Some(segment) = path else {
        let help = "put the state in a struct: `struct Counter { … }` and `impl Counter { … }`";
        errors.error(&header.self_ty, "the server state must be a named type", help);
        return None;
    };
    (errors.len() == before).then(|| segment.ident.clone())
}

/// The parameters of a server, with the bounds that everything in it must have.
pub(crate) fn bounded(header: &ItemImpl, errors: &mut Errors) -> Generics {
    let server = show(&header.self_ty);
    generics::bounded(&header.generics, "a server", |bounds| format!("`impl<{bounds}> {server}`"), errors)
}

/// A lifetime, of the impl or in the type.
fn borrows(header: &ItemImpl, errors: &mut Errors) {
    let server = show(&header.self_ty);
    let what = format!("a server must be `'static`, and `{server}` borrows");
    let help = "own the data, or share it with `Arc`";
    let before = errors.len();
    for param in &header.generics.params {
        if let GenericParam::Lifetime(param) = param {
            errors.error(param, &what, help);
        }
    }
    if errors.len() > before {
        return;
    }
    for lifetime in lifetimes(&header.self_ty) {
        errors.error(lifetime, &what, help);
    }
}

/// The lifetimes among the arguments of a path, `'static` left out.
fn lifetimes(ty: &Type) -> Vec<TokenStream> {
    let Some(segment) = types::last_segment(ty) else {
        return Vec::new();
    };
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return Vec::new();
    };
    let lifetimes = arguments.args.iter().filter_map(|argument| match argument {
        syn::GenericArgument::Lifetime(lifetime) if lifetime.ident != "static" => Some(lifetime.to_token_stream()),
        _ => None,
    });
    lifetimes.collect()
}
