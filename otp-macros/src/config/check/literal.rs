//! Rules for defaults that are literals, whose type can be seen.

use proc_macro2::{Ident, TokenStream};
use syn::{Lit, Type};

use super::example;
use crate::config::lower::optional;
use crate::diag::{Errors, show};
use crate::types;

/// What a literal is, and what a field can hold.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Bool,
    Integer,
    Float,
    Character,
    Text,
}

impl Kind {
    fn of(literal: &Lit) -> Option<Self> {
        Some(match literal {
            Lit::Bool(_) => Self::Bool,
            Lit::Int(_) => Self::Integer,
            Lit::Float(_) => Self::Float,
            Lit::Char(_) => Self::Character,
            Lit::Str(_) => Self::Text,
            _ => return None,
        })
    }

    /// That of a type of the standard library, told by its name.
    fn held_by(ty: &Type) -> Option<Self> {
        let segment = types::last_segment(ty).filter(|segment| segment.arguments.is_none())?;
        Some(match segment.ident.to_string().as_str() {
            "bool" => Self::Bool,
            "char" => Self::Character,
            "String" => Self::Text,
            "f32" | "f64" => Self::Float,
            "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => {
                Self::Integer
            }
            _ => return None,
        })
    }

    fn words(self) -> &'static str {
        match self {
            Self::Bool => "a `bool`",
            Self::Integer => "a number",
            Self::Float => "a number with a fraction",
            Self::Character => "a character",
            Self::Text => "a string",
        }
    }
}

/// A literal of another type than the field's; `at` has its sign.
pub(crate) fn of_type(ident: &Ident, ty: &Type, (at, literal): (&TokenStream, &Lit), errors: &mut Errors) {
    let (inner, is_optional) = optional(ty).map_or((ty, false), |inner| (inner, true));
    let (Some(wanted), Some(found)) = (Kind::held_by(inner), Kind::of(literal)) else { return };
    // A string is read as an environment variable is, whatever the type: `quoted` says where that is of no use.
    if found == Kind::Text {
        return;
    }
    let suffix = match literal {
        Lit::Int(int) => int.suffix(),
        Lit::Float(float) => float.suffix(),
        _ => "",
    };
    let (at_text, name) = (show(at).trim_start().to_owned(), show(inner));
    let is_negative = at_text.starts_with('-');
    let (what, value) = if wanted != found {
        let found = if (wanted, found) == (Kind::Float, Kind::Integer) { "a whole number" } else { found.words() };
        (format!("not {found}"), converted(wanted, literal, at).unwrap_or_else(|| example(inner).to_owned()))
    } else if is_negative && name.starts_with('u') {
        ("which has no sign".to_owned(), show(literal))
    } else if !suffix.is_empty() && suffix != name {
        (format!("not {}", a(suffix)), at_text.strip_suffix(suffix).unwrap_or(&at_text).to_owned())
    } else if is_optional {
        (format!("not {}", found.words()), at_text)
    } else {
        return;
    };
    let value = if is_optional { format!("Some({value})") } else { value };
    errors.error(at, format!("`{ident}` is {}, {what}", a(&show(ty))), format!("`#[default({value})]`"));
}

/// The same value as the field has it, where there is one.
fn converted(wanted: Kind, literal: &Lit, at: &TokenStream) -> Option<String> {
    let shown = show(at).trim_start().to_owned();
    match (wanted, literal) {
        (Kind::Float, Lit::Int(int)) if int.suffix().is_empty() => Some(format!("{shown}.0")),
        (Kind::Text, Lit::Char(character)) => Some(format!("{:?}", character.value().to_string())),
        (Kind::Text, _) => Some(format!("{shown:?}")),
        (Kind::Bool, Lit::Int(int)) => match int.base10_digits() {
            "0" => Some("false".to_owned()),
            "1" => Some("true".to_owned()),
            _ => None,
        },
        _ => None,
    }
}

/// The name of a type with its article.
pub(super) fn a(name: &str) -> String {
    let article = if name.starts_with(['A', 'E', 'I', 'O', 'i', 'f']) { "an" } else { "a" };
    format!("{article} `{name}`")
}
