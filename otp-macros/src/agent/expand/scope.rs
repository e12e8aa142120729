//! What all generated items share: the agent and its companions.

use std::ops::Deref;

use proc_macro2::TokenStream;

use crate::agent::model::Agent;
use crate::companions::Companions;
use crate::types;

/// An agent, with what is worked out once for all its items.
pub(super) struct Scope<'a> {
    pub(super) agent: &'a Agent,
    companions: Companions<'a>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(agent: &'a Agent) -> Self {
        let (item, options) = (&agent.item, &agent.options);
        let client = options.client.as_ref();
        let companions = Companions::new(&options.krate, &agent.kept, &item.vis, &item.ident, &agent.generics, client);
        Self { agent, companions }
    }

    /// Whether a type mentions a parameter, so that only its users know what it can do.
    pub(super) fn is_open(&self, ty: &TokenStream) -> bool {
        self.generics.type_params().any(|param| types::mentions(ty.clone(), &param.ident))
    }
}

impl<'a> Deref for Scope<'a> {
    type Target = Companions<'a>;

    fn deref(&self) -> &Self::Target {
        &self.companions
    }
}
