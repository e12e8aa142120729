//! What a supervisor is, to the macro: plain structs, each still holding the tokens that errors and IDEs need.

use proc_macro2::{Ident, TokenStream};
use syn::{Attribute, Generics, Type, Visibility};

use crate::attrs::Kept;
use crate::supervisor::options::Options;

/// A supervisor.
pub(crate) struct Supervisor {
    /// What stands on its type.
    pub(crate) attrs: Vec<Attribute>,
    /// What its companions carry of that.
    pub(crate) kept: Kept,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) options: Options,
    /// In the order in which they start.
    pub(crate) children: Vec<Child>,
}

/// A child.
pub(crate) struct Child {
    /// It broke no rule. If it did, its accessor is all there is of it.
    pub(crate) valid: bool,
    pub(crate) kept: Kept,
    /// That of its accessor: what is written at the field, else that of the struct.
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    /// Its type; `None` if that is none a child can have.
    pub(crate) ty: Option<Type>,
    /// What the supervisor calls it.
    pub(crate) id: String,
    /// The arguments of its type's `child`.
    pub(crate) args: TokenStream,
    /// The calls on what that gives.
    pub(crate) building: TokenStream,
    /// The calls on its spec.
    pub(crate) settings: TokenStream,
}

/// An argument of the supervisor.
pub(crate) struct Arg {
    pub(crate) valid: bool,
    /// `mut`, which is for the initial expressions of the children only.
    pub(crate) mutability: Option<syn::Token![mut]>,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
}

impl Supervisor {
    /// Whether its arguments are as they should be, so that children can be made of them.
    pub(crate) fn can_start(&self) -> bool {
        self.options.args.iter().all(|arg| arg.valid)
    }

    /// The children that broke no rule.
    pub(crate) fn valid(&self) -> impl Iterator<Item = (&Child, &Type)> + Clone {
        self.children.iter().filter(|child| child.valid).filter_map(|child| Some((child, child.ty.as_ref()?)))
    }
}
