//! Sorting the attributes of an item: which of them its generated companions carry too.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, Token};

/// The attributes of a handler (or of the whole impl) that are copied, by kind. `cfg_attr` counts as what it adds.
#[derive(Clone, Default)]
pub(crate) struct Kept {
    /// `#[cfg]`: on everything made from the handler.
    pub(crate) cfg: Vec<TokenStream>,
    /// Docs: on its messages and its client method.
    pub(crate) docs: Vec<TokenStream>,
    /// Lint levels, with `expect` weakened to `allow`: the copy may well not do what is expected.
    pub(crate) lints: Vec<TokenStream>,
    /// `#[deprecated]` and `#[must_use]`: on the client method only.
    pub(crate) caller: Vec<TokenStream>,
    /// It has a `#[deprecated]`, so that calling it needs an `allow`.
    pub(crate) deprecated: bool,
    /// It has docs without a condition.
    pub(crate) documented: bool,
}

impl Kept {
    /// Sorts `attrs`; those that belong to the body (`#[inline]`, `#[instrument]`, …) are in no list.
    pub(crate) fn sort<'a>(attrs: impl IntoIterator<Item = &'a Attribute>) -> Self {
        let mut kept = Self::default();
        for attr in attrs {
            if attr.path().is_ident("cfg_attr") {
                kept.add_conditional(attr);
            } else {
                kept.add(&attr.meta, None);
            }
        }
        kept
    }

    fn add_conditional(&mut self, attr: &Attribute) {
        let metas = attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
        let mut metas = metas.unwrap_or_default().into_iter();
        let Some(condition) = metas.next() else {
            return;
        };
        for meta in metas {
            self.add(&meta, Some(&condition));
        }
    }

    fn add(&mut self, meta: &Meta, condition: Option<&Meta>) {
        let Some(name) = meta.path().get_ident().map(ToString::to_string) else {
            return;
        };
        let shown = |meta: &dyn ToTokens| match condition {
            Some(condition) => quote!(#[cfg_attr(#condition, #meta)]),
            None => quote!(#[#meta]),
        };
        match (name.as_str(), meta) {
            ("cfg", _) => self.cfg.push(shown(meta)),
            ("doc", _) => {
                self.documented |= condition.is_none() && matches!(meta, Meta::NameValue(_));
                self.docs.push(shown(meta));
            }
            ("expect", Meta::List(list)) => {
                let tokens = &list.tokens;
                self.lints.push(shown(&quote!(allow(#tokens))));
            }
            ("allow" | "warn" | "deny", Meta::List(_)) => self.lints.push(shown(meta)),
            ("deprecated", _) => {
                self.deprecated = true;
                self.caller.push(shown(meta));
            }
            ("must_use", _) => self.caller.push(shown(meta)),
            _ => {}
        }
    }

    /// Its `#[cfg]`s.
    pub(crate) fn cfg(&self) -> TokenStream {
        self.cfg.iter().cloned().collect()
    }

    /// Whether it may be compiled out.
    pub(crate) fn is_conditional(&self) -> bool {
        !self.cfg.is_empty()
    }

    /// Its docs, or `otherwise` if it has none.
    pub(crate) fn docs_or(&self, otherwise: &str) -> TokenStream {
        let written = if self.documented { TokenStream::new() } else { doc(otherwise) };
        let docs = &self.docs;
        quote!(#written #(#docs)*)
    }
}

/// Whether `path` is the attribute `name`: its plain name, or that with the path of the runtime.
pub(crate) fn is_ours(path: &Path, name: &str, krate: &TokenStream) -> bool {
    if path.is_ident(name) {
        return true;
    }
    let typed = path.to_token_stream().to_string();
    let ours = |prefix: &str| typed == format!("{prefix} :: {name}");
    ours("otp_runtime") || ours(":: otp_runtime") || ours(&krate.to_string())
}

/// An item that is no struct, without the helper attributes `name` in it: rustc knows of none.
pub(crate) fn without(tokens: TokenStream, name: &str, krate: &TokenStream) -> TokenStream {
    let mut kept = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket && is_helper(&group, name, krate) => {
                if matches!(kept.last(), Some(TokenTree::Punct(sign)) if sign.as_char() == '#') {
                    kept.pop();
                }
            }
            TokenTree::Group(group) => {
                let mut copy = Group::new(group.delimiter(), without(group.stream(), name, krate));
                copy.set_span(group.span());
                kept.push(copy.into());
            }
            other => kept.push(other),
        }
    }
    kept.into_iter().collect()
}

fn is_helper(group: &Group, name: &str, krate: &TokenStream) -> bool {
    syn::parse2::<Meta>(group.stream()).is_ok_and(|meta| is_ours(meta.path(), name, krate))
}

/// A line of documentation.
pub(crate) fn doc(line: impl AsRef<str>) -> TokenStream {
    let line = format!(" {}", line.as_ref());
    quote!(#[doc = #line])
}
