//! `#[derive(DebugMessage)]`: `Debug` for the messages of a server. What has no `Debug` itself is shown as `_`.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;
use syn::{Fields, ItemEnum, Variant};

use crate::diag::Errors;
use crate::names;
use crate::settings;

/// The impl; for what is no enum, the reason why there is none.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    match syn::parse2::<ItemEnum>(item.clone()) {
        Ok(item) => {
            let krate = runtime(&item, &mut errors);
            let (debug, errors) = (debug(&item, &krate), errors.into_tokens());
            quote!(#debug #errors)
        }
        Err(_) => {
            let named = crate::item::words(item).last();
            errors.error(named, "`DebugMessage` is for the messages of a server, which are an enum", "derive `Debug`");
            errors.into_tokens()
        }
    }
}

/// `#[message(crate = ::path)]`, or where the runtime usually is.
fn runtime(item: &ItemEnum, errors: &mut Errors) -> TokenStream {
    let mut krate = quote!(::otp_runtime);
    for attr in item.attrs.iter().filter(|attr| attr.path().is_ident("message")) {
        let read = attr.parse_nested_meta(|meta| {
            if !meta.path.is_ident("crate") {
                return Err(meta.error("the only option is `crate`"));
            }
            let path: syn::Path = meta.value()?.parse()?;
            krate = settings::crate_path(&quote!(#path)).map_err(|(what, _)| meta.error(what))?;
            Ok(())
        });
        if let Err(error) = read {
            errors.push(error);
        }
    }
    krate
}

fn debug(item: &ItemEnum, krate: &TokenStream) -> TokenStream {
    let (name, (generics, types, where_clause)) = (&item.ident, item.generics.split_for_impl());
    let fields =
        item.variants.iter().flat_map(|variant| variant.fields.iter()).filter_map(|field| field.ident.as_ref());
    let f = names::local("f", fields);
    let arms = item.variants.iter().map(|variant| arm(variant, &f));
    let has_data = item.variants.iter().any(|variant| !variant.fields.is_empty());
    let import = has_data.then(|| quote!(use #krate::__private::debug::{self, NoDebug as _};));
    quote! {
        #[automatically_derived]
        impl #generics ::core::fmt::Debug for #name #types #where_clause {
            fn fmt(&self, #f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #import
                match *self { #(#arms)* }
            }
        }
    }
}

fn arm(variant: &Variant, f: &Ident) -> TokenStream {
    let (name, shown) = (&variant.ident, variant.ident.unraw().to_string());
    match &variant.fields {
        Fields::Unit => quote!(Self::#name => #f.write_str(#shown),),
        Fields::Named(fields) => {
            let names: Vec<_> = fields.named.iter().filter_map(|field| field.ident.as_ref()).collect();
            let labels = names.iter().map(|name| name.unraw().to_string());
            quote! {
                Self::#name { #(ref #names),* } => debug::fields(#f, #shown, &[#((#labels, debug::Field(#names).or_underscore())),*]),
            }
        }
        Fields::Unnamed(fields) => {
            let names: Vec<_> = (0..fields.unnamed.len()).map(|index| format_ident!("value{index}")).collect();
            quote!(Self::#name(#(ref #names),*) => debug::values(#f, #shown, &[#(debug::Field(#names).or_underscore()),*]),)
        }
    }
}
