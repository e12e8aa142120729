//! Rules for the arguments of a supervisor: named, owned, of a type that can be kept.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{Attribute, Pat, Type};

use crate::diag::{Errors, show};
use crate::faults::{self, Fault};
use crate::supervisor::model::Arg;
use crate::supervisor::options::anything;

/// Nothing but a name and a type.
pub(crate) fn attributes(attrs: &[Attribute], errors: &mut Errors) {
    for attr in attrs {
        if attr.path().is_ident("doc") {
            errors.error(attr, "an argument has no docs of its own", "describe it in the docs of the struct");
        } else {
            errors.error(attr, "no attribute is expected on an argument", "remove it");
        }
    }
}

/// The argument of this name; `None` for a pattern.
pub(crate) fn pattern(pat: &Pat, ty: Option<&Type>, errors: &mut Errors) -> Option<Arg> {
    let shown = ty.map_or_else(|| "Type".to_owned(), show);
    match pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => {
            let (mutability, ident) = (pat.mutability, pat.ident.clone());
            return Some(Arg { valid: true, mutability, ident, ty: anything() });
        }
        Pat::Ident(pat) => {
            errors.error(pat, "use a plain name here; callers see it", format!("`{}: {shown}`", pat.ident))
        }
        Pat::Wild(wild) => {
            errors.error(wild, "an argument without a name is of no use to any child", "name it, or remove it");
        }
        // That it is no name at all has been said.
        _ if ty.is_none() => {}
        pat => {
            let help = format!("`pair: {shown}`, and `args(pair.0)` at a child");
            errors.error(pat, "name this argument; callers see the name", help);
        }
    }
    None
}

/// Whether no other argument has this name.
pub(crate) fn once(arg: &Arg, before: &[Arg], errors: &mut Errors) -> bool {
    let again = before.iter().any(|other| other.ident.unraw() == arg.ident.unraw());
    if again {
        errors.error(&arg.ident, format!("there are two arguments `{}`", arg.ident.unraw()), "rename one of them");
    }
    !again
}

/// What the supervisor keeps; gives the type that a function can take in its place.
pub(crate) fn data_type(arg: &Arg, ty: Type, errors: &mut Errors) -> Type {
    let mut writable = true;
    for fault in faults::faults(&ty) {
        let kept = "arguments are moved to the supervisor, so they cannot be borrowed";
        match fault {
            Fault::Borrow { at, instead } => {
                let whole = show(&ty) == show(&at) && !quote!(#at).to_string().contains("mut");
                let help = if whole { format!("`{}: {instead}`", arg.ident) } else { format!("`{instead}`") };
                writable &= !names_lifetime(&at);
                errors.error(at, kept, help);
            }
            Fault::Lifetime { at, instead } => {
                writable &= !names_lifetime(&at);
                errors.error(at, kept, instead);
            }
            Fault::Impl { at, instead } => {
                let what = "write the concrete type: a supervisor has one type of arguments";
                errors.error(at, what, format!("`{instead}`"));
            }
            Fault::Inferred { at } => {
                writable = false;
                errors.error(at, "write the type of this argument", "`u64`, say");
            }
            Fault::Unsized { at, instead } => {
                writable = false;
                errors.error(at, "this type has no fixed size", format!("`{instead}`"));
            }
        }
    }
    if writable { ty } else { anything() }
}

/// `'a`, which nothing declares; `'_` is fine in a function.
fn names_lifetime(tokens: &TokenStream) -> bool {
    let text = tokens.to_string();
    text.contains('\'') && !text.contains("'_")
}
