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
    /// What it is if nothing is configured: an expression. Without one it must be configured, unless it is optional.
    pub(crate) default: Option<TokenStream>,
    /// The `T` of an `Option<T>`.
    pub(crate) optional: Option<Type>,
}
