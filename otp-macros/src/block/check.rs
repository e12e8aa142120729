//! Rules for the helper attributes on one item.

use proc_macro2::Ident;
use quote::ToTokens as _;
use syn::{MacroDelimiter, Meta};

use crate::block::marks::{Mark, MarkKind, Role};
use crate::block::{Function, Item, ItemKind};
use crate::diag::{Errors, show};
use crate::item::solid;

/// The function that an item is; a mark on anything else is an error.
pub(crate) fn function<'a, R: Role>(item: &'a Item<R>, errors: &mut Errors) -> Option<&'a Function> {
    let (tokens, error) = match &item.kind {
        ItemKind::Fn(function) => return Some(function),
        ItemKind::Other { tokens, error } => (tokens, error),
    };
    let mark = item.marks.first()?;
    if let Some(error) = error {
        errors.push(error.clone());
        return None;
    }
    let mut words = tokens.clone().into_iter().map(|token| token.to_string()).skip_while(|word| word == "pub");
    let what = match words.next().as_deref() {
        Some("const") => "a constant",
        Some("type") => "a type",
        _ => "this",
    };
    let attribute = mark.role().attribute();
    for mark in &item.marks {
        errors.error(&mark.attr, format!("`#[{attribute}]` marks a method, not {what}"), "remove the attribute");
    }
    None
}

/// The marks of a function: one of them, spelt and written as it should be.
/// `both` says what to do about two different ones.
pub(crate) fn marks<R: Role>(item: &Item<R>, name: &Ident, both: impl Fn(R, R) -> &'static str, errors: &mut Errors) {
    let mut marks = item.marks.iter();
    let Some(first) = marks.next() else { return };
    mark(first, errors);
    let role = first.role();
    for again in marks {
        if again.role() == role {
            errors.error(&again.attr, format!("`#[{}]` is given twice", role.attribute()), "remove one of the two");
            continue;
        }
        let what = format!("`{name}` is marked both `#[{}]` and `#[{}]`", role.attribute(), again.role().attribute());
        errors.error(&again.attr, what, both(role, again.role()));
    }
}

fn mark<R: Role>(mark: &Mark<R>, errors: &mut Errors) {
    let attribute = mark.role().attribute();
    match &mark.kind {
        MarkKind::Misspelt(_) => {
            let typed = show(mark.attr.path());
            let what = format!("unknown attribute `{typed}`; did you mean `#[{attribute}]`?");
            errors.error(mark.attr.path(), what, format!("write `#[{attribute}]`"));
        }
        MarkKind::Vague(_) => {
            let typed = show(mark.attr.path());
            let what = format!("unknown attribute `{typed}`; did you mean `#[call]` or `#[cast]`?");
            let help = "`#[call]` if the caller waits for a reply, `#[cast]` if not";
            errors.error(mark.attr.path(), what, help);
        }
        MarkKind::Conditional(_, path) => {
            let help = format!("write `#[cfg(…)]` and `#[{attribute}]`");
            errors.error(path, format!("`#[{}]` cannot look into `cfg_attr`", R::BLOCK), help);
        }
        MarkKind::Role(role) => {
            if let Some(help) = role.without_options() {
                let options = match &mark.attr.meta {
                    Meta::Path(_) => return,
                    Meta::List(list) if !solid(list.tokens.clone()).is_empty() => list.tokens.clone(),
                    meta => meta.to_token_stream(),
                };
                return errors.error(options, format!("`#[{attribute}]` has no options"), help);
            }
            let what = match &mark.attr.meta {
                Meta::Path(_) => return,
                Meta::List(list) if matches!(list.delimiter, MacroDelimiter::Paren(_)) => return,
                Meta::List(_) => "the options stand in round brackets",
                Meta::NameValue(_) => "the options stand in brackets",
            };
            errors.error(&mark.attr.meta, what, format!("`#[{attribute}]` or `#[{attribute}(option = value)]`"));
        }
    }
}
