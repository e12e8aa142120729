//! What all generated items share: the supervisor and its companions.

use std::ops::Deref;

use proc_macro2::TokenStream;
use quote::quote;
use syn::GenericParam;

use crate::companions::Companions;
use crate::generics;
use crate::supervisor::model::Supervisor;

/// A supervisor, with what is worked out once for all its items.
pub(super) struct Scope<'a> {
    pub(super) supervisor: &'a Supervisor,
    companions: Companions<'a>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(supervisor: &'a Supervisor) -> Self {
        let Supervisor { kept, vis, ident, generics, options, .. } = supervisor;
        let companions = Companions::new(&options.krate, kept, vis, ident, generics, options.client.as_ref());
        Self { supervisor, companions }
    }

    /// The types that mention the parameters, where something must.
    pub(super) fn markers(&self) -> impl Iterator<Item = TokenStream> + '_ {
        let types: Vec<_> = self.generics.type_params().collect();
        let types = (!types.is_empty()).then(|| generics::marker(self.generics, types));
        let lifetimes = self.generics.params.iter().filter_map(|param| match param {
            GenericParam::Lifetime(param) => {
                let lifetime = &param.lifetime;
                Some(quote!(::core::marker::PhantomData<&#lifetime ()>))
            }
            _ => None,
        });
        types.into_iter().chain(lifetimes)
    }
}

impl<'a> Deref for Scope<'a> {
    type Target = Companions<'a>;

    fn deref(&self) -> &Self::Target {
        &self.companions
    }
}
