//! The helper attributes on fields: `#[child(…)]`, `#[agent(…)]`.

use proc_macro2::TokenStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, Token};

use crate::attrs::is_ours;
use crate::names;

/// A helper attribute, or what was meant to be one.
pub(crate) struct Mark {
    pub(crate) attr: Attribute,
    pub(crate) kind: MarkKind,
}

pub(crate) enum MarkKind {
    Helper,
    /// `#[chid]`.
    Misspelt,
    /// `#[cfg_attr(…, child)]`; the path of the helper.
    Conditional(Path),
}

/// Takes the marks `helper` out of the attributes of a field. `meant` are other words for it.
pub(crate) fn take(attrs: &mut Vec<Attribute>, helper: &str, meant: &[&str], krate: &TokenStream) -> Vec<Mark> {
    let mut marks = Vec::new();
    for attr in std::mem::take(attrs) {
        match kind(&attr, helper, meant, krate) {
            Some(kind) => marks.push(Mark { attr, kind }),
            None => attrs.push(attr),
        }
    }
    marks
}

fn kind(attr: &Attribute, helper: &str, meant: &[&str], krate: &TokenStream) -> Option<MarkKind> {
    if attr.path().is_ident("cfg_attr") {
        let metas = attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
        let mark = metas.iter().skip(1).find(|meta| is_ours(meta.path(), helper, krate));
        return mark.map(|mark| MarkKind::Conditional(mark.path().clone()));
    }
    if is_ours(attr.path(), helper, krate) {
        return Some(MarkKind::Helper);
    }
    let typed = attr.path().get_ident()?.to_string();
    let is_meant = meant.contains(&typed.as_str()) || names::did_you_mean(&typed, [helper]).is_some();
    is_meant.then_some(MarkKind::Misspelt)
}
