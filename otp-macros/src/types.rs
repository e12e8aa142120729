//! Looking at types as they are written: what cannot be sent, which arguments are special, where `Self` stands.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{
    GenericArgument, PathArguments, PathSegment, ReturnType, Token, Type, TypeParamBound,
    TypeReference,
};

use crate::diag::show;

/// The type without the parentheses and invisible groups around it, as `macro_rules!` makes them.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => bare(&group.elem),
        Type::Paren(paren) => bare(&paren.elem),
        _ => ty,
    }
}

/// The last segment of a type that is a path.
pub(crate) fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match bare(ty) {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

/// The type arguments of a segment, if it has nothing but types in angle brackets.
pub(crate) fn type_arguments(segment: &PathSegment) -> Vec<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return Vec::new();
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    if types.clone().count() == arguments.args.len() {
        types.collect()
    } else {
        Vec::new()
    }
}

/// `&mut Context<Self>` or `&Context<Self>`.
pub(crate) fn is_context(ty: &Type) -> bool {
    matches!(bare(ty), Type::Reference(reference) if is_named(&reference.elem, "Context"))
}

/// Whether the last segment of the type is `name`.
pub(crate) fn is_named(ty: &Type, name: &str) -> bool {
    last_segment(ty).is_some_and(|segment| segment.ident == name)
}

/// The `T` of `ReplyTo<T>`.
pub(crate) fn reply_to(ty: &Type) -> Option<&Type> {
    let segment = last_segment(ty).filter(|segment| segment.ident == "ReplyTo")?;
    match type_arguments(segment).as_slice() {
        [reply] => Some(reply),
        _ => None,
    }
}

/// A type as a reply, or as the result of `#[init]`: is it a `Result`?
pub(crate) enum Shape<'a> {
    /// Not a `Result`.
    Plain,
    /// `Result<T, E>`, written out.
    Result(&'a Type, &'a Type),
    /// An alias whose name ends in `Result`.
    Alias,
}

/// How `ty` is spelt.
pub(crate) fn shape(ty: &Type) -> Shape<'_> {
    let Some(segment) = last_segment(ty).filter(|segment| segment.ident == "Result") else {
        return Shape::Plain;
    };
    match type_arguments(segment).as_slice() {
        [ok, err] => Shape::Result(ok, err),
        _ => Shape::Alias,
    }
}

/// Whether this is `()`.
pub(crate) fn is_unit(ty: &Type) -> bool {
    matches!(bare(ty), Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// Why a type cannot be a message or a reply, with the tokens that are at fault and what to write instead.
pub(crate) enum Fault {
    /// A reference that is not `'static`.
    Borrow { at: TokenStream, instead: String },
    /// A lifetime in a path or a bound.
    Lifetime { at: TokenStream },
    /// `impl Trait`.
    Impl { at: TokenStream, instead: String },
    /// `_`.
    Inferred { at: TokenStream },
    /// `str`, `[T]` or `dyn Trait` by itself.
    Unsized { at: TokenStream, instead: String },
}

/// Everything that is wrong with sending a `ty`, in source order.
pub(crate) fn faults(ty: &Type) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Some(instead) = owned_unsized(ty) {
        faults.push(Fault::Unsized {
            at: ty.to_token_stream(),
            instead,
        });
    } else {
        walk(ty, &mut faults);
    }
    faults
}

fn walk(ty: &Type, faults: &mut Vec<Fault>) {
    match ty {
        Type::Reference(reference) => {
            let lives_on = reference
                .lifetime
                .as_ref()
                .is_some_and(|lifetime| lifetime.ident == "static");
            if lives_on && reference.mutability.is_none() {
                if owned_unsized(&reference.elem).is_none() {
                    walk(&reference.elem, faults);
                }
            } else if !lives_on {
                let at = reference.to_token_stream();
                faults.push(Fault::Borrow {
                    at,
                    instead: owned(reference),
                });
            }
        }
        Type::ImplTrait(found) => {
            faults.push(Fault::Impl {
                at: found.to_token_stream(),
                instead: concrete(&found.bounds),
            });
        }
        Type::Infer(found) => faults.push(Fault::Inferred {
            at: found.to_token_stream(),
        }),
        Type::TraitObject(object) => walk_bounds(&object.bounds, faults),
        Type::Path(path) => {
            if let Some(qself) = &path.qself {
                walk(&qself.ty, faults);
            }
            for segment in &path.path.segments {
                walk_arguments(&segment.arguments, faults);
            }
        }
        Type::Group(group) => walk(&group.elem, faults),
        Type::Paren(paren) => walk(&paren.elem, faults),
        Type::Array(array) => walk(&array.elem, faults),
        Type::Slice(slice) => walk(&slice.elem, faults),
        Type::Ptr(pointer) => walk(&pointer.elem, faults),
        Type::Tuple(tuple) => tuple.elems.iter().for_each(|elem| walk(elem, faults)),
        // The lifetimes of a function type are its own; the others have none, or none that can be seen.
        Type::FnPtr(_) | Type::Macro(_) | Type::Never(_) | Type::Verbatim(_) => {}
        _ => {}
    }
}

fn walk_arguments(arguments: &PathArguments, faults: &mut Vec<Fault>) {
    // Those of `Fn(&T) -> &U` are its own.
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return;
    };
    for argument in &arguments.args {
        match argument {
            GenericArgument::Lifetime(lifetime) if lifetime.ident != "static" => {
                faults.push(Fault::Lifetime {
                    at: lifetime.to_token_stream(),
                });
            }
            GenericArgument::Type(ty) => walk(ty, faults),
            GenericArgument::AssocType(assoc) => walk(&assoc.ty, faults),
            GenericArgument::Constraint(constraint) => walk_bounds(&constraint.bounds, faults),
            _ => {}
        }
    }
}

fn walk_bounds<'a>(bounds: impl IntoIterator<Item = &'a TypeParamBound>, faults: &mut Vec<Fault>) {
    for bound in bounds {
        match bound {
            TypeParamBound::Lifetime(lifetime) if lifetime.ident != "static" => {
                faults.push(Fault::Lifetime {
                    at: lifetime.to_token_stream(),
                });
            }
            TypeParamBound::Trait(bound) if bound.lifetimes.is_none() => {
                bound
                    .path
                    .segments
                    .iter()
                    .for_each(|segment| walk_arguments(&segment.arguments, faults));
            }
            _ => {}
        }
    }
}

/// A type for what `impl Bounds` accepts.
fn concrete(bounds: &Punctuated<TypeParamBound, Token![+]>) -> String {
    let first = bounds.first().and_then(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last(),
        _ => None,
    });
    let argument = first.and_then(|segment| match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.first(),
        _ => None,
    });
    let name = first.map(|segment| segment.ident.to_string());
    match (name.as_deref(), argument) {
        (Some("Into"), Some(GenericArgument::Type(ty))) => show(ty),
        (Some("AsRef"), Some(GenericArgument::Type(ty))) => {
            owned_unsized(ty).unwrap_or_else(|| show(ty))
        }
        (Some("IntoIterator" | "Iterator"), Some(GenericArgument::AssocType(item))) => {
            format!("Vec<{}>", show(&item.ty))
        }
        (Some("ToString" | "Display"), _) => "String".to_owned(),
        _ => format!("Box<dyn {} + Send>", show(bounds)),
    }
}

/// The owned type for what a reference borrows.
fn owned(reference: &TypeReference) -> String {
    let elem = bare(&reference.elem);
    if let Some(owned) = owned_unsized(elem) {
        return owned;
    }
    let name = last_segment(elem).map(|segment| segment.ident.to_string());
    match name.as_deref() {
        Some("Path") => "PathBuf".to_owned(),
        Some("OsStr") => "OsString".to_owned(),
        Some("CStr") => "CString".to_owned(),
        _ => show(elem),
    }
}

/// The sized, owned type for one that has no fixed size.
fn owned_unsized(ty: &Type) -> Option<String> {
    match bare(ty) {
        Type::Slice(slice) => Some(format!("Vec<{}>", show(&slice.elem))),
        Type::TraitObject(object) => Some(format!("Box<dyn {} + Send>", show(&object.bounds))),
        Type::Path(path) if path.path.is_ident("str") => Some("String".to_owned()),
        _ => None,
    }
}

/// The type a function returns, if it returns one that is not `()`.
pub(crate) fn returned(output: &ReturnType) -> Option<&Type> {
    match output {
        ReturnType::Type(_, ty) if !is_unit(ty) => Some(ty),
        _ => None,
    }
}

/// `tokens` with `Self` replaced by the type of the server, for a place where `Self` is something else.
pub(crate) fn without_self(tokens: impl ToTokens, server: &Type) -> TokenStream {
    // `Self::N` needs brackets, unless the server is a plain name.
    let plain = matches!(bare(server), Type::Path(path) if path.path.get_ident().is_some());
    replace_self(tokens.to_token_stream(), server, plain)
}

fn replace_self(tokens: TokenStream, server: &Type, plain: bool) -> TokenStream {
    let mut replaced = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == "Self" => {
                let path_goes_on = matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
                replaced.extend(if path_goes_on && !plain {
                    quote!(<#server>)
                } else {
                    quote!(#server)
                });
            }
            TokenTree::Group(group) => {
                let mut copy = Group::new(
                    group.delimiter(),
                    replace_self(group.stream(), server, plain),
                );
                copy.set_span(group.span());
                replaced.extend([TokenTree::Group(copy)]);
            }
            other => replaced.extend([other]),
        }
    }
    replaced
}

/// Whether the tokens mention the parameter `name`; `module::name` is something else.
pub(crate) fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    let mut in_path = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if ident == *name && !in_path => return true,
            TokenTree::Group(group) if mentions(group.stream(), name) => return true,
            TokenTree::Punct(punct) => in_path = punct.as_char() == ':',
            _ => in_path = false,
        }
    }
    false
}
