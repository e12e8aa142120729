//! Reading the struct: syntax only.

use proc_macro2::TokenStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Field, Fields, Generics, Ident, ItemStruct, Meta, Path, Token, Visibility};

use crate::attrs::is_ours;
use crate::item::{Other, other, ungrouped};
use crate::names;

/// A struct that declares a supervisor.
pub(crate) struct Declaration {
    /// Its attributes, without those in `refused`.
    pub(crate) attrs: Vec<Attribute>,
    /// Attributes that do not go with ours: other `#[supervisor]`s, `#[derive]`s.
    pub(crate) refused: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) fields: Fields,
}

/// A `#[child]`, or what was meant to be one.
pub(crate) struct Mark {
    pub(crate) attr: Attribute,
    pub(crate) kind: MarkKind,
}

pub(crate) enum MarkKind {
    Child,
    /// `#[chid]`.
    Misspelt,
    /// `#[cfg_attr(…, child)]`; the path of the helper.
    Conditional(Path),
}

/// Reads a struct, or tells what the item is instead.
pub(crate) fn parse(item: TokenStream, krate: &TokenStream) -> Result<Declaration, Other> {
    let item = ungrouped(item);
    let Ok(ItemStruct { attrs, vis, ident, generics, fields, .. }) = syn::parse2(item.clone()) else {
        return Err(other(item));
    };
    let is_refused = |attr: &Attribute| is_ours(attr.path(), "supervisor", krate) || attr.path().is_ident("derive");
    let (refused, attrs) = attrs.into_iter().partition(is_refused);
    Ok(Declaration { attrs, refused, vis, ident, generics, fields })
}

/// Takes the marks out of the attributes of a field.
pub(crate) fn split(field: &mut Field, krate: &TokenStream) -> Vec<Mark> {
    let mut marks = Vec::new();
    for attr in std::mem::take(&mut field.attrs) {
        match kind(&attr, krate) {
            Some(kind) => marks.push(Mark { attr, kind }),
            None => field.attrs.push(attr),
        }
    }
    marks
}

fn kind(attr: &Attribute, krate: &TokenStream) -> Option<MarkKind> {
    if attr.path().is_ident("cfg_attr") {
        let metas = attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
        let mark = metas.iter().skip(1).find(|meta| is_ours(meta.path(), "child", krate));
        return mark.map(|mark| MarkKind::Conditional(mark.path().clone()));
    }
    if is_ours(attr.path(), "child", krate) {
        return Some(MarkKind::Child);
    }
    let typed = attr.path().get_ident()?.to_string();
    let meant = ["children", "worker", "supervise", "supervised"].contains(&typed.as_str());
    (meant || names::did_you_mean(&typed, ["child"]).is_some()).then_some(MarkKind::Misspelt)
}
