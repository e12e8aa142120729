//! From the model to code: one impl, and none of this can fail.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::config::model::{Config, Default, Key};
use crate::names;

/// All that is added to the user's struct.
pub(crate) fn config(config: &Config) -> TokenStream {
    let Config { krate, kept, ident, generics, .. } = config;
    if config.is_unsized {
        return TokenStream::new();
    }
    let cfg = kept.cfg();
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let (defaults, read) = (defaults(config), read(config));
    quote! {
        #cfg
        #[automatically_derived]
        impl #impl_generics #krate::application::Config for #ident #type_generics #where_clause {
            #defaults
            #read
        }
    }
}

/// What the application has if nothing else is configured.
fn defaults(config: &Config) -> TokenStream {
    let krate = &config.krate;
    let keys = config.keys.iter().filter(|_| config.valid);
    let with_default = keys.filter_map(|key| Some((key, key.default.as_ref()?)));
    let with_default: Vec<_> = with_default.collect();
    let env = local(if with_default.is_empty() { "_env" } else { "env" }, config);
    let set = with_default.iter().map(|(Key { kept, ident, ty, .. }, value)| {
        let (cfg, name) = (kept.cfg(), names::plain(ident));
        match value {
            Default::Value(value) => quote!(#cfg #env.set::<#ty>(#name, #value);),
            Default::Text(text) => quote!(#cfg #env.set::<&str>(#name, #text);),
        }
    });
    quote! {
        fn defaults(#env: &mut #krate::application::Env) {
            #(#set)*
        }
    }
}

/// All keys are read before any error is given back.
fn read(config: &Config) -> TokenStream {
    let krate = &config.krate;
    let result = quote!(::core::result::Result<Self, #krate::application::ConfigError>);
    if !config.valid {
        return quote! {
            fn read(_env: &#krate::application::Env) -> #result {
                ::core::unreachable!()
            }
        };
    }
    let [env, reader] = ["env", "reader"].map(|name| local(name, config));
    let keys = config.keys.iter().map(|Key { kept, ident, ty, optional, .. }| {
        let (cfg, name) = (kept.cfg(), names::plain(ident));
        match optional {
            Some(ty) => quote!(#cfg let #ident = #reader.optional::<#ty>(#name);),
            None => quote!(#cfg let #ident = #reader.value::<#ty>(#name);),
        }
    });
    let fields = config.keys.iter().map(|Key { kept, ident, optional, .. }| {
        let cfg = kept.cfg();
        match optional {
            Some(_) => quote!(#cfg #ident),
            None => quote!(#cfg #ident: #ident?),
        }
    });
    quote! {
        fn read(#env: &#krate::application::Env) -> #result {
            let mut #reader = #env.reader();
            #(#keys)*
            #reader.done(move || ::core::option::Option::Some(Self { #(#fields),* }))
        }
    }
}

/// A local of ours, of another name than all the keys.
fn local(name: &str, config: &Config) -> Ident {
    names::local(name, config.keys.iter().map(|key| &key.ident))
}
