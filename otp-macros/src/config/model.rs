//! What a config is, to the macro.

use proc_macro2::{Ident, TokenStream};
use syn::{Generics, LitStr, Type};

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
    /// Its last field has no size, so that it cannot be a config at all.
    pub(crate) is_unsized: bool,
    /// In source order.
    pub(crate) keys: Vec<Key>,
}

/// A field.
pub(crate) struct Key {
    pub(crate) kept: Kept,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    /// What it is if nothing is configured. Without that it must be configured, unless it is optional.
    pub(crate) default: Option<Default>,
    /// The `T` of an `Option<T>`.
    pub(crate) optional: Option<Type>,
}

/// A default.
pub(crate) enum Default {
    /// An expression of the field's type.
    Value(TokenStream),
    /// What is parsed as an environment variable is, whatever the type.
    Text(LitStr),
}
