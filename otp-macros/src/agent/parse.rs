//! Reading the struct: syntax only.

use proc_macro2::TokenStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, ItemStruct, Meta, Path, Token};

use crate::attrs::is_ours;
use crate::item::{Other, other, ungrouped};
use crate::names;

/// A struct that is the state of an agent.
pub(crate) struct Declaration {
    /// As it is given back: without our attributes.
    pub(crate) item: ItemStruct,
    /// Other `#[agent]`s above it.
    pub(crate) refused: Vec<Attribute>,
    /// The marks of its fields, in their order.
    pub(crate) marks: Vec<Vec<Mark>>,
}

/// An `#[agent(…)]` on a field, or what was meant to be one.
pub(crate) struct Mark {
    pub(crate) attr: Attribute,
    pub(crate) kind: MarkKind,
}

pub(crate) enum MarkKind {
    Agent,
    /// `#[agnet(…)]`.
    Misspelt,
    /// `#[cfg_attr(…, agent(skip))]`; the path of the helper.
    Conditional(Path),
}

/// Reads a struct, or tells what the item is instead.
pub(crate) fn parse(item: TokenStream, krate: &TokenStream) -> Result<Declaration, Other> {
    let item = ungrouped(item);
    let Ok(mut item) = syn::parse2::<ItemStruct>(item.clone()) else {
        return Err(other(item));
    };
    let (refused, attrs) = item.attrs.into_iter().partition(|attr| is_ours(attr.path(), "agent", krate));
    item.attrs = attrs;
    let marks = match &mut item.fields {
        Fields::Named(fields) => fields.named.iter_mut().map(|field| split(&mut field.attrs, krate)).collect(),
        Fields::Unnamed(fields) => fields.unnamed.iter_mut().map(|field| split(&mut field.attrs, krate)).collect(),
        Fields::Unit => Vec::new(),
    };
    Ok(Declaration { item, refused, marks })
}

/// Takes the marks out of the attributes of a field.
fn split(attrs: &mut Vec<Attribute>, krate: &TokenStream) -> Vec<Mark> {
    let mut marks = Vec::new();
    for attr in std::mem::take(attrs) {
        match kind(&attr, krate) {
            Some(kind) => marks.push(Mark { attr, kind }),
            None => attrs.push(attr),
        }
    }
    marks
}

fn kind(attr: &Attribute, krate: &TokenStream) -> Option<MarkKind> {
    if attr.path().is_ident("cfg_attr") {
        let metas = attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
        let mark = metas.iter().skip(1).find(|meta| is_ours(meta.path(), "agent", krate));
        return mark.map(|mark| MarkKind::Conditional(mark.path().clone()));
    }
    if is_ours(attr.path(), "agent", krate) {
        return Some(MarkKind::Agent);
    }
    let typed = attr.path().get_ident()?.to_string();
    names::did_you_mean(&typed, ["agent"]).is_some().then_some(MarkKind::Misspelt)
}
