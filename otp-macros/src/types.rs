//! Looking at types as they are written: which arguments are special, what is returned, where `Self` stands.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericArgument, PathArguments, PathSegment, ReturnType, Type};

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
    if types.clone().count() == arguments.args.len() { types.collect() } else { Vec::new() }
}

/// `&mut Context<Self>` or `&Context<Self>`.
pub(crate) fn is_context(ty: &Type) -> bool {
    matches!(bare(ty), Type::Reference(reference) if is_named(&reference.elem, "Context"))
}

/// `Context<Self>` by itself, which is meant to be the context.
pub(crate) fn is_owned_context(ty: &Type) -> bool {
    let segment = last_segment(ty).filter(|segment| segment.ident == "Context");
    segment.is_some_and(|segment| type_arguments(segment).iter().any(|ty| is_named(ty, "Self")))
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

/// `Stack::<T>`, which can stand in an expression, too.
fn value(server: &Type) -> Type {
    let mut server = bare(server).clone();
    if let Type::Path(path) = &mut server
        && let Some(PathArguments::AngleBracketed(arguments)) =
            path.path.segments.last_mut().map(|last| &mut last.arguments)
    {
        arguments.colon2_token = Some(Default::default());
    }
    server
}

fn replace_self(tokens: TokenStream, server: &Type, plain: bool) -> TokenStream {
    let mut replaced = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    // What follows is the length of an array, an expression.
    let mut is_length = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == "Self" => {
                let next = match tokens.peek() {
                    Some(TokenTree::Punct(punct)) => punct.as_char(),
                    _ => ' ',
                };
                // `Self<T>` is an error, of which rustc tells.
                if next == '<' {
                    replaced.extend([TokenTree::Ident(ident)]);
                    continue;
                }
                let path_goes_on = next == ':';
                replaced.extend(match (path_goes_on && !plain, is_length) {
                    (true, _) => quote!(<#server>),
                    (false, true) => value(server).to_token_stream(),
                    (false, false) => quote!(#server),
                });
            }
            TokenTree::Group(group) => {
                let inner = match group.delimiter() {
                    Delimiter::Brace => replace_self(group.stream(), &value(server), plain),
                    _ => replace_self(group.stream(), server, plain),
                };
                let mut copy = Group::new(group.delimiter(), inner);
                copy.set_span(group.span());
                replaced.extend([TokenTree::Group(copy)]);
            }
            other => {
                is_length |= matches!(&other, TokenTree::Punct(punct) if punct.as_char() == ';');
                replaced.extend([other]);
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::show;

    #[test]
    fn self_becomes_the_server() {
        for (server, tokens, expected) in [
            ("Stack", "Self", "Stack"),
            ("Stack", "Option<Vec<Self>>", "Option<Vec<Stack>>"),
            ("Stack", "[u8; Self::SIZE]", "[u8; Stack::SIZE]"),
            ("Stack<T>", "[u8; Self::SIZE]", "[u8; <Stack<T>>::SIZE]"),
            ("Stack<T>", "<Self as Has>::Item", "<Stack<T> as Has>::Item"),
            ("a::Stack", "Vec<Self::Item>", "Vec<<a::Stack>::Item>"),
            ("Stack", "made!(Self, Selfish)", "made!(Stack, Selfish)"),
        ] {
            let (server, tokens): (Type, TokenStream) = (syn::parse_str(server).unwrap(), tokens.parse().unwrap());
            assert_eq!(show(without_self(tokens, &server)), expected);
        }
    }

    #[test]
    fn parameters_are_found_but_not_modules_of_their_name() {
        let name = syn::parse_str("T").unwrap();
        for (tokens, expected) in [
            ("Vec<T>", true),
            ("[(u8, T); 3]", true),
            ("<T as Iterator>::Item", true),
            ("T::Item", true),
            ("made!(T)", true),
            ("a::T", false),
            ("Vec<Tee>", false),
        ] {
            assert_eq!(mentions(tokens.parse().unwrap(), &name), expected, "{tokens}");
        }
    }

    #[test]
    fn results_are_told_by_their_last_name() {
        for (ty, expected) in [
            ("u8", "plain"),
            ("Result<u8, E>", "result"),
            ("std::result::Result<u8, E>", "result"),
            ("(Result<u8, E>)", "result"),
            ("io::Result<u8>", "alias"),
            ("fmt::Result", "alias"),
            ("Foo<'a>::Result<'a, u8>", "alias"),
            ("Option<Result<u8, E>>", "plain"),
            ("MyResult<u8, E>", "plain"),
        ] {
            let parsed: Type = syn::parse_str(ty).unwrap();
            let found = match shape(&parsed) {
                Shape::Plain => "plain",
                Shape::Result(..) => "result",
                Shape::Alias => "alias",
            };
            assert_eq!(found, expected, "{ty}");
        }
    }

    #[test]
    fn special_arguments_are_told_by_their_types() {
        for (ty, expected) in [
            ("&mut Context<Self>", true),
            ("&otp_runtime::Context<Self>", true),
            ("&'a mut (Context<Self>)", true),
            ("Context<Self>", false),
            ("&mut Contexts", false),
            ("Option<&mut Context<Self>>", false),
        ] {
            assert_eq!(is_context(&syn::parse_str(ty).unwrap()), expected, "{ty}");
        }
        let found = |ty: &str| reply_to(&syn::parse_str(ty).unwrap()).map(show);
        assert_eq!(found("otp_runtime::ReplyTo<Vec<u8>>").as_deref(), Some("Vec<u8>"));
        assert_eq!(found("ReplyTo"), None);
        assert_eq!(found("Vec<ReplyTo<u8>>"), None);
    }
}
