//! Reading the struct: syntax only.

use proc_macro2::TokenStream;
use syn::{Attribute, ItemStruct};

use crate::attrs::is_ours;
use crate::fields::{Helper, Mark};
use crate::item::Other;
use crate::structs::{self, Broken};

/// A struct that is the state of an agent.
pub(crate) struct Declaration {
    /// As it is given back: without our attributes.
    pub(crate) item: ItemStruct,
    /// The fields that could not be read.
    pub(crate) broken: Broken,
    /// Other `#[agent]`s above it.
    pub(crate) refused: Vec<Attribute>,
    /// The marks of its fields, in their order.
    pub(crate) marks: Vec<Vec<Mark>>,
}

/// `#[agent(skip)]`.
pub(crate) const SKIP: Helper = Helper { name: "agent", aliases: &[], of: "agent" };

/// Reads a struct, or tells what the item is instead.
pub(crate) fn parse(item: TokenStream, krate: &TokenStream) -> Result<Declaration, Other> {
    let (mut item, broken) = structs::parse(item)?;
    let (refused, attrs) = item.attrs.into_iter().partition(|attr| is_ours(attr.path(), "agent", krate));
    item.attrs = attrs;
    let marks = item.fields.iter_mut().map(|field| SKIP.split(field, krate)).collect();
    Ok(Declaration { item, broken, refused, marks })
}
