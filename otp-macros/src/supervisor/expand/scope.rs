//! What all generated items share: names, the type, its parameters.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;
use syn::{GenericParam, Type};

use crate::supervisor::model::Supervisor;
use crate::{generics, names, types};

/// A supervisor, with what is worked out once for all its items.
pub(super) struct Scope<'a> {
    pub(super) supervisor: &'a Supervisor,
    /// The path of the runtime.
    pub(super) krate: &'a TokenStream,
    /// The `#[cfg]`s of the struct, which go on every item; and none of them is warned about a deprecated one.
    pub(super) cfg: TokenStream,
    /// The name of the client.
    pub(super) client: Ident,
    /// The type of the supervisor, with its parameters.
    pub(super) this: TokenStream,
}

impl<'a> Scope<'a> {
    pub(super) fn new(supervisor: &'a Supervisor) -> Self {
        let ident = &supervisor.ident;
        let (_, type_generics, _) = supervisor.generics.split_for_impl();
        let client = supervisor.options.client.clone();
        let (cfg, deprecated) = (supervisor.kept.cfg(), supervisor.kept.deprecated);
        let allow = deprecated.then(|| quote!(#[allow(deprecated)]));
        Self {
            supervisor,
            krate: &supervisor.options.krate,
            cfg: quote!(#cfg #allow),
            client: client.unwrap_or_else(|| names::companion(ident, "Client")),
            this: quote!(#ident #type_generics),
        }
    }

    /// The name in logs and docs.
    pub(super) fn name(&self) -> String {
        self.supervisor.ident.unraw().to_string()
    }

    /// The types that mention the parameters, where something must.
    pub(super) fn markers(&self) -> impl Iterator<Item = TokenStream> + '_ {
        let generics = &self.supervisor.generics;
        let types: Vec<_> = generics.type_params().collect();
        let types = (!types.is_empty()).then(|| generics::marker(generics, types));
        let lifetimes = generics.params.iter().filter_map(|param| match param {
            GenericParam::Lifetime(param) => {
                let lifetime = &param.lifetime;
                Some(quote!(::core::marker::PhantomData<&#lifetime ()>))
            }
            _ => None,
        });
        types.into_iter().chain(lifetimes)
    }

    /// A type of the user's, for a place where `Self` is something else.
    pub(super) fn ty(&self, ty: impl ToTokens) -> TokenStream {
        match syn::parse2::<Type>(self.this.clone()) {
            Ok(this) => types::without_self(ty, &this),
            Err(_) => ty.to_token_stream(),
        }
    }

    /// The path of the runtime, for errors at `place`.
    pub(super) fn krate_at(&self, place: Span) -> TokenStream {
        names::relocate(self.krate.clone(), place)
    }
}
