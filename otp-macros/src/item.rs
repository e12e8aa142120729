//! Items of which no more is known than how they begin.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative as _;

/// An item of another kind than the one an attribute is for.
pub(crate) struct Other {
    pub(crate) tokens: TokenStream,
    /// Its keyword and name.
    pub(crate) keyword: Option<TokenTree>,
    pub(crate) name: Option<TokenTree>,
}

impl Other {
    /// What it is, with its article.
    pub(crate) fn what(&self) -> &'static str {
        match self.keyword.as_ref().map(ToString::to_string).as_deref() {
            Some("struct") => "a struct",
            Some("enum") => "an enum",
            Some("union") => "a union",
            Some("fn") => "a function",
            Some("mod") => "a module",
            Some("trait") => "a trait",
            Some("impl") => "an `impl` block",
            Some("use") => "an import",
            Some("type") => "a type alias",
            Some("const" | "static") => "a constant",
            _ => "something else",
        }
    }

    /// Its keyword and its name, for errors about the whole.
    pub(crate) fn head(&self) -> TokenStream {
        let (keyword, name) = (&self.keyword, &self.name);
        let head = quote!(#keyword #name);
        if !head.is_empty() {
            return head;
        }
        visible(self.tokens.clone()).next().map(TokenTree::into_token_stream).unwrap_or_default()
    }
}

/// The tokens inside the invisible group that a `$item:item` of `macro_rules!` puts around them.
pub(crate) fn ungrouped(item: TokenStream) -> TokenStream {
    let mut tokens = item.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => ungrouped(group.stream()),
        _ => item,
    }
}

/// The tokens without the invisible groups that `macro_rules!` puts around what it was given, an empty `$vis` too.
pub(crate) fn visible(tokens: TokenStream) -> Box<dyn Iterator<Item = TokenTree>> {
    Box::new(tokens.into_iter().flat_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => visible(group.stream()),
        token => Box::new(std::iter::once(token)),
    }))
}

/// The tokens without those of them that are invisible groups with nothing in them: an empty `$vis` is no item, and no body.
pub(crate) fn not_hollow(tokens: TokenStream) -> TokenStream {
    tokens.into_iter().filter(|token| visible(token.clone().into()).next().is_some()).collect()
}

/// The tokens without invisible groups that have nothing in them, at any depth: no error can be shown there.
pub(crate) fn solid(tokens: TokenStream) -> TokenStream {
    let solid = tokens.into_iter().filter_map(|token| match token {
        TokenTree::Group(group) => {
            let inner = solid(group.stream());
            let is_empty = group.delimiter() == Delimiter::None && inner.is_empty();
            (!is_empty).then(|| {
                let mut copy = Group::new(group.delimiter(), inner);
                copy.set_span(group.span());
                TokenTree::Group(copy)
            })
        }
        token => Some(token),
    });
    solid.collect()
}

/// The words an item begins with, after its attributes.
pub(crate) fn words(item: TokenStream) -> impl Iterator<Item = TokenTree> {
    let is_attribute = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => punct.as_char() == '#',
        TokenTree::Group(group) => matches!(group.delimiter(), Delimiter::Bracket | Delimiter::Parenthesis),
        _ => false,
    };
    let mut in_head = true;
    visible(item).filter(move |token| !is_attribute(token)).take_while(move |token| {
        in_head &= matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
        in_head
    })
}

pub(crate) fn other(tokens: TokenStream) -> Other {
    const BEFORE: [&str; 7] = ["pub", "unsafe", "async", "default", "extern", "auto", "safe"];
    let is_before = |token: &TokenTree| match token {
        TokenTree::Ident(ident) => BEFORE.iter().any(|word| ident == word),
        _ => true,
    };
    let mut words = words(tokens.clone()).skip_while(is_before).peekable();
    let mut keyword = words.next();
    // `const fn`
    if matches!(words.peek(), Some(TokenTree::Ident(ident)) if ident == "fn") {
        keyword = words.next();
    }
    let name = words.next();
    Other { tokens, keyword, name }
}

/// The tokens up to where `ahead`, a fork of `input`, has come to.
pub(crate) fn until(input: ParseStream, ahead: ParseStream) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while input.cursor() != ahead.cursor() {
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    input.advance_to(ahead);
    Ok(tokens)
}
