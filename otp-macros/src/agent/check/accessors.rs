//! Rules for the names of the accessors.

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::{Field, Visibility};

use crate::diag::Errors;
use crate::fields::Mark;
use crate::names;

/// What the client of every agent has, and would no longer be found.
const FUNCTIONS: [&str; 4] = ["get", "update", "get_and_update", "cast"];

/// The fields that have accessors.
pub(crate) struct Accessors(Vec<Seen>);

struct Seen {
    ident: Ident,
    conditional: bool,
}

impl Accessors {
    pub(crate) fn of<'a>(fields: impl Iterator<Item = (&'a Field, &'a Vec<Mark>)>) -> Self {
        let is_accessible =
            |field: &Field, marks: &[Mark]| marks.is_empty() && !matches!(field.vis, Visibility::Inherited);
        let seen = fields.filter(|(field, marks)| is_accessible(field, marks)).filter_map(|(field, _)| {
            let conditional = field.attrs.iter().any(|attr| attr.path().is_ident("cfg"));
            Some(Seen { ident: field.ident.clone()?, conditional })
        });
        Self(seen.collect())
    }

    /// Whether the accessors of a field can have their names.
    pub(crate) fn admit(&self, ident: &Ident, errors: &mut Errors) -> bool {
        reserved(ident, errors) && self.is_free(ident, errors)
    }

    /// `set_theme` is what sets `theme`, too.
    fn is_free(&self, ident: &Ident, errors: &mut Errors) -> bool {
        let name = ident.unraw().to_string();
        let find = |name: &str| self.0.iter().find(|seen| seen.ident.unraw() == name);
        let conditional = find(&name).is_some_and(|seen| seen.conditional);
        for (prefix, does) in [("set_", "sets"), ("update_", "changes")] {
            let Some(other) = name.strip_prefix(prefix).and_then(find) else {
                continue;
            };
            // Under different `#[cfg]`s they may never meet.
            if conditional && other.conditional {
                continue;
            }
            let what = format!("`{name}` would read this field, and is what {does} `{}`", other.ident.unraw());
            errors.error(ident, what, "rename one of the two, or write `#[agent(skip)]` above one");
            errors.note(&other.ident, "the other is here");
            return false;
        }
        // rustc reports a second field of this name, and needs no second accessor.
        conditional || self.0.iter().filter(|seen| seen.ident.unraw() == name).count() == 1
    }
}

/// Names of which the client has something already.
fn reserved(ident: &Ident, errors: &mut Errors) -> bool {
    let help = "rename it, or write `#[agent(skip)]` above it";
    let find = |list: [(&'static str, &'static str); 2]| list.into_iter().find(|(name, _)| ident.unraw() == name);
    let what = if let Some(name) = FUNCTIONS.into_iter().find(|name| ident.unraw() == name) {
        format!("a field named `{name}` would hide `{name}` of the agent on the client")
    } else if let Some((name, hidden)) = find(names::CLIENT_METHODS) {
        format!("a field named `{name}` would hide `{hidden}` on the client")
    } else if let Some((name, hiding)) = find(names::EVERYWHERE) {
        format!("a field named `{name}` would be hidden on the client by `{hiding}`, which every type has")
    } else {
        return true;
    };
    errors.error(ident, what, help);
    false
}
