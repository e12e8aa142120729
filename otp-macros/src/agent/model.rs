//! What an agent is, to the macro: plain structs, each still holding the tokens that errors and IDEs need.

use proc_macro2::Ident;
use syn::{Generics, ItemStruct, Type, Visibility};

use crate::agent::options::Options;
use crate::attrs::Kept;
use crate::structs::Broken;

/// An agent.
pub(crate) struct Agent {
    /// Its state, as it is given back.
    pub(crate) item: ItemStruct,
    /// Its fields that could not be read.
    pub(crate) broken: Broken,
    /// What the struct's companions carry of its attributes.
    pub(crate) kept: Kept,
    /// The parameters of its companions.
    pub(crate) generics: Generics,
    pub(crate) options: Options,
    /// All that have a type, private ones too.
    pub(crate) fields: Vec<Field>,
}

/// A field.
pub(crate) struct Field {
    pub(crate) kept: Kept,
    /// That of its accessors; `None` if it has none, and be it that it broke a rule.
    pub(crate) vis: Option<Visibility>,
    /// It has none because it is private.
    pub(crate) private: bool,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
}

impl Agent {
    /// The fields that have accessors, and how visible these are.
    pub(crate) fn accessible(&self) -> impl Iterator<Item = (&Field, &Visibility)> {
        self.fields.iter().filter_map(|field| Some((field, field.vis.as_ref()?)))
    }
}
