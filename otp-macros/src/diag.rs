//! Collecting errors, and showing tokens in them as a person would have written them.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};
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

/// What `read` makes of an item, which is given back whatever is wrong with it, and the errors after that.
pub(crate) fn expansion(read: impl FnOnce(&mut Errors) -> TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let mut expansion = read(&mut errors);
    expansion.extend(errors.into_tokens());
    expansion
}

/// The tokens as rustfmt would print them, near enough: `Option<&str>`, not `Option < & str >`.
pub(crate) fn show(tokens: impl ToTokens) -> String {
    let mut shown = Shown::default();
    shown.stream(tokens.to_token_stream());
    shown.text.trim_end().to_owned()
}

#[derive(Default)]
struct Shown {
    text: String,
    /// Whether the text ends with a word, or something that is set apart from a word like one.
    after_word: bool,
    /// The last sign, if it belongs to the next, as in `->`.
    joint: Option<char>,
}

impl Shown {
    fn stream(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.group(&group),
                TokenTree::Punct(punct) => self.sign(punct.as_char(), punct.spacing() == Spacing::Joint),
                word => {
                    self.space_after_word();
                    self.text.push_str(&word.to_string());
                    (self.after_word, self.joint) = (true, None);
                }
            }
        }
    }

    fn group(&mut self, group: &Group) {
        let after_keyword = ["mut", "dyn", "impl"].iter().any(|keyword| self.text.ends_with(keyword));
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => ("{ ", " }"),
            Delimiter::None => return self.stream(group.stream()),
        };
        if open != "(" || after_keyword {
            self.space_after_word();
        }
        self.text.push_str(open);
        (self.after_word, self.joint) = (false, None);
        self.stream(group.stream());
        self.text.push_str(close);
        (self.after_word, self.joint) = (true, None);
    }

    fn sign(&mut self, sign: char, joint: bool) {
        let before = std::mem::replace(&mut self.joint, joint.then_some(sign));
        let mut after_word = false;
        match sign {
            ',' | ';' => self.push(sign, true),
            '>' if matches!(before, Some('-' | '=')) => self.push(sign, true),
            '>' => {
                self.push(sign, false);
                after_word = true;
            }
            '+' | '=' | '-' if before.is_none() => {
                self.text.push(' ');
                self.push(sign, !joint);
            }
            ':' if !joint && before.is_none() => self.push(sign, true),
            // Nothing stands between a quote and its name, or a reference and its type.
            '\'' | '&' | '#' => {
                self.space_after_word();
                self.push(sign, false);
            }
            _ => self.push(sign, false),
        }
        self.after_word = after_word;
    }

    fn push(&mut self, sign: char, spaced: bool) {
        self.text.push(sign);
        if spaced {
            self.text.push(' ');
        }
    }

    fn space_after_word(&mut self) {
        if self.after_word {
            self.text.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_shown_as_they_are_written() {
        for text in [
            "Option<&'a mut Vec<u8>>",
            "impl Fn(u8) -> Result<u8, &'static [u8]> + Send",
            "Box<dyn for<'a> Tell<'a, Item = (u8, u8)>>",
            "std::io::Result<()>",
            "&mut (A, B)",
            "[u8; 3]",
            "(a, b): (u8, u8)",
            "#[cfg(unix)]",
            "Cow<'_, str>",
            "Foo<{ N }>",
        ] {
            assert_eq!(show(text.parse::<TokenStream>().unwrap()), text);
        }
    }
}
