//! Rules for the signature of a marked method that do not depend on what it is marked as.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, PatType, Receiver, ReceiverKind, Safety, Signature, Type, WhereClause};

use crate::block::Function;
use crate::diag::{Errors, show};
use crate::types;

/// `default`; `method` is what such a method is called.
pub(crate) fn not_default(function: &Function, method: &str, errors: &mut Errors) {
    if let Some(default) = &function.default {
        errors.error(default, format!("{method} cannot be `default`"), "remove `default`");
    }
}

/// `unsafe`, which is wrong because of `why`, and `extern`.
pub(crate) fn safe_and_own(sig: &Signature, method: &str, why: &str, errors: &mut Errors) {
    if let Safety::Unsafe(found) = &sig.safety {
        let what = format!("{method} cannot be `unsafe`: {why}");
        errors.error(found, what, "remove `unsafe`; an `unsafe` block in the body is fine");
    }
    if let Some(abi) = &sig.abi {
        errors.error(abi, format!("{method} cannot have an ABI"), "remove `extern`");
    }
}

/// A `where` clause, its `where` also if nothing follows.
pub(crate) fn whole_clause(clause: &WhereClause) -> TokenStream {
    let (where_token, predicates) = (&clause.where_token, &clause.predicates);
    quote!(#where_token #predicates)
}

/// Words about a receiver: those who own the state, and what may be written.
pub(crate) struct Wanted<'a> {
    /// `server`.
    pub(crate) noun: &'a str,
    /// `handler`.
    pub(crate) method: &'a str,
    /// `` `&self` or `&mut self` ``.
    pub(crate) receivers: &'a str,
}

/// A receiver that does not borrow plainly; gives whether there was one to report.
pub(crate) fn borrowed_self(receiver: &Receiver, name: &str, wanted: &Wanted, errors: &mut Errors) -> bool {
    let Wanted { noun, method, receivers } = wanted;
    match &receiver.kind {
        ReceiverKind::Value => {
            errors.error(receiver, format!("`{name}` would consume the {noun}"), format!("take {receivers}"));
        }
        ReceiverKind::Reference(_, Some(lifetime), _) if lifetime.ident != "_" => {
            let what = format!("the borrow ends when the {method} returns");
            errors.error(lifetime, what, format!("remove the lifetime: {receivers}"));
        }
        ReceiverKind::Typed(_, ty) if !is_plain_self(ty) => {
            errors.error(receiver, format!("the {noun} owns its state"), format!("take {receivers}"));
        }
        _ => return false,
    }
    true
}

/// `&Self` or `&mut Self`.
fn is_plain_self(ty: &Type) -> bool {
    matches!(types::bare(ty), Type::Reference(reference) if reference.lifetime.is_none() && show(&reference.elem) == "Self")
}

/// Whether it is `&mut self` in one of its spellings.
pub(crate) fn is_mutable(receiver: &Receiver) -> bool {
    match &receiver.kind {
        ReceiverKind::Reference(_, _, mutability) => mutability.is_some(),
        ReceiverKind::Typed(_, ty) => {
            matches!(types::bare(ty), Type::Reference(reference) if reference.mutability.is_some())
        }
        _ => false,
    }
}

/// Whether an attribute may stand on an argument: docs, and lint levels.
pub(crate) fn is_kept(attr: &Attribute) -> bool {
    const KEPT: [&str; 5] = ["doc", "allow", "expect", "warn", "deny"];
    KEPT.iter().any(|name| attr.path().is_ident(name))
}

/// `#[cfg(…)] argument`.
pub(crate) fn argument_attributes(typed: &PatType, method: &str, errors: &mut Errors) {
    for attr in &typed.attrs {
        if is_kept(attr) {
            continue;
        }
        if attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr") {
            errors.error(attr, "`#[cfg]` cannot apply to one argument", format!("put it on the {method}"));
        } else {
            errors.error(attr, "no attribute is expected on an argument", "remove it; a doc comment is fine");
        }
    }
}
