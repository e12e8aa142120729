//! The options of the helper attributes: `#[call(timeout = 20s)]`.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens as _;

use crate::block::marks::Role as _;
use crate::diag::Errors;
use crate::duration::{self, Nanos};
use crate::gen_server::model::Role;
use crate::settings::{entries, is_infinity, or_words, unknown};

/// The options of a handler.
#[derive(Default)]
pub(crate) struct HandlerOptions {
    pub(crate) timeout: Option<Limit>,
    pub(crate) blocking: Option<Ident>,
}

/// A time to wait.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    After(Nanos),
    Infinite,
}

/// Reads the options of a helper attribute.
pub(crate) fn handler(role: Role, tokens: TokenStream, errors: &mut Errors) -> HandlerOptions {
    let mut options = HandlerOptions::default();
    let known: &[&str] = match role {
        Role::Call => &["timeout", "blocking"],
        Role::Cast | Role::Info | Role::Continue => &["blocking"],
        _ => &[],
    };
    let attribute = role.attribute();
    let mut seen: Vec<Ident> = Vec::new();
    for entry in entries(tokens, errors) {
        let name = entry.key.to_string();
        if name == "timeout" && role.handles_messages() && role != Role::Call {
            let what = format!("`#[{attribute}]` has no reply, so `timeout` has nothing to limit");
            errors.error(&entry.key, what, "remove it");
        } else if !known.contains(&name.as_str()) {
            unknown(&entry.key, known.iter().copied(), errors);
        } else if seen.contains(&entry.key) {
            errors.error(&entry.key, format!("`{name}` is set twice"), "keep one of the two");
        } else if name == "blocking" {
            if entry.is_alone() {
                options.blocking = Some(entry.key.clone());
            } else {
                let key = entry.key.to_token_stream();
                let at = entry.value.unwrap_or(key);
                errors.error(at, "`blocking` takes no value", format!("`#[{attribute}(blocking)]`"));
            }
        } else {
            match entry.value {
                None => errors.error(&entry.key, "`timeout` needs a value", "`timeout = 20s`, or `timeout = infinity`"),
                Some(value) if is_infinity(&value) => options.timeout = Some(Limit::Infinite),
                Some(value) => match duration::parse(&name, &value) {
                    Ok(after) => options.timeout = Some(Limit::After(after)),
                    Err(error) => {
                        let (what, help) = or_words(error, "`infinity`");
                        errors.error(value, what, help);
                    }
                },
            }
        }
        seen.push(entry.key);
    }
    options
}
