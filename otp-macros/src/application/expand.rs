//! From the model to code: one impl, and none of this can fail.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt as _;

use crate::application::model::{Application, ArgKind, Callback, Role};
use crate::application::options::{List, Target};
use crate::block::signature::is_mutable;
use crate::names::{self, relocate};
use crate::types::{self, Shape};

/// All that is added to the user's impl.
pub(crate) fn application(application: &Application) -> TokenStream {
    let Application { self_ty, generics, name, options, .. } = application;
    let (krate, cfg) = (&options.krate, application.kept.cfg());
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let config = options.config.as_ref().map_or_else(|| quote!(()), |ty| quote!(#ty));
    let (spec, start, phases) = (spec(application), start(application), start_phase(application));
    let [prep_stop, stop] =
        [(Role::PrepStop, "prep_stop"), (Role::Stop, "stop")].map(|(role, name)| on_state(application, role, name));
    let change = config_change(application);
    let checks = checks(application);
    quote! {
        #checks
        #cfg
        #[automatically_derived]
        impl #impl_generics #krate::application::Application for #self_ty #where_clause {
            type Config = #config;
            type Error = ::std::boxed::Box<dyn ::core::error::Error + ::core::marker::Send + ::core::marker::Sync>;
            const NAME: &'static str = #name;
            #spec
            #start
            #phases
            #prep_stop
            #stop
            #change
        }
    }
}

/// What is known of the application before it starts.
fn spec(application: &Application) -> TokenStream {
    let options = &application.options;
    let krate = &options.krate;
    let or_package = |given: &Option<TokenStream>, variable: &str| match given {
        Some(given) => given.clone(),
        None => quote!(::core::env!(#variable)),
    };
    let description = or_package(&options.description, "CARGO_PKG_DESCRIPTION");
    let version = or_package(&options.version, "CARGO_PKG_VERSION");
    let others = options.others.iter().map(|other| match (&other.target, other.list) {
        (Target::Type(ty), list) => {
            let method = match list {
                List::Dependencies => "depends_on_app",
                List::Optional => "optional_app",
                List::Includes => "includes_app",
            };
            let method = Ident::new(method, Span::call_site());
            quote!(.#method::<#ty>())
        }
        (Target::Name(name), List::Optional) => quote!(.optional(#name)),
        (Target::Name(name), _) => quote!(.depends_on_name(#name)),
    });
    let base = quote! {
        #krate::application::AppSpec::of::<Self>()
            .description(#description)
            .version(#version)
            #(#others)*
    };
    let phases: Vec<_> = application.of(Role::StartPhase).collect();
    let body = if phases.iter().any(|phase| phase.kept.is_conditional()) {
        let spec = Ident::new("spec", Span::mixed_site());
        let phases = phases.iter().map(|phase| {
            let (cfg, name) = (phase.kept.cfg(), names::plain(&phase.ident));
            quote!(#cfg let #spec = #spec.phase(#name);)
        });
        quote!(let #spec = #base; #(#phases)* #spec)
    } else {
        let phases = phases.iter().map(|phase| names::plain(&phase.ident));
        quote!(#base #(.phase(#phases))*)
    };
    quote! {
        fn spec() -> #krate::application::AppSpec {
            #body
        }
    }
}

/// `start`, once for each `#[start]` (there may be some under `#[cfg]`s).
fn start(application: &Application) -> TokenStream {
    let krate = &application.options.krate;
    let result = quote!(::core::result::Result<#krate::application::Top<Self>, Self::Error>);
    if application.of(Role::Start).next().is_none() {
        // It is missing, or in error: what names the application still finds one.
        return quote! {
            async fn start(_config: Self::Config, _start: #krate::application::StartType) -> #result {
                ::core::unreachable!()
            }
        };
    }
    let each = application.of(Role::Start).map(|callback| {
        let (cfg, allow) = (callback.kept.cfg(), allow_deprecated(callback));
        let [config, start] = [("config", ArgKind::Config), ("start", ArgKind::StartType)]
            .map(|(name, kind)| local(name, callback.takes(kind)));
        let args = callback.args.iter().map(|arg| match arg.kind {
            ArgKind::Config => at(&config, &arg.ty),
            _ => at(&start, &arg.ty),
        });
        let (name, awaited) = (&callback.ident, awaited(callback));
        let output = types::returned(&callback.sig.output);
        let (ok, error) = match output.map(types::shape) {
            Some(Shape::Result(ok, error)) => (place(ok), place(error)),
            _ => (output.map_or_else(Span::call_site, place), output.map_or_else(Span::call_site, place)),
        };
        let top = local("top", true);
        let or_error = or_error(krate, error);
        let krate_there = relocate(krate.clone(), ok);
        let passed = names::parenthesised(relocate(quote!(#top), ok), ok);
        let into_top = quote_spanned!(ok=> #krate_there::application::IntoTop::<Self>::into_top #passed);
        quote! {
            #cfg #allow
            async fn start(#config: Self::Config, #start: #krate::application::StartType) -> #result {
                let #top = Self::#name(#(#args),*) #awaited #or_error;
                ::core::result::Result::Ok(#into_top)
            }
        }
    });
    each.collect()
}

/// `start_phase`: which method a phase is.
fn start_phase(application: &Application) -> TokenStream {
    let phases = application.of(Role::StartPhase);
    if phases.clone().next().is_none() {
        return TokenStream::new();
    }
    let allow = phases.clone().find(|phase| phase.kept.deprecated).map(allow_deprecated);
    let phase = local("phase", true);
    let arms = phases.map(|callback| {
        let (cfg, name, invoked) = (callback.kept.cfg(), names::plain(&callback.ident), on_self(callback, &[]));
        let or_error = types::returned(&callback.sig.output).map(|ty| {
            or_error(
                &application.options.krate,
                match types::shape(ty) {
                    Shape::Result(_, error) => place(error),
                    _ => place(ty),
                },
            )
        });
        quote!(#cfg #name => #invoked #or_error,)
    });
    quote! {
        #allow
        async fn start_phase(&mut self, #phase: &str) -> ::core::result::Result<(), Self::Error> {
            match #phase {
                #(#arms)*
                _ => {}
            }
            ::core::result::Result::Ok(())
        }
    }
}

/// What gives an error on, at the place of its type: one that is none is an error there.
fn or_error(krate: &TokenStream, place: Span) -> TokenStream {
    let krate = relocate(krate.clone(), place);
    let error = Ident::new("error", Span::mixed_site().located_at(place));
    let failure = names::parenthesised(quote_spanned!(place=> |#error| #krate::__private::failure(#error)), place);
    quote_spanned!(place=> .map_err #failure ?)
}

/// `prep_stop` and `stop`.
fn on_state(application: &Application, role: Role, method: &str) -> TokenStream {
    let method = Ident::new(method, Span::call_site());
    let each = application.of(role).map(|callback| {
        let (cfg, allow, invoked) = (callback.kept.cfg(), allow_deprecated(callback), on_self(callback, &[]));
        quote!(#cfg #allow async fn #method(&mut self) { #invoked })
    });
    each.collect()
}

/// `config_change`.
fn config_change(application: &Application) -> TokenStream {
    let krate = &application.options.krate;
    let each = application.of(Role::ConfigChange).map(|callback| {
        let (cfg, allow) = (callback.kept.cfg(), allow_deprecated(callback));
        let change = local("change", callback.takes(ArgKind::Change));
        let args: Vec<_> = callback.args.iter().map(|arg| at(&change, &arg.ty)).collect();
        let invoked = on_self(callback, &args);
        quote! {
            #cfg #allow
            async fn config_change(&mut self, #change: #krate::application::ConfigChange) {
                #invoked
            }
        }
    });
    each.collect()
}

/// `Self::drain(self)`, awaited where that is due. By path: a method of the trait may have the same name.
fn on_self(callback: &Callback, args: &[Ident]) -> TokenStream {
    let (name, awaited) = (&callback.ident, awaited(callback));
    quote!(Self::#name(self #(, #args)*) #awaited)
}

fn awaited(callback: &Callback) -> TokenStream {
    if callback.is_async() { quote!(.await) } else { TokenStream::new() }
}

/// A local of ours, with an underscore if it is not used.
fn local(name: &str, used: bool) -> Ident {
    let underscore = if used { "" } else { "_" };
    Ident::new(&format!("{underscore}{name}"), Span::mixed_site())
}

/// The place of a type of the user's, for generated code.
fn place(ty: &Type) -> Span {
    ty.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| names::located_at(token.span()))
}

/// `name` at the place of a type of the user's: a type that is only called so is an error there.
fn at(name: &Ident, ty: &Type) -> Ident {
    Ident::new(&name.to_string(), name.span().located_at(place(ty)))
}

/// Calling what the user has deprecated is not the user's doing here.
fn allow_deprecated(callback: &Callback) -> TokenStream {
    if callback.kept.deprecated { quote!(#[allow(deprecated)]) } else { TokenStream::new() }
}

/// What async methods with `&self` ask of the state, asked for at that `self`.
fn checks(application: &Application) -> TokenStream {
    let (krate, self_ty, cfg) = (&application.options.krate, &application.self_ty, application.kept.cfg());
    let shared = application.callbacks.iter().filter(|callback| callback.valid && callback.is_async());
    let shared = shared.filter_map(|callback| {
        let receiver = callback.receiver().filter(|receiver| !is_mutable(receiver))?;
        let place = names::located_at(receiver.self_token.span);
        let (own_cfg, name) =
            (callback.kept.cfg(), Ident::new(&format!("_{}", callback.ident.unraw()), Span::call_site()));
        let (krate, state) = (relocate(krate.clone(), place), relocate(self_ty.to_token_stream(), place));
        let asked = quote_spanned!(place=> #krate::check::Shared<#state>);
        Some(quote!(#own_cfg fn #name(_: #asked) {}))
    });
    let shared: Vec<_> = shared.collect();
    if shared.is_empty() || !application.generics.params.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #cfg
        const _: () = {
            #(#shared)*
        };
    }
}
