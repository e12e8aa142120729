//! Reading the trait: syntax only.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Attribute, ItemTrait};

use crate::block::{self, Item, Parts};
use crate::item::Other;
use crate::protocol::model::Mark;

/// A trait that declares messages.
pub(crate) struct Declaration {
    /// Its attributes, without those in `refused`.
    pub(crate) attrs: Vec<Attribute>,
    /// Attributes that do not go with ours.
    pub(crate) refused: Vec<Attribute>,
    /// All before the brace, as it came.
    pub(crate) head: TokenStream,
    /// The same, parsed, with no items.
    pub(crate) header: syn::Result<ItemTrait>,
    /// The place of its braces.
    pub(crate) body: Span,
    pub(crate) inner: Vec<Attribute>,
    pub(crate) items: Vec<Item<Mark>>,
}

/// Reads a trait, or tells what the item is instead.
pub(crate) fn parse(item: TokenStream, krate: &TokenStream) -> Result<Declaration, Other> {
    let Parts { attrs, refused, head, body, inner, items } = block::parts::<Mark>(item, "trait", krate)?;
    let header = syn::parse2::<ItemTrait>(quote!(#head {}));
    Ok(Declaration { attrs, refused, head, header, body: body.span(), inner, items })
}

/// An item that is no trait, without our marks: they were meant for one.
pub(crate) fn without_marks(item: TokenStream, krate: &TokenStream) -> TokenStream {
    match block::parts::<Mark>(item, "impl", krate) {
        Ok(Parts { attrs, head, inner, items, .. }) => quote!(#(#attrs)* #head { #(#inner)* #(#items)* }),
        Err(other) => other.tokens,
    }
}
