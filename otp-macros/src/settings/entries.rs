//! Options as they are written: `key = value`, `key`, `key(arguments)`.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Expr, Token, Type, token};

use crate::diag::{Errors, show};
use crate::item::{self, until};

/// `key`, `key = value` or, where that is expected, `key(arguments)`.
pub(crate) struct Entry {
    pub(crate) key: Ident,
    pub(crate) value: Option<TokenStream>,
    pub(crate) arguments: Option<Group>,
    /// `key =`, and nothing after it.
    unfinished: bool,
}

impl Entry {
    /// The key by itself.
    pub(crate) fn is_alone(&self) -> bool {
        self.value.is_none() && self.arguments.is_none() && !self.unfinished
    }
}

/// Splits `key = value, key, …`; stops at what is not of this form.
pub(crate) fn entries(tokens: TokenStream, errors: &mut Errors) -> Vec<Entry> {
    split(tokens, false, errors)
}

/// The same, with `key(arguments)` among them.
pub(crate) fn entries_or_calls(tokens: TokenStream, errors: &mut Errors) -> Vec<Entry> {
    split(tokens, true, errors)
}

fn split(tokens: TokenStream, calls: bool, errors: &mut Errors) -> Vec<Entry> {
    let mut found = Vec::new();
    let parser = |input: ParseStream| {
        while !input.is_empty() {
            if !input.peek(Ident::peek_any) {
                return Err(input.error("expected the name of an option\nhelp: `option = value`"));
            }
            let mut entry = Entry { key: Ident::parse_any(input)?, value: None, arguments: None, unfinished: false };
            if let Some(sign) = other_sign(input)? {
                let value = value(input)?;
                other_form(&entry.key, &sign, &value, calls, errors);
                continue_after(input)?;
                continue;
            }
            if input.parse::<Option<Token![=]>>()?.is_some() {
                entry.value = Some(value(input)?).filter(|tokens| !tokens.is_empty());
                entry.unfinished = entry.value.is_none();
            } else if calls && input.peek(token::Paren) {
                entry.arguments = Some(input.parse()?);
            } else if calls && (input.peek(token::Bracket) || input.peek(token::Brace)) {
                let group: TokenTree = input.parse()?;
                let what = format!("the values of `{0}` stand in round brackets\nhelp: `{0}(…)`", entry.key);
                return Err(syn::Error::new_spanned(group, what));
            }
            found.push(entry);
            continue_after(input)?;
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(item::solid(tokens)) {
        errors.push(error);
    }
    found
}

/// `:` of Elixir's keywords, `=>` of its maps, or `==`.
fn other_sign(input: ParseStream) -> syn::Result<Option<TokenStream>> {
    let sign = if input.peek(Token![=>]) {
        input.parse::<Token![=>]>()?.into_token_stream()
    } else if input.peek(Token![==]) {
        input.parse::<Token![==]>()?.into_token_stream()
    } else if input.peek(Token![:]) && !input.peek(Token![::]) {
        input.parse::<Token![:]>()?.into_token_stream()
    } else {
        return Ok(None);
    };
    Ok(Some(sign))
}

/// An option with another sign than `=`: what it should look like.
fn other_form(key: &Ident, sign: &TokenStream, value: &TokenStream, calls: bool, errors: &mut Errors) {
    let shown = if value.is_empty() { "…".to_owned() } else { show(value) };
    // An atom of Elixir's is a word here, or a string.
    let word = shown.trim_start_matches([':', ' ']);
    let is_one_of = |names: &[&str]| names.iter().any(|name| key == name);
    let (instead, help) = if calls && is_one_of(&["args", "dependencies", "optional", "includes"]) {
        ("in brackets", format!("`{key}({})`", shown.trim_matches(['[', ']', '(', ')', '{', '}', ' '])))
    } else if is_one_of(&["paused", "blocking"]) {
        ("by its name alone", format!("`{key}`"))
    } else if is_one_of(&["id", "name"]) {
        ("with `=`", format!("`{key} = \"{}\"`", word.trim_matches('"')))
    } else {
        ("with `=`", format!("`{key} = {word}`"))
    };
    errors.error(sign, format!("`{key}` is set {instead}, not with `{}`", show(sign).trim()), help);
}

/// The comma between two options.
fn continue_after(input: ParseStream) -> syn::Result<()> {
    if !input.is_empty() && input.parse::<Option<Token![,]>>()?.is_none() {
        return Err(missing_comma(input));
    }
    Ok(())
}

fn missing_comma(input: ParseStream) -> syn::Error {
    let next = input.fork().parse::<TokenTree>().map_or_else(|_| "…".to_owned(), show);
    input.error(format!("expected `,` before the next option\nhelp: `, {next}`"))
}

/// The tokens of a value: an expression, a type, or whatever stands before the next comma.
pub(crate) fn value(input: ParseStream) -> syn::Result<TokenStream> {
    if let Some(ty) = spelt_as_type(input)? {
        return Ok(ty);
    }
    let ahead = input.fork();
    if ahead.parse::<Expr>().is_ok() && (ahead.is_empty() || ahead.peek(Token![,])) {
        return until(input, &ahead);
    }
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        if !tokens.is_empty() && input.peek(Ident::peek_any) && input.peek2(Token![=]) {
            return Err(missing_comma(input));
        }
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    Ok(tokens)
}

/// A type with a comma in its angle brackets, which is no expression: that would end before the comma.
fn spelt_as_type(input: ParseStream) -> syn::Result<Option<TokenStream>> {
    let all: TokenStream = input.fork().parse()?;
    let parser = |input: ParseStream| Ok((input.parse::<Type>()?, input.parse::<TokenStream>()?));
    // On a copy: a type that fails inside brackets would be an error of the whole.
    let Ok((ty, rest)) = parser.parse2(all.clone()) else {
        return Ok(None);
    };
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let ends = rest.clone().into_iter().next().is_none_or(|token| is_comma(&token));
    if !ends || !ty.into_token_stream().into_iter().any(|token| is_comma(&token)) {
        return Ok(None);
    }
    let length = all.into_iter().count() - rest.into_iter().count();
    let tokens = (0..length).map(|_| input.parse::<TokenTree>());
    tokens.collect::<syn::Result<TokenStream>>().map(Some)
}
