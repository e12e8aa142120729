//! Rules for the line with `impl`, and for the options that name other applications.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};
use syn::{GenericParam, ItemImpl, Type};

use crate::application::options::{List, Options, Target};
use crate::diag::{Errors, show};
use crate::types;

/// Parameters; lifetimes are reported as borrows.
pub(crate) fn generics(header: &ItemImpl, errors: &mut Errors) {
    let own = header.generics.params.iter().filter(|param| !matches!(param, GenericParam::Lifetime(_)));
    let own: Vec<_> = own.collect();
    if own.is_empty() {
        return;
    }
    let name =
        types::last_segment(&header.self_ty).map_or_else(|| show(&header.self_ty), |last| last.ident.to_string());
    let what = format!("an application cannot be generic: there is one `{name}` in a program");
    errors.error(quote!(#(#own),*), what, format!("`impl {name}`, with types in place of the parameters"));
}

/// A type whose name makes no name for the application.
pub(crate) fn unnameable(ident: &Ident, errors: &mut Errors) {
    let what = format!("cannot derive the name of the application from `{ident}`");
    errors.error(ident, what, "`#[application(name = \"my_bank\")]`");
}

/// The applications that the options name: each once, and not itself.
pub(crate) fn others(options: &Options, own: &Type, own_name: Option<&str>, errors: &mut Errors) {
    let mut seen: Vec<(String, TokenStream)> = Vec::new();
    for other in &options.others {
        let (shown, tokens, is_own) = match &other.target {
            Target::Type(ty) => {
                let is_own = types::is_named(ty, "Self") || show(ty) == show(own);
                (show(ty), ty.to_token_stream(), is_own)
            }
            Target::Name(name) => (show(name), name.to_token_stream(), own_name == Some(name.value().as_str())),
        };
        if is_own {
            let what = match other.list {
                List::Dependencies | List::Optional => "an application cannot depend on itself",
                List::Includes => "an application cannot include itself",
            };
            errors.error(&tokens, what, "remove it");
            continue;
        }
        match seen.iter().find(|(before, _)| *before == shown) {
            Some((_, first)) => {
                errors.error(&tokens, format!("`{shown}` is listed twice"), "remove one of the two");
                errors.note(first, "the first is here");
            }
            None => seen.push((shown, tokens)),
        }
    }
}
