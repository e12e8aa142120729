//! The rules. Each is a small function named for what it finds, and nothing stops early.

pub(crate) mod literal;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Fields, GenericParam, ItemStruct, Lit, LitStr, MacroDelimiter, Meta, Token, Type};

use crate::config::model::{DEFAULT, Key};
use crate::diag::{Errors, show};
use crate::faults::{self, Fault};
use crate::fields::Mark;
use crate::item::Other;
use crate::{duration, names, types};

/// The attribute is on something that is not a struct.
pub(crate) fn not_a_struct(other: &Other, errors: &mut Errors) {
    let what = other.what();
    if what == "a struct" {
        // rustc has read it, and we have not.
        errors.note(other.head(), "`#[config]` cannot read this struct");
        return;
    }
    let what = format!("`#[config]` goes on a struct, whose fields are the keys, not on {what}");
    let help = "`struct BankConfig { #[default(8080)] port: u16 }`, and `#[application(config = BankConfig)]`";
    errors.error(other.head(), what, help);
}

/// The attribute again.
pub(crate) fn given_once(refused: &[Attribute], errors: &mut Errors) {
    for attr in refused {
        errors.error(attr, "one `#[config]` per struct", "remove this one");
    }
}

/// Parameters of any kind.
pub(crate) fn generics(item: &ItemStruct, errors: &mut Errors) {
    let name = &item.ident;
    let mut others = Vec::new();
    for param in &item.generics.params {
        if let GenericParam::Lifetime(lifetime) = param {
            let what = format!("a config must be `'static`, and `{name}<{}>` borrows", show(&lifetime.lifetime));
            errors.error(param, what, "let it own its values: `String` for `&str`, say");
        } else {
            others.push(param);
        }
    }
    if !others.is_empty() {
        let what = "a config cannot be generic: each key has one type";
        errors.error(quote!(#(#others),*), what, format!("`struct {name}`, with types in place of the parameters"));
    }
}

/// Fields without names, or none at all.
pub(crate) fn fields(item: &ItemStruct, errors: &mut Errors) {
    let name = &item.ident;
    match &item.fields {
        Fields::Named(fields) if !fields.named.is_empty() => {}
        Fields::Named(_) | Fields::Unit => {
            let what = format!("`{name}` has no fields, so there is nothing to configure");
            let help = "add fields, or remove it: an application without `config` needs none";
            errors.error(name, what, help);
        }
        Fields::Unnamed(fields) => {
            let mut at = TokenStream::new();
            fields.paren_token.surround(&mut at, |tokens| fields.unnamed.to_tokens(tokens));
            let types = fields.unnamed.iter().map(|field| show(&field.ty));
            let named: Vec<_> =
                ["first", "second"].iter().zip(types).map(|(name, ty)| format!("{name}: {ty}")).collect();
            let more = if fields.unnamed.len() > named.len() { ", …" } else { "" };
            let help = match named.as_slice() {
                [] => format!("`struct {name} {{ port: u16 }}`"),
                _ => format!("`struct {name} {{ {}{more} }}`", named.join(", ")),
            };
            errors.error(at, "keys are the names of fields, and these have none", help);
        }
    }
}

/// The marks of a field: one, spelt and written as it should be.
pub(crate) fn marks(marks: &[Mark], ty: &Type, errors: &mut Errors) {
    for (at, mark) in marks.iter().enumerate() {
        if at > 0 {
            errors.error(&mark.attr, "`#[default]` is given twice", "remove one of the two");
            continue;
        }
        if !DEFAULT.is_right(mark, errors) {
            continue;
        }
        match &mark.attr.meta {
            Meta::List(list) if matches!(list.delimiter, MacroDelimiter::Paren(_)) => {}
            Meta::Path(path) => {
                let help = format!("`#[default({})]`; without `#[default]` the key must be configured", example(ty));
                errors.error(path, "`#[default]` needs a value", help);
            }
            Meta::List(list) => {
                let help = format!("`#[default({})]`", show(&list.tokens));
                errors.error(&mark.attr.meta, "the default stands in round brackets", help);
            }
            Meta::NameValue(pair) => {
                let help = format!("`#[default({})]`", show(&pair.value));
                errors.error(&mark.attr.meta, "the default stands in brackets, without `=`", help);
            }
        }
    }
}

/// A value that a field of this type may have.
fn example(ty: &Type) -> &'static str {
    let name = types::last_segment(ty).map(|segment| segment.ident.to_string()).unwrap_or_default();
    match name.as_str() {
        "bool" => "true",
        "f32" | "f64" => "0.5",
        "String" | "PathBuf" => "\"text\"",
        "Duration" => "5s",
        "u8" | "i8" => "8",
        "char" => "'x'",
        name if name.starts_with(['u', 'i']) => "8080",
        _ => "value",
    }
}

/// One expression.
pub(crate) fn expression(mark: &Meta, tokens: &TokenStream, ty: &Type, errors: &mut Errors) -> Option<Expr> {
    let list = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone());
    match list {
        Ok(list) if list.len() == 1 => list.into_iter().next(),
        Ok(list) if list.is_empty() => {
            let help = format!("`#[default({})]`; without `#[default]` the key must be configured", example(ty));
            errors.error(mark, "`#[default]` needs a value", help);
            None
        }
        Ok(_) => {
            let shown = show(tokens);
            errors.error(
                tokens,
                "`#[default]` takes one value",
                format!("`vec![{shown}]` or `({shown})`, if it is one"),
            );
            None
        }
        Err(_) => {
            errors.error(tokens, "this is no expression", format!("`#[default({})]`", example(ty)));
            None
        }
    }
}

/// A literal that is meant to be a duration, or has its unit.
pub(crate) fn not_a_duration(ident: &Ident, ty: &Type, literal: &Lit, what: &str, errors: &mut Errors) {
    if !types::is_named(ty, "Duration") {
        let what = what.replace("`default` takes", "this is");
        return errors.error(literal, what, format!("a value for `{ident}: {}`", show(ty)));
    }
    let what = what.replace("`default`", &format!("`{ident}`"));
    let unquoted = match literal {
        Lit::Str(text) => Some(text.value())
            .filter(|text| text.parse().is_ok_and(|tokens: TokenStream| duration::parse("default", &tokens).is_ok())),
        _ => None,
    };
    let help = match unquoted {
        Some(text) => format!("write it without the quotes: `#[default({text})]`"),
        None => "a number and its unit: `#[default(5s)]`, `20ms`, `1.5s`, `30min` or `2h`".to_owned(),
    };
    errors.error(literal, what, help);
}

/// A number or a `bool` in quotes.
pub(crate) fn quoted(ident: &Ident, ty: &Type, text: &LitStr, errors: &mut Errors) {
    const PLAIN: [&str; 15] =
        ["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64", "bool"];
    if PLAIN.iter().any(|name| types::is_named(ty, name)) {
        let what = format!("`{ident}` is {}, not a string", literal::a(&show(ty)));
        let value = text.value();
        let is_value = matches!(syn::parse_str::<Lit>(&value), Ok(Lit::Int(_) | Lit::Float(_) | Lit::Bool(_)));
        let shown = if is_value { value.as_str() } else { example(ty) };
        errors.error(text, what, format!("`#[default({shown})]`"));
    }
}

/// What is read from text, and kept.
pub(crate) fn value_type(ident: &Ident, ty: &Type, errors: &mut Errors) {
    let owned = "a value is read when the program runs, so it cannot be borrowed";
    if let Type::Reference(reference) = types::bare(ty)
        && reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static")
    {
        let elem = show(&reference.elem);
        let instead = if elem == "str" { "String".to_owned() } else { elem };
        return errors.error(ty, owned, format!("`{ident}: {instead}`"));
    }
    for fault in faults::faults(ty) {
        match fault {
            Fault::Borrow { at, instead } if show(&at) == show(ty) => {
                errors.error(at, owned, format!("`{ident}: {instead}`"));
            }
            Fault::Borrow { at, instead } => errors.error(at, owned, format!("`{instead}`")),
            Fault::Lifetime { at, instead } => errors.error(at, owned, instead),
            Fault::Unsized { at, instead } => errors.error(at, "this type has no fixed size", format!("`{instead}`")),
            // rustc takes neither in a field, and says so.
            Fault::Impl { .. } | Fault::Inferred { .. } => {}
        }
    }
}

/// Two keys that are read from one environment variable.
pub(crate) fn variable(key: &Key, before: &[Key], errors: &mut Errors) {
    let name = names::plain(&key.ident);
    let clash = before.iter().find(|other| {
        let other = names::plain(&other.ident);
        other != name && other.to_uppercase() == name.to_uppercase()
    });
    if let Some(other) = clash {
        let variable = name.to_uppercase();
        let what =
            format!("`{name}` and `{}` are both read from the variable `…_{variable}`", names::plain(&other.ident));
        errors.error(&key.ident, what, "rename one of them");
    }
}
