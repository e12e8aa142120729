//! Rules for one field.

use proc_macro2::{Ident, TokenStream};
use syn::{MacroDelimiter, Meta, Type};

use crate::diag::{Errors, show};
use crate::faults::{self, Fault};
use crate::fields::{Mark, MarkKind};
use crate::item::solid;

/// The marks of a field: one, spelt and written as it should be. Whether the field is skipped: if in doubt it is.
pub(crate) fn marks(marks: &[Mark], errors: &mut Errors) -> bool {
    for (at, mark) in marks.iter().enumerate() {
        if at > 0 {
            errors.error(&mark.attr, "this field has an `#[agent(…)]` already", "remove one of the two");
            continue;
        }
        match &mark.kind {
            MarkKind::Misspelt => {
                let what = format!("unknown attribute `{}`; did you mean `#[agent(skip)]`?", show(mark.attr.path()));
                errors.error(mark.attr.path(), what, "write `#[agent(skip)]`");
            }
            MarkKind::Conditional(path) => {
                let help = "write the field twice, under `#[cfg(…)]` and `#[cfg(not(…))]`, once with `#[agent(skip)]`";
                errors.error(path, "`#[agent]` cannot look into `cfg_attr`", help);
            }
            MarkKind::Right => is_skip(&mark.attr.meta, errors),
        }
    }
    !marks.is_empty()
}

/// `agent(skip)` is all that a field can say.
fn is_skip(meta: &Meta, errors: &mut Errors) {
    let help = "`#[agent(skip)]` leaves this field out of the client";
    let list = match meta {
        Meta::List(list) if matches!(list.delimiter, MacroDelimiter::Paren(_)) => list,
        Meta::List(_) => return errors.error(meta, "the option stands in round brackets", help),
        Meta::NameValue(_) => return errors.error(meta, "the option stands in brackets, without `=`", help),
        Meta::Path(_) => {
            let what = "a field that is not private has accessors anyway";
            return errors.error(meta, what, format!("remove it; {help}"));
        }
    };
    let tokens = solid(list.tokens.clone());
    let options: Vec<_> = tokens.clone().into_iter().map(|token| token.to_string()).collect();
    match options.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["skip"] | ["skip", ","] => {}
        ["skip", ..] => errors.error(&tokens, "`skip` stands alone, and has no value", help),
        [] => errors.error(meta, "the only option of a field is `skip`", help),
        _ => errors.error(&tokens, "the only option of a field is `skip`", help),
    }
}

/// The type of a field lives on by itself. Whether it is one at all.
pub(crate) fn data_type(ident: &Ident, ty: &Type, errors: &mut Errors) -> bool {
    let mut valid = true;
    for fault in faults::faults(ty) {
        let owned = "an agent owns its state, so no field can borrow";
        match fault {
            Fault::Borrow { at, instead } => {
                errors.error(&at, owned, suggestion(ident, ty, &at, &instead));
            }
            Fault::Lifetime { at, instead } => errors.error(at, owned, instead),
            Fault::Unsized { at, instead } => {
                valid = false;
                let help = suggestion(ident, ty, &at, &instead);
                errors.error(&at, "this type has no fixed size", help);
            }
            // Of these rustc says the same, and about every struct.
            Fault::Impl { .. } | Fault::Inferred { .. } => valid = false,
        }
    }
    valid
}

/// What to write in place of the whole type, or of a part of it.
fn suggestion(ident: &Ident, ty: &Type, at: &TokenStream, instead: &str) -> String {
    if show(ty) == show(at) { format!("`{ident}: {instead}`") } else { format!("`{instead}`") }
}
