//! Types that cannot be sent, and what to write instead.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{GenericArgument, PathArguments, PathSegment, Token, Type, TypeParamBound, TypeReference};

use crate::diag::show;
use crate::types::{bare, last_segment};

/// Why a type cannot be a message or a reply, with the tokens that are at fault and what to write instead.
pub(crate) enum Fault {
    /// A reference that is not `'static`.
    Borrow { at: TokenStream, instead: String },
    /// A lifetime in a path or a bound.
    Lifetime { at: TokenStream, instead: String },
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
        faults.push(Fault::Unsized { at: ty.to_token_stream(), instead });
    } else {
        walk(ty, &mut faults);
    }
    faults
}

fn walk(ty: &Type, faults: &mut Vec<Fault>) {
    match ty {
        Type::Reference(reference) => {
            let lives_on = reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static");
            if lives_on && reference.mutability.is_none() {
                if owned_unsized(&reference.elem).is_none() {
                    walk(&reference.elem, faults);
                }
            } else if !lives_on {
                let at = reference.to_token_stream();
                faults.push(Fault::Borrow { at, instead: owned(reference) });
            }
        }
        Type::ImplTrait(found) => {
            faults.push(Fault::Impl { at: found.to_token_stream(), instead: concrete(&found.bounds) });
        }
        Type::Infer(found) => faults.push(Fault::Inferred { at: found.to_token_stream() }),
        Type::TraitObject(object) => walk_bounds(&object.bounds, faults),
        Type::Path(path) => {
            if let Some(qself) = &path.qself {
                walk(&qself.ty, faults);
            }
            for segment in &path.path.segments {
                walk_arguments(segment, faults);
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

fn walk_arguments(segment: &PathSegment, faults: &mut Vec<Fault>) {
    // Those of `Fn(&T) -> &U` are its own.
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return;
    };
    for argument in &arguments.args {
        match argument {
            GenericArgument::Lifetime(lifetime) if lifetime.ident != "static" => {
                faults.push(Fault::Lifetime { at: lifetime.to_token_stream(), instead: owning(segment) });
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
                faults.push(Fault::Lifetime { at: lifetime.to_token_stream(), instead: "`'static`".to_owned() });
            }
            TypeParamBound::Trait(bound) if bound.lifetimes.is_none() => {
                bound.path.segments.iter().for_each(|segment| walk_arguments(segment, faults));
            }
            _ => {}
        }
    }
}

/// The type with `'static` wherever a lifetime must be written and is not: no error of rustc's need follow one of ours.
pub(crate) fn without_borrows(ty: &Type) -> TokenStream {
    let is_open = |fault: &Fault| match fault {
        Fault::Borrow { .. } | Fault::Lifetime { .. } => true,
        Fault::Impl { .. } | Fault::Inferred { .. } | Fault::Unsized { .. } => false,
    };
    if faults(ty).iter().any(is_open) { lasting(ty.to_token_stream()) } else { ty.to_token_stream() }
}

fn lasting(tokens: TokenStream) -> TokenStream {
    let mut lasting_tokens = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_sign = |token: &TokenTree, sign| matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign);
        let is_elided = tokens.peek().is_some_and(|next| matches!(next, TokenTree::Ident(ident) if ident == "_"));
        if is_sign(&token, '\'') && is_elided {
            tokens.next();
            lasting_tokens.extend(quote!('static));
            continue;
        }
        let borrows = is_sign(&token, '&') && !tokens.peek().is_some_and(|next| is_sign(next, '\''));
        lasting_tokens.extend([match token {
            TokenTree::Group(group) => {
                let mut copy = Group::new(group.delimiter(), lasting(group.stream()));
                copy.set_span(group.span());
                copy.into()
            }
            other => other,
        }]);
        if borrows {
            lasting_tokens.extend(quote!('static));
        }
    }
    lasting_tokens
}

/// What to write for a type that borrows for the lifetime in its arguments.
fn owning(segment: &PathSegment) -> String {
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().collect(),
        _ => Vec::new(),
    };
    match arguments.as_slice() {
        [_, GenericArgument::Type(ty)] if segment.ident == "Cow" => {
            let owned = owned_unsized(ty).unwrap_or_else(|| show(ty));
            format!("`{owned}`, or `Cow<'static, {}>`", show(ty))
        }
        _ => "an owned type, or `'static`".to_owned(),
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
        (Some("AsRef"), Some(GenericArgument::Type(ty))) => owned_unsized(ty).unwrap_or_else(|| show(ty)),
        (Some("IntoIterator" | "Iterator"), Some(GenericArgument::AssocType(item))) => {
            format!("Vec<{}>", show(&item.ty))
        }
        (Some("ToString" | "Display"), _) => "String".to_owned(),
        _ => format!("Box<dyn {} + Send>", show(bounds)),
    }
}

/// The `T` of a `&T` that a caller may lend: the message can own what `T` can be copied to.
pub(crate) fn lent(ty: &Type) -> Option<&Type> {
    let Type::Reference(reference) = bare(ty) else { return None };
    let is_elided = reference.lifetime.as_ref().is_none_or(|lifetime| lifetime.ident == "_");
    let elem = bare(&reference.elem);
    let is_copied = match elem {
        Type::TraitObject(_) => false,
        Type::Slice(slice) => faults(&slice.elem).is_empty(),
        elem => owned_unsized(elem).is_some() || faults(elem).is_empty(),
    };
    (is_elided && reference.mutability.is_none() && is_copied).then_some(elem)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_copied_may_be_lent() {
        for (ty, expected) in [
            ("&str", Some("str")),
            ("(&'_ [u8])", Some("[u8]")),
            ("&std::path::Path", Some("std::path::Path")),
            ("&Vec<Entry>", Some("Vec<Entry>")),
            ("&'static str", None),
            ("&'a str", None),
            ("&mut u8", None),
            ("&&str", None),
            ("&[&str]", None),
            ("&Option<&str>", None),
            ("&dyn Tell", None),
            ("&impl Tell", None),
            ("&Vec<_>", None),
            ("str", None),
        ] {
            assert_eq!(lent(&syn::parse_str(ty).unwrap()).map(show).as_deref(), expected, "{ty}");
        }
    }

    #[test]
    fn what_borrows_is_made_static() {
        for (ty, expected) in [
            ("&str", "&'static str"),
            ("Vec<&mut [&u8]>", "Vec<&'static mut [&'static u8]>"),
            ("(Cow<'_, str>, &'a str)", "(Cow<'static, str>, &'a str)"),
            ("fn(&str) -> &str", "fn(&str) -> &str"),
        ] {
            assert_eq!(show(without_borrows(&syn::parse_str(ty).unwrap())), expected);
        }
    }

    /// The faults of a type: the tokens, and what is suggested.
    fn shown(ty: &str) -> Vec<(String, String)> {
        let ty: Type = syn::parse_str(ty).unwrap();
        let pair = |fault| match fault {
            Fault::Borrow { at, instead } => (show(at), instead),
            Fault::Lifetime { at, instead } => (show(at), instead),
            Fault::Impl { at, instead } => (show(at), instead),
            Fault::Inferred { at } => (show(at), "inferred".to_owned()),
            Fault::Unsized { at, instead } => (show(at), instead),
        };
        faults(&ty).into_iter().map(pair).collect()
    }

    #[test]
    fn types_that_cannot_be_sent_are_found_inside_others() {
        for (ty, expected) in [
            ("&str", [("&str", "String")].as_slice()),
            ("&'a [u8]", &[("&'a [u8]", "Vec<u8>")]),
            ("&'static mut u8", &[]),
            ("(&str, &mut Vec<T>)", &[("&str", "String"), ("&mut Vec<T>", "Vec<T>")]),
            ("[&std::path::Path; 2]", &[("&std::path::Path", "PathBuf")]),
            ("HashMap<String, Option<(u8, &OsStr)>>", &[("&OsStr", "OsString")]),
            ("Box<dyn Tell<&str> + 'a>", &[("&str", "String"), ("'a", "`'static`")]),
            ("<&str as ToOwned>::Owned", &[("&str", "String")]),
            ("Cow<'_, str>", &[("'_", "`String`, or `Cow<'static, str>`")]),
            ("Foo<'_>", &[("'_", "an owned type, or `'static`")]),
            ("impl Into<Vec<u8>>", &[("impl Into<Vec<u8>>", "Vec<u8>")]),
            ("impl AsRef<str>", &[("impl AsRef<str>", "String")]),
            ("impl IntoIterator<Item = u8>", &[("impl IntoIterator<Item = u8>", "Vec<u8>")]),
            ("Vec<_>", &[("_", "inferred")]),
            ("dyn Tell", &[("dyn Tell", "Box<dyn Tell + Send>")]),
            ("(&'static str)", &[]),
            ("fn(&str) -> &str", &[]),
            ("Box<dyn Fn(&str) -> &u8 + Send + 'static>", &[]),
            ("Box<dyn for<'a> Tell<'a>>", &[]),
            ("&'static [&'static str]", &[]),
            ("Box<[u8]>", &[]),
            ("made!(&str)", &[]),
            ("*const u8", &[]),
        ] {
            let expected: Vec<_> = expected.iter().map(|(at, instead)| (at.to_string(), instead.to_string())).collect();
            assert_eq!(shown(ty), expected, "{ty}");
        }
    }
}
