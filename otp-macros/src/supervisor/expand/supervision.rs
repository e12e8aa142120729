//! `impl Supervision`: the children and their specs; and what makes the supervisor a child itself.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Type;

use crate::names::{around, ends};
use crate::supervisor::expand::scope::Scope;
use crate::supervisor::model::Child;
use crate::{names, types};

/// The impl.
pub(super) fn supervision_impl(scope: &Scope) -> TokenStream {
    let (cfg, krate, this, client) = (&scope.cfg, scope.krate, &scope.this, &scope.client);
    let (generics, type_generics, where_clause) = scope.generics.split_for_impl();
    let (name, settings) = (scope.name(), &scope.supervisor.options.settings);
    let options =
        (!settings.is_empty()).then(|| quote!(const OPTIONS: #krate::Options = #krate::Options::new() #settings;));
    let (args, init) = if scope.supervisor.can_start() {
        let types = scope.supervisor.options.args.iter().map(|arg| &arg.ty);
        let at = scope.supervisor.options.args_at;
        let types = names::parenthesised(quote!(#(#types,)*), at);
        // A type that is less visible than the supervisor is an error at the arguments.
        (quote_spanned!(at=> type Args = #types;), init(scope))
    } else {
        (
            quote!(
                type Args = ();
            ),
            quote!(fn init((): ()) -> ::core::option::Option<#krate::SupervisorBuilder> { ::core::unreachable!() }),
        )
    };
    // Not derived, to rustc: it is to say which arguments no child uses.
    let lints = &scope.supervisor.kept.lints;
    quote! {
        #cfg
        #(#lints)*
        impl #generics #krate::Supervision for #this #where_clause {
            #args
            type Client = #client #type_generics;
            const NAME: &'static str = #name;
            #options
            #init
        }
    }
}

/// `init`: the supervisor, a spec for each child, and then one with the others. The supervisor comes first, so that its
/// own numbers can be taken from an argument before a child takes the whole.
fn init(scope: &Scope) -> TokenStream {
    let (krate, options) = (scope.krate, &scope.supervisor.options);
    let args = options.args.iter().map(|arg| &arg.ident);
    let patterns = options.args.iter().map(|arg| {
        let (mutability, ident) = (&arg.mutability, &arg.ident);
        quote!(#mutability #ident)
    });
    let locals: Vec<_> = scope.supervisor.children.iter().map(|child| local(scope, child)).collect();
    let whole = names::local("supervisor", args.chain(&locals));
    let (strategy, building) = (Ident::new(options.strategy, Span::call_site()), &options.building);
    let specs = scope.supervisor.valid().map(|(child, ty)| spec(scope, child, ty));
    // What only a child that is in error uses is not unused.
    let allow = scope.supervisor.children.iter().any(|child| !child.valid);
    let allow = allow.then(|| quote!(#[allow(unused_variables, unused_mut)]));
    let (steps, children) = joined(scope, &whole);
    quote! {
        #allow
        fn init((#(#patterns,)*): Self::Args) -> ::core::option::Option<#krate::SupervisorBuilder> {
            let #whole = #krate::Supervisor::builder(#krate::Strategy::#strategy) #building;
            #(#specs)*
            #steps
            ::core::option::Option::Some(#whole #children)
        }
    }
}

/// The children after the supervisor: `.child(treasury)`, or a step for each if there is one that may be compiled out.
fn joined(scope: &Scope, whole: &Ident) -> (TokenStream, TokenStream) {
    let children = scope.supervisor.valid().map(|(child, _)| (child.kept.cfg(), local(scope, child)));
    if scope.supervisor.valid().any(|(child, _)| child.kept.is_conditional()) {
        let steps = children.map(|(cfg, name)| quote!(#cfg let #whole = #whole.child(#name);));
        return (steps.collect(), TokenStream::new());
    }
    (TokenStream::new(), children.map(|(_, name)| quote!(.child(#name))).collect())
}

/// `let treasury: ChildSpec<BankAccount> = …;`
fn spec(scope: &Scope, child: &Child, ty: &Type) -> TokenStream {
    let Child { id, args, building, settings, kept, .. } = child;
    let (cfg, local) = (kept.cfg(), local(scope, child));
    let (is_plain, ty) = (is_plain(ty), ty.to_token_stream());
    let [first, last] = ends(&ty);
    // A type that has no such function, or one that takes something else, is an error at the type.
    let [open, close, made] = [quote_spanned!(first=> <), quote_spanned!(last=> >), quote_spanned!(first=> child)];
    let path = if is_plain { ty.clone() } else { quote!(#open #ty #close) };
    let (args, spec) = (names::parenthesised(args.clone(), last), around(scope.krate, quote!(ChildSpec), &ty));
    // So is a spec of something else.
    let (there, id) = (scope.krate_at(first), names::parenthesised(quote!(#id), last));
    let (into, id) = (quote_spanned!(first=> #there::IntoChildSpec::into_child_spec), quote_spanned!(last=> .id #id));
    let made = names::parenthesised(quote!(#path::#made #args #building), last);
    quote! {
        #cfg
        let #local: #spec = #into #made #id #settings;
    }
}

/// The name of a child's spec: that of its field, unless an argument is called so. Hygiene keeps the two apart anyway;
/// this keeps them apart for readers of the expansion.
fn local(scope: &Scope, child: &Child) -> Ident {
    let args = scope.supervisor.options.args.iter().map(|arg| &arg.ident);
    if args.clone().any(|arg| *arg == child.ident) {
        let others = scope.supervisor.children.iter().map(|child| &child.ident);
        return names::local(&names::plain(&child.ident), args.chain(others));
    }
    let mut name = child.ident.clone();
    name.set_span(Span::mixed_site().located_at(name.span()));
    name
}

/// A path without generic arguments, which can stand before `::`.
fn is_plain(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none() && path.path.segments.iter().all(|segment| segment.arguments.is_none()))
}

/// What makes the supervisor a child of others. (`#[diagnostic::do_not_recommend]` would keep it out of errors about other
/// types, but there are modules in which `diagnostic` is not in scope.)
pub(super) fn child_impls(scope: &Scope) -> TokenStream {
    let (cfg, krate, this, client) = (&scope.cfg, scope.krate, &scope.this, &scope.client);
    let (generics, type_generics, where_clause) = scope.generics.split_for_impl();
    quote! {
        #cfg
        #[automatically_derived]
        impl #generics #krate::Supervised for #this #where_clause {
            type Client = #client #type_generics;
            const NAME: &'static str = <Self as #krate::Supervision>::NAME;

            fn client(place: #krate::ChildPlace) -> Self::Client {
                let supervisor: #krate::Ref<#krate::Supervisor> = ::core::convert::From::from(place);
                ::core::convert::From::from(supervisor)
            }
        }

        #cfg
        #[automatically_derived]
        impl #generics #krate::NamedChild for #this #where_clause {}
    }
}

/// Asks of the types of children and arguments what will be asked of them, with the user's own tokens and before anything
/// else, so that rustc's errors stand under them and have our words.
pub(super) fn checks(scope: &Scope) -> TokenStream {
    let (cfg, generics) = (&scope.cfg, scope.generics);
    let mut checks: Vec<_> = scope.supervisor.children.iter().filter_map(|child| child_check(scope, child)).collect();
    // Of types with parameters rustc has better advice.
    let is_open = |ty: &TokenStream| generics.type_params().any(|param| types::mentions(ty.clone(), &param.ident));
    let args = scope.supervisor.options.args.iter().filter(|arg| arg.valid).map(|arg| scope.ty(&arg.ty));
    let args = args.filter(|ty| !is_open(ty)).map(|ty| around(scope.krate, quote!(check::Sent), &ty));
    let args: Vec<_> = args.collect();
    if !args.is_empty() {
        let children = scope.supervisor.children.iter().map(|child| check_name(&child.ident)).collect::<Vec<_>>();
        checks.push(check(scope, &names::local("_args", children.iter()), &args));
    }
    if checks.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #cfg
        const _: () = {
            #(#checks)*
        };
    }
}

fn child_check(scope: &Scope, child: &Child) -> Option<TokenStream> {
    let spec = around(scope.krate, quote!(ChildSpec), &scope.ty(child.ty.as_ref()?));
    let (cfg, check) = (child.kept.cfg(), check(scope, &check_name(&child.ident), &[spec]));
    Some(quote!(#cfg #check))
}

fn check_name(child: &Ident) -> Ident {
    Ident::new(&format!("_{}", names::plain(child)), Span::call_site())
}

fn check(scope: &Scope, name: &Ident, asked: &[TokenStream]) -> TokenStream {
    let (generics, _, where_clause) = scope.generics.split_for_impl();
    quote!(fn #name #generics(#(_: #asked),*) #where_clause {})
}
