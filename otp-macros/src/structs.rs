//! Reading a struct as far as it goes: a field that is half typed is set aside, and the others are there. rustc, which has
//! read the struct before us, has said what is wrong with it.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Field, Fields, Ident, ItemStruct, Token, token};

use crate::item::{Other, other, ungrouped};

/// Fields that could not be read: their tokens, and how many fields stand before them.
#[derive(Default)]
pub(crate) struct Broken(Vec<(usize, TokenStream)>);

/// Reads a struct, or tells what the item is instead.
pub(crate) fn parse(item: TokenStream) -> Result<(ItemStruct, Broken), Other> {
    let item = ungrouped(item);
    match syn::parse2(item.clone()) {
        Ok(item) => Ok((item, Broken::default())),
        Err(_) => half_typed(item.clone()).ok_or_else(|| other(item)),
    }
}

/// A struct with fields in braces, some of which cannot be read.
fn half_typed(item: TokenStream) -> Option<(ItemStruct, Broken)> {
    let mut tokens: Vec<TokenTree> = item.into_iter().collect();
    let Some(TokenTree::Group(body)) = tokens.pop().filter(is_braces) else {
        return None;
    };
    let head: TokenStream = tokens.into_iter().collect();
    let mut empty = Group::new(Delimiter::Brace, TokenStream::new());
    empty.set_span(body.span());
    let mut item: ItemStruct = syn::parse2(quote!(#head #empty)).ok()?;
    let Fields::Named(fields) = &mut item.fields else {
        return None;
    };
    let mut broken = Vec::new();
    let read = |input: ParseStream| {
        while !input.is_empty() {
            let ahead = input.fork();
            if let Some((field, comma)) = read_field(&ahead) {
                input.advance_to(&ahead);
                fields.named.push_value(field);
                comma.into_iter().for_each(|comma| fields.named.push_punct(comma));
            } else {
                broken.push((fields.named.len(), skip_field(input)?));
            }
        }
        Ok(())
    };
    read.parse2(body.stream()).ok()?;
    Some((item, Broken(broken)))
}

fn is_braces(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// A field with its comma, which only the last one may lack.
fn read_field(input: ParseStream) -> Option<(Field, Option<Token![,]>)> {
    let field = input.call(Field::parse_named).ok()?;
    let comma: Option<Token![,]> = input.parse().ok()?;
    (comma.is_some() || input.is_empty()).then_some((field, comma))
}

/// Takes a field that is half typed: up to its comma, or what can only be the next field.
fn skip_field(input: ParseStream) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while input.peek(Token![#]) {
        tokens.extend([input.parse::<TokenTree>()?]);
        tokens.extend(input.peek(token::Bracket).then(|| input.parse::<TokenTree>()).transpose()?);
    }
    if input.peek(Token![pub]) {
        tokens.extend([input.parse::<TokenTree>()?]);
        tokens.extend(input.peek(token::Paren).then(|| input.parse::<TokenTree>()).transpose()?);
    }
    // Its name, whatever follows it.
    let mut may_be_next = false;
    while !input.is_empty() {
        if input.peek(Token![#]) || input.peek(Token![pub]) || may_be_next && is_named(input) {
            break;
        }
        let token: TokenTree = input.parse()?;
        let is_comma = matches!(&token, TokenTree::Punct(sign) if sign.as_char() == ',');
        tokens.extend([token]);
        if is_comma {
            break;
        }
        may_be_next = true;
    }
    Ok(tokens)
}

/// `name:`, and not the beginning of a path.
fn is_named(input: ParseStream) -> bool {
    input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::])
}

impl Broken {
    /// Whether all fields could be read.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The struct with these fields where they stood.
    pub(crate) fn given_back(&self, item: &ItemStruct) -> TokenStream {
        let mut tokens: Vec<TokenTree> = item.to_token_stream().into_iter().collect();
        let Fields::Named(fields) = &item.fields else {
            return tokens.into_iter().collect();
        };
        if self.is_empty() {
            return tokens.into_iter().collect();
        }
        let mut inner = TokenStream::new();
        for (at, field) in fields.named.pairs().enumerate() {
            inner.extend(self.before(at));
            field.to_tokens(&mut inner);
        }
        inner.extend(self.before(fields.named.len()));
        let mut body = Group::new(Delimiter::Brace, inner);
        body.set_span(fields.brace_token.span.join());
        tokens.pop();
        tokens.into_iter().chain([body.into()]).collect()
    }

    fn before(&self, at: usize) -> TokenStream {
        self.0.iter().filter(|(before, _)| *before == at).map(|(_, tokens)| tokens.clone()).collect()
    }
}
