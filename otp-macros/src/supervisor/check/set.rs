//! Rules for the children together.

use proc_macro2::Ident;
use syn::LitStr;
use syn::ext::IdentExt as _;

use crate::diag::Errors;

/// The children so far.
#[derive(Default)]
pub(crate) struct Set(Vec<Seen>);

struct Seen {
    ident: Ident,
    /// What it is called, and where that is written if not by the name of the field.
    id: String,
    written: Option<LitStr>,
    conditional: bool,
}

impl Set {
    /// Whether a child goes with those before it; a second field of one name does not even get an accessor.
    pub(crate) fn admit(
        &mut self,
        ident: &Ident,
        id: &str,
        written: Option<&LitStr>,
        conditional: bool,
        errors: &mut Errors,
    ) -> bool {
        let new = Seen { ident: ident.clone(), id: id.to_owned(), written: written.cloned(), conditional };
        let mut same_name = self.0.iter().filter(|seen| seen.ident.unraw() == ident.unraw());
        if let Some(seen) = same_name.find(|seen| !seen.conditional && !conditional) {
            errors.error(ident, format!("there are two children `{}`", ident.unraw()), "rename one of them");
            errors.note(&seen.ident, "the other is here");
            return false;
        }
        // Alternatives under different `#[cfg]`s are not seen together by rustc either.
        let mut same_id = self.0.iter().filter(|seen| seen.id == id && !(seen.conditional && conditional));
        if let Some(seen) = same_id.find(|seen| seen.ident.unraw() != ident.unraw()) {
            duplicate_id(seen, &new, errors);
        }
        self.0.push(new);
        true
    }
}

/// Two children that their supervisor could not tell apart.
fn duplicate_id(seen: &Seen, new: &Seen, errors: &mut Errors) {
    let what = format!("two children have the id \"{}\"", new.id);
    match (&seen.written, &new.written) {
        (Some(first), Some(second)) => {
            errors.error(second, what, "give one of them another id");
            errors.note(first, "the other is here");
        }
        // One of the two is called so by its field's name.
        (Some(written), None) => {
            errors.error(written, what, format!("another id: the field `{}` has this one by its name", new.ident));
        }
        (_, Some(written)) => {
            errors.error(written, what, format!("another id: the field `{}` has this one by its name", seen.ident));
        }
        // Two fields of one name, under `#[cfg]`s.
        (None, None) => {}
    }
}
