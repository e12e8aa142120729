//! Reading the struct: syntax only.

use proc_macro2::TokenStream;
use syn::{Attribute, Field, Fields, Generics, Ident, ItemStruct, Visibility};

use crate::attrs::is_ours;
use crate::field_marks::{self, Mark};
use crate::item::{Other, other, ungrouped};

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
    let meant = ["children", "worker", "supervise", "supervised"];
    field_marks::take(&mut field.attrs, "child", &meant, krate)
}
