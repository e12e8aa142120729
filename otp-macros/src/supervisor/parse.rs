//! Reading the struct: syntax only.

use proc_macro2::TokenStream;
use syn::{Attribute, Fields, Generics, Ident, ItemStruct, Visibility};

use crate::attrs::is_ours;
use crate::fields::Helper;
use crate::item::Other;
use crate::structs;

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

/// `#[child]`.
pub(crate) const CHILD: Helper =
    Helper { name: "child", aliases: &["children", "worker", "supervise", "supervised"], of: "supervisor" };

/// Reads a struct, or tells what the item is instead.
pub(crate) fn parse(item: TokenStream, krate: &TokenStream) -> Result<Declaration, Other> {
    // What is set aside of it stands in no expansion: the struct is replaced.
    let (ItemStruct { attrs, vis, ident, generics, fields, .. }, _) = structs::parse(item)?;
    let is_refused = |attr: &Attribute| is_ours(attr.path(), "supervisor", krate) || attr.path().is_ident("derive");
    let (refused, attrs) = attrs.into_iter().partition(is_refused);
    Ok(Declaration { attrs, refused, vis, ident, generics, fields })
}
