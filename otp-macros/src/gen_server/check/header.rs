//! Rules for where the attribute stands, and for the line with `impl`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, ItemImpl, PathArguments, Type, TypeParamBound, WherePredicate, parse_quote};

use crate::diag::{Errors, show};
use crate::gen_server::marks;
use crate::gen_server::parse::{Block, Other};
use crate::types;

/// The attribute is on something that is not an `impl` block.
pub(crate) fn not_an_impl(other: &Other, errors: &mut Errors) {
    let (keyword, name) = (&other.keyword, &other.name);
    let what = match keyword.as_ref().map(ToString::to_string).as_deref() {
        Some("struct") => "a struct",
        Some("enum") => "an enum",
        Some("union") => "a union",
        Some("fn") => "a function",
        Some("mod") => "a module",
        Some("trait") => "a trait",
        Some("use") => "an import",
        Some("type") => "a type alias",
        Some("const" | "static") => "a constant",
        _ => "something else",
    };
    let is_type = matches!(what, "a struct" | "an enum" | "a union");
    let server = name.as_ref().filter(|_| is_type).map_or_else(|| "Counter".to_owned(), ToString::to_string);
    let help = format!("move it to `impl {server} {{ … }}`");
    let what = format!("`#[gen_server]` goes on an `impl` block, not on {what}");
    let mut at = quote!(#keyword #name);
    if at.is_empty() {
        at = other.tokens.clone().into_iter().next().map(TokenTree::into_token_stream).unwrap_or_default();
    }
    errors.error(at, what, help);
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

/// The parameters of a server, with `Send + 'static` for those that surely lack it: that is an error, and one is enough.
pub(crate) fn bounded(header: &ItemImpl, errors: &mut Errors) -> Generics {
    let mut generics = header.generics.clone();
    let server = show(&header.self_ty);
    for param in &mut generics.params {
        let GenericParam::Type(param) = param else {
            continue;
        };
        let ident = &param.ident;
        let predicates = header.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let mut mentioned = predicates.filter(|predicate| types::mentions(predicate.to_token_stream(), ident));
        let may_live_on = |predicate: &WherePredicate| match predicate {
            WherePredicate::Type(predicate) => predicate.bounds.iter().any(|bound| !is_short_lived(bound)),
            _ => true,
        };
        if param.bounds.iter().any(|bound| !is_short_lived(bound)) || mentioned.any(may_live_on) {
            continue;
        }
        let what = format!("`{ident}` must be `Send + 'static`, as everything in a server");
        let own: String = param.bounds.iter().map(|bound| format!("{} + ", show(bound))).collect();
        let own = own.replace("Send + ", "");
        errors.error(ident, what, format!("`impl<{ident}: {own}Send + 'static> {server}`"));
        param.bounds.push(parse_quote!(::core::marker::Send));
        param.bounds.push(parse_quote!('static));
    }
    generics
}

/// Whether a type with this bound may well not be `'static`. Traits of a user may ask for that themselves; these do not.
fn is_short_lived(bound: &TypeParamBound) -> bool {
    const TRAITS: [&str; 13] = [
        "Send",
        "Sync",
        "Sized",
        "Unpin",
        "Clone",
        "Copy",
        "Debug",
        "Default",
        "Eq",
        "PartialEq",
        "Ord",
        "PartialOrd",
        "Hash",
    ];
    match bound {
        TypeParamBound::Trait(bound) => {
            let name = bound.path.segments.last();
            bound.maybe.is_some() || name.is_some_and(|segment| TRAITS.iter().any(|name| segment.ident == name))
        }
        _ => false,
    }
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
