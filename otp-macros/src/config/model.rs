//! What a config is, to the macro.

use proc_macro2::{Ident, TokenStream};
use syn::{Generics, Type};

use crate::attrs::Kept;
use crate::fields::Helper;

/// `#[default(8080)]`.
pub(crate) const DEFAULT: Helper = Helper { name: "default", aliases: &["default_value", "value"], of: "config" };

/// The configuration of an application.
pub(crate) struct Config {
    /// The path of `otp_runtime`.
    pub(crate) krate: TokenStream,
    /// It broke no rule. If it did, it is a config all the same, which nobody can read.
    pub(crate) valid: bool,
    pub(crate) kept: Kept,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    /// In source order.
    pub(crate) keys: Vec<Key>,
}

/// A field.
pub(crate) struct Key {
    pub(crate) kept: Kept,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) presence: Presence,
}

/// What there is if nothing is configured.
pub(crate) enum Presence {
    /// An error.
    Required,
    /// `None`, in a field of type `Option<_>`, of this type.
    Optional(Type),
    /// This expression.
    Default(TokenStream),
}
