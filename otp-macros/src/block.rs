//! Reading an `impl` block with marked methods: syntax only, and as little of it as possible. Bodies stay as they are.
//! The rules that all such blocks have in common are in `header` and `check`.

pub(crate) mod check;
pub(crate) mod header;
pub(crate) mod marks;
pub(crate) mod signature;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, FnArg, Ident, ItemImpl, ReturnType, Signature, Token, Visibility, token};

use crate::attrs::is_ours;
use crate::diag::Errors;
use crate::item::{Other, not_hollow, other, ungrouped, until, visible, words};
use marks::{Mark, Role};

/// An `impl` block.
pub(crate) struct Block<R> {
    /// Its attributes, without those in `refused`.
    pub(crate) attrs: Vec<Attribute>,
    /// Attributes that do not go with ours: the same again, `#[async_trait]`.
    pub(crate) refused: Vec<Attribute>,
    /// From `impl` to the brace, as it came.
    head: TokenStream,
    /// The same, parsed, with no items.
    pub(crate) header: syn::Result<ItemImpl>,
    body: Group,
    inner: Vec<Attribute>,
    pub(crate) items: Vec<Item<R>>,
}

/// One item of the block.
pub(crate) struct Item<R> {
    /// The helper attributes, which are taken away.
    pub(crate) marks: Vec<Mark<R>>,
    /// The other attributes.
    pub(crate) attrs: Vec<Attribute>,
    /// These, as they came.
    pub(crate) written: TokenStream,
    pub(crate) kind: ItemKind,
}

pub(crate) enum ItemKind {
    Fn(Box<Function>),
    /// Anything else, and a function that could not be read.
    Other {
        tokens: TokenStream,
        error: Option<syn::Error>,
    },
}

/// A function; its body is not looked into.
pub(crate) struct Function {
    pub(crate) vis: Visibility,
    pub(crate) default: Option<Token![default]>,
    pub(crate) sig: Signature,
    /// Its block, or a `;`.
    pub(crate) body: TokenTree,
    /// All of it, as it came.
    tokens: TokenStream,
}

/// The block without what is only for the macro, and what `make` makes of it.
pub(crate) fn read<R: Role>(
    item: TokenStream,
    krate: &TokenStream,
    errors: &mut Errors,
    make: impl FnOnce(&Block<R>, &mut Errors) -> Option<TokenStream>,
) -> TokenStream {
    match parse::<R>(item, krate) {
        Ok(block) => {
            let made = make(&block, errors);
            quote!(#block #made)
        }
        Err(other) => {
            header::not_an_impl::<R>(&other, errors);
            other.tokens
        }
    }
}

/// Reads an `impl` block, or tells what the item is instead.
fn parse<R: Role>(item: TokenStream, krate: &TokenStream) -> Result<Block<R>, Other> {
    let Parts { attrs, refused, head, body, inner, items } = parts(item, "impl", krate)?;
    let header = syn::parse2::<ItemImpl>(quote!(#head {}));
    Ok(Block { attrs, refused, head, header, body, inner, items })
}

/// An item with methods in braces, taken apart.
pub(crate) struct Parts<R> {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) refused: Vec<Attribute>,
    /// All before the brace.
    pub(crate) head: TokenStream,
    pub(crate) body: Group,
    pub(crate) inner: Vec<Attribute>,
    pub(crate) items: Vec<Item<R>>,
}

/// Takes an item apart that has `keyword` in its head, or tells what it is instead.
pub(crate) fn parts<R: Role>(item: TokenStream, keyword: &str, krate: &TokenStream) -> Result<Parts<R>, Other> {
    let item = ungrouped(item);
    let mut tokens: Vec<TokenTree> = item.clone().into_iter().collect();
    let Some(TokenTree::Group(body)) = tokens.pop().filter(|_| has_word(&item, keyword)) else {
        return Err(other(item));
    };
    if body.delimiter() != Delimiter::Brace {
        return Err(other(item));
    }
    let head: TokenStream = tokens.into_iter().collect();
    let read_head = |input: ParseStream| Ok((input.call(Attribute::parse_outer)?, input.parse::<TokenStream>()?));
    let Ok((attrs, head)) = read_head.parse2(head) else {
        return Err(other(item));
    };
    let read_body = |input: ParseStream| {
        let inner = input.call(Attribute::parse_inner)?;
        let mut items = Vec::new();
        while !input.is_empty() {
            items.push(read_item(input, krate)?);
        }
        Ok((inner, items))
    };
    let Ok((inner, items)) = read_body.parse2(not_hollow(body.stream())) else {
        return Err(other(item));
    };
    let is_refused = |attr: &Attribute| is_ours(attr.path(), R::BLOCK, krate) || marks::is_async_trait(attr);
    let (refused, attrs) = attrs.into_iter().partition(is_refused);
    Ok(Parts { attrs, refused, head, body, inner, items })
}

/// The words before the first bracket or sign of the item, attributes left out, have this one among them.
fn has_word(item: &TokenStream, keyword: &str) -> bool {
    words(item.clone()).any(|word| matches!(&word, TokenTree::Ident(ident) if ident == keyword))
}

fn read_item<R: Role>(input: ParseStream, krate: &TokenStream) -> syn::Result<Item<R>> {
    let (mut marks, mut attrs, mut written): (Vec<Mark<R>>, _, _) = (Vec::new(), Vec::new(), TokenStream::new());
    while input.peek(Token![#]) {
        let mut tokens = input.parse::<TokenTree>()?.into_token_stream();
        tokens.extend(input.peek(token::Bracket).then(|| input.parse::<TokenTree>()).transpose()?);
        // One that is half typed, `#[]`, is given back; it may stand before others.
        let parsed = Attribute::parse_outer.parse2(tokens.clone()).unwrap_or_default();
        let (is_mark, is_other) = marks::split(parsed, krate);
        written.extend(is_mark.is_empty().then_some(tokens));
        marks.extend(is_mark);
        attrs.extend(is_other);
    }
    let ahead = input.fork();
    let kind = match read_fn(&ahead) {
        Ok(mut function) => {
            function.tokens = until(input, &ahead)?;
            let returns = !matches!(function.sig.output, ReturnType::Default);
            marks.iter_mut().for_each(|mark| mark.settle(returns));
            ItemKind::Fn(Box::new(function))
        }
        Err(error) => {
            let starts_fn = has_word(&input.fork().parse()?, "fn");
            let tokens = if starts_fn { read_broken_fn(input)? } else { read_other(input)? };
            ItemKind::Other { tokens, error: starts_fn.then_some(error) }
        }
    };
    Ok(Item { marks, attrs, written, kind })
}

fn read_fn(input: ParseStream) -> syn::Result<Function> {
    let vis = input.parse()?;
    let default = input.parse()?;
    let sig = input.parse()?;
    if !input.peek(token::Brace) && !input.peek(Token![;]) {
        return Err(input.error("expected the body of the function"));
    }
    let body = input.parse()?;
    Ok(Function { vis, default, sig, body, tokens: TokenStream::new() })
}

/// Takes a function that is half typed: up to its body, its `;`, or what can only be the next item.
fn read_broken_fn(input: ParseStream) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    let mut has_fn = false;
    while !input.is_empty() {
        let starts_next =
            input.peek(Token![#]) || input.peek(Token![pub]) || input.peek(Token![fn]) && input.peek2(Ident);
        if has_fn && starts_next {
            break;
        }
        let token: TokenTree = input.parse()?;
        has_fn |= matches!(&token, TokenTree::Ident(ident) if ident == "fn");
        let ends = is_semicolon(&token) || is_braces(&token);
        tokens.extend([token]);
        if ends {
            break;
        }
    }
    Ok(tokens)
}

/// Takes an item of any kind: up to its `;` or, unless it is a constant or a type, its braces.
fn read_other(input: ParseStream) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    let mut has_value = false;
    while !input.is_empty() {
        let token: TokenTree = input.parse()?;
        has_value |= matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '=');
        let ends = is_semicolon(&token) || is_braces(&token) && !has_value;
        tokens.extend([token]);
        if ends {
            break;
        }
    }
    Ok(tokens)
}

/// A `;`, be it in an invisible group.
fn is_semicolon(token: &TokenTree) -> bool {
    let last = visible(token.clone().into()).last();
    matches!(last, Some(TokenTree::Punct(punct)) if punct.as_char() == ';')
}

/// Braces, be they in an invisible group.
fn is_braces(token: &TokenTree) -> bool {
    let last = visible(token.clone().into()).last();
    matches!(last, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace)
}

impl Function {
    pub(crate) fn has_body(&self) -> bool {
        matches!(self.body, TokenTree::Group(_))
    }
}

impl<R> ToTokens for Block<R> {
    /// The user's impl, without what is only for the macro.
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { attrs, inner, items, .. } = self;
        // `unsafe` and `default` were reported, and rustc would do so again.
        let is_inherent = self.header.as_ref().is_ok_and(|header| header.trait_.is_none());
        let before = |token: &TokenTree| is_inherent && ["unsafe", "default"].contains(&token.to_string().as_str());
        let head: TokenStream = self.head.clone().into_iter().skip_while(before).collect();
        let mut body = Group::new(Delimiter::Brace, quote!(#(#inner)* #(#items)*));
        body.set_span(self.body.span());
        tokens.extend(quote!(#(#attrs)* #head #body));
    }
}

impl<R> ToTokens for Item<R> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.written.to_tokens(tokens);
        match &self.kind {
            ItemKind::Other { tokens: item, .. } => item.to_tokens(tokens),
            ItemKind::Fn(function) => {
                let Function { vis, default, body, tokens: function_tokens, .. } = &**function;
                let mut sig = function.sig.clone();
                if self.marks.is_empty() || !strip_attributes(&mut sig) && default.is_none() {
                    return function_tokens.to_tokens(tokens);
                }
                // `default` was reported on a handler, and rustc would do so again.
                tokens.extend(quote!(#vis #sig #body));
            }
        }
    }
}

/// Takes the attributes off the arguments: docs are for the generated code only, since rustc allows none there, and what
/// else rustc does not allow was reported. Gives whether there were any.
pub(crate) fn strip_attributes(sig: &mut Signature) -> bool {
    const RUSTC: [&str; 6] = ["cfg", "cfg_attr", "allow", "expect", "warn", "deny"];
    let mut stripped = false;
    for input in &mut sig.inputs {
        if let FnArg::Typed(arg) = input {
            let before = arg.attrs.len();
            arg.attrs.retain(|attr| RUSTC.iter().any(|name| attr.path().is_ident(name)));
            stripped |= arg.attrs.len() < before;
        }
    }
    stripped
}
