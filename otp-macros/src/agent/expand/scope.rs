//! What all generated items share: names, the type, its parameters.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Type;
use syn::ext::IdentExt as _;

use crate::agent::model::Agent;
use crate::{names, types};

/// An agent, with what is worked out once for all its items.
pub(super) struct Scope<'a> {
    pub(super) agent: &'a Agent,
    /// The path of the runtime.
    pub(super) krate: &'a TokenStream,
    /// The `#[cfg]`s of the struct, which go on every item; and none of them is warned about a deprecated one.
    pub(super) cfg: TokenStream,
    /// The name of the client.
    pub(super) client: Ident,
    /// The type of the agent, with its parameters.
    pub(super) this: TokenStream,
}

impl<'a> Scope<'a> {
    pub(super) fn new(agent: &'a Agent) -> Self {
        let ident = &agent.item.ident;
        let (_, type_generics, _) = agent.generics.split_for_impl();
        let client = agent.options.client.clone();
        let (cfg, deprecated) = (agent.kept.cfg(), agent.kept.deprecated);
        let allow = deprecated.then(|| quote!(#[allow(deprecated)]));
        Self {
            agent,
            krate: &agent.options.krate,
            cfg: quote!(#cfg #allow),
            client: client.unwrap_or_else(|| names::companion(ident, "Client")),
            this: quote!(#ident #type_generics),
        }
    }

    /// The name in logs and docs.
    pub(super) fn name(&self) -> String {
        self.agent.item.ident.unraw().to_string()
    }

    /// A type of the user's, for a place where `Self` is something else.
    pub(super) fn ty(&self, ty: impl ToTokens) -> TokenStream {
        match syn::parse2::<Type>(self.this.clone()) {
            Ok(this) => types::without_self(ty, &this),
            Err(_) => ty.to_token_stream(),
        }
    }

    /// Whether a type mentions a parameter, so that only its users know what it can do.
    pub(super) fn is_open(&self, ty: &TokenStream) -> bool {
        self.agent.generics.type_params().any(|param| types::mentions(ty.clone(), &param.ident))
    }
}
