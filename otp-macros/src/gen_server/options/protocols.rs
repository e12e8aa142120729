//! The option `protocol = Ledger + Audit`.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens as _;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Lit, Path, Token};

use crate::diag::{Errors, show};
use crate::gen_server::model::Spoken;
use crate::settings::Wrong;

/// The protocols, in their order.
pub(super) fn read(value: &TokenStream) -> Result<Vec<Spoken>, Wrong> {
    let help = "`protocol = Ledger`, or `protocol = Ledger + Audit`".to_owned();
    if let Ok(Lit::Str(text)) = syn::parse2(value.clone()) {
        let help = format!("write it without the quotes: `protocol = {}`", text.value());
        return Err(("`protocol` takes the name of a trait, not a string".to_owned(), help));
    }
    let paths = Punctuated::<Path, Token![+]>::parse_separated_nonempty.parse2(value.clone());
    let paths = paths.map_err(|_| ("`protocol` takes the names of traits, with `+` between them".to_owned(), help))?;
    paths.into_iter().map(spoken).collect()
}

fn spoken(path: Path) -> Result<Spoken, Wrong> {
    // A path may end in a keyword, such as `crate`: that is no name.
    match path.segments.last().and_then(|last| syn::parse2::<Ident>(last.ident.to_token_stream()).ok()) {
        Some(variant) => Ok(Spoken { path, variant }),
        None => Err((format!("`{}` is not the name of a trait", show(&path)), "`protocol = Ledger`".to_owned())),
    }
}

/// What to say of a name where an option was expected: a type's, it may be another protocol.
pub(super) fn meant(name: &str) -> Option<Wrong> {
    let what = format!("`{name}` is no option");
    let help = "several protocols stand with `+` between them: `protocol = Ledger + Audit`".to_owned();
    name.starts_with(char::is_uppercase).then_some((what, help))
}

/// Two protocols of one name have one name for their messages.
pub(super) fn are_distinct(protocols: &mut Vec<Spoken>, errors: &mut Errors) {
    let mut seen: Vec<Spoken> = Vec::new();
    for spoken in std::mem::take(protocols) {
        let Some(first) = seen.iter().find(|first| first.variant == spoken.variant) else {
            seen.push(spoken);
            continue;
        };
        if show(&first.path) == show(&spoken.path) {
            let what = format!("the protocol `{}` is listed twice", show(&spoken.path));
            errors.error(&spoken.path, what, "remove one of the two");
        } else {
            let (name, what) = (&spoken.variant, "two protocols of one name have one name for their messages");
            let help = format!("import one of them under another: `use path::{name} as Other{name};`");
            errors.error(&spoken.path, what, help);
        }
    }
    *protocols = seen;
}
