//! Collecting errors, and showing tokens in them as a person would have written them.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// All the errors of one expansion, in the order they were found, which is the order of the source.
#[derive(Default)]
pub(crate) struct Errors {
    errors: Vec<syn::Error>,
    /// What each of them is about, for tests: spans cannot be looked at outside of a compiler.
    #[cfg(test)]
    pub(crate) places: Vec<String>,
}

impl Errors {
    /// Reports `what` is wrong with `tokens` and, on the next line, what to type instead.
    pub(crate) fn error(&mut self, tokens: impl ToTokens, what: impl AsRef<str>, help: impl AsRef<str>) {
        self.note(tokens, format!("{}\nhelp: {}", what.as_ref(), help.as_ref()));
    }

    /// Reports something that leads to another error, or that needs no help.
    pub(crate) fn note(&mut self, tokens: impl ToTokens, what: impl AsRef<str>) {
        #[cfg(test)]
        self.places.push(show(&tokens));
        self.errors.push(syn::Error::new_spanned(tokens, what.as_ref()));
    }

    /// Takes over an error of syn.
    pub(crate) fn push(&mut self, error: syn::Error) {
        #[cfg(test)]
        self.places.push("(syn)".to_owned());
        self.errors.push(error);
    }

    /// How many there are: a handler is valid if checking it has added none.
    pub(crate) fn len(&self) -> usize {
        self.errors.len()
    }

    /// The errors themselves.
    #[cfg(test)]
    pub(crate) fn errors(&self) -> &[syn::Error] {
        &self.errors
    }

    /// One `compile_error!` for each.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.errors.iter().map(syn::Error::to_compile_error).collect()
    }
}

/// The tokens as rustfmt would print them, near enough: `Option<&str>`, not `Option < & str >`.
pub(crate) fn show(tokens: impl ToTokens) -> String {
    let mut shown = Shown::default();
    shown.stream(tokens.to_token_stream());
    shown.text
}

#[derive(Default)]
struct Shown {
    text: String,
    /// Whether a space is needed before a word, and before a sign that is set apart.
    after_word: bool,
    /// The last sign belongs to the next, as in `->`.
    joint: bool,
}

impl Shown {
    fn stream(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::Brace => ("{ ", " }"),
                        Delimiter::None => ("", ""),
                    };
                    self.text.push_str(open);
                    self.after_word &= open.is_empty();
                    self.stream(group.stream());
                    self.text.push_str(close);
                    self.after_word |= !close.is_empty();
                }
                TokenTree::Punct(punct) => self.sign(punct.as_char(), punct.spacing() == Spacing::Joint),
                word => {
                    if self.after_word {
                        self.text.push(' ');
                    }
                    self.text.push_str(&word.to_string());
                    self.after_word = true;
                    self.joint = false;
                }
            }
        }
    }

    fn sign(&mut self, sign: char, joint: bool) {
        let second = std::mem::replace(&mut self.joint, joint);
        match sign {
            ',' | ';' => {
                self.text.push(sign);
                self.text.push(' ');
                self.after_word = false;
            }
            '>' if second => {
                self.text.push_str("> ");
                self.after_word = false;
            }
            '+' | '=' | '-' if !second => {
                self.text.push(' ');
                self.text.push(sign);
                if !joint {
                    self.text.push(' ');
                }
                self.after_word = false;
            }
            // Nothing stands between a quote and its name, or a reference and its type.
            '\'' | '&' if self.after_word => {
                self.text.push(' ');
                self.text.push(sign);
                self.after_word = false;
            }
            '>' => {
                self.text.push(sign);
                self.after_word = true;
            }
            ':' if !joint && !second => {
                self.text.push_str(": ");
                self.after_word = false;
            }
            _ => {
                self.text.push(sign);
                self.after_word = false;
            }
        }
    }
}
