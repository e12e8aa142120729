//! The arguments of `#[init]` as one value: a tuple, or a hidden struct around it.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::GenericParam;

use crate::attrs::doc;
use crate::gen_server::expand::scope::Scope;
use crate::gen_server::model::{Handler, Role};
use crate::{generics, names};

/// Names that every module may use, so that a type made of them is not private.
const KNOWN: [&str; 52] = [
    "bool",
    "char",
    "str",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "f32",
    "f64",
    "String",
    "Vec",
    "Option",
    "Result",
    "Box",
    "Arc",
    "Rc",
    "HashMap",
    "BTreeMap",
    "HashSet",
    "BTreeSet",
    "VecDeque",
    "Duration",
    "Instant",
    "Path",
    "PathBuf",
    "NonZeroU64",
    "Pid",
    "ExitReason",
    "Send",
    "Sync",
    "Fn",
    "FnMut",
    "FnOnce",
    "dyn",
    "fn",
    "static",
    "std",
    "core",
    "alloc",
    "collections",
    "sync",
    "time",
    "path",
    "Self",
];

/// `(initial_balance,)`, to make the arguments.
pub(super) fn value(scope: &Scope, init: &Handler) -> TokenStream {
    shaped(scope, init, &tuple(init), &quote!(::core::marker::PhantomData))
}

/// The same, to take them apart.
pub(super) fn pattern(scope: &Scope, init: &Handler) -> TokenStream {
    shaped(scope, init, &tuple(init), &quote!(_))
}

fn tuple(init: &Handler) -> TokenStream {
    let names = init.names();
    quote!((#(#names,)*))
}

fn shaped(scope: &Scope, init: &Handler, tuple: &TokenStream, marked: &TokenStream) -> TokenStream {
    if !is_wrapped(scope, init) {
        return tuple.clone();
    }
    let name = name(scope);
    let marked = scope.server.generics.type_params().next().map(|_| quote!(, #marked));
    quote!(#name(#tuple #marked))
}

/// `(u64,)`. As a whole it stands where the arguments do, for errors.
pub(super) fn types(scope: &Scope, init: &Handler) -> TokenStream {
    let types = init.data().map(|arg| scope.ty(&arg.ty));
    let mut tuple = Group::new(Delimiter::Parenthesis, quote!(#(#types,)*));
    tuple.set_span(Span::call_site().located_at(init.sig.paren_token.span.join()));
    TokenTree::from(tuple).into()
}

/// The type of the arguments.
pub(super) fn args_type(scope: &Scope, init: &Handler) -> TokenStream {
    if !is_wrapped(scope, init) {
        return types(scope, init);
    }
    let name = name(scope);
    let (_, generics, _) = scope.server.generics.split_for_impl();
    quote!(#name #generics)
}

/// The struct, where there is one.
pub(super) fn args_struct(scope: &Scope) -> TokenStream {
    let inits = scope.server.of(Role::Init).filter(|init| is_wrapped(scope, init));
    inits.map(|init| one_struct(scope, init)).collect()
}

fn one_struct(scope: &Scope, init: &Handler) -> TokenStream {
    let (name, own_cfg, cfg, types) = (name(scope), init.kept.cfg(), &scope.cfg, types(scope, init));
    let generics = &scope.server.generics;
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let docs =
        doc(format!("What [`{}`] starts with: it may hold types that only its own module knows.", scope.server.ident));
    let params: Vec<_> = generics.type_params().collect();
    let marker = (!params.is_empty()).then(|| generics::marker(&scope.server.generics, params));
    let again = marker.as_ref().map(|_| quote!(::core::marker::PhantomData));
    let predicates = where_clause.map(|clause| &clause.predicates);
    let comma = predicates.filter(|predicates| !predicates.empty_or_trailing()).map(|_| quote!(,));
    quote! {
        #docs
        #[doc(hidden)]
        #cfg #own_cfg
        pub struct #name #generics (#types, #marker) #where_clause;

        #cfg #own_cfg
        #[automatically_derived]
        impl #impl_generics ::core::clone::Clone for #name #type_generics
        where
            #predicates #comma for<'any> #types: ::core::clone::Clone,
        {
            fn clone(&self) -> Self {
                Self(::core::clone::Clone::clone(&self.0), #again)
            }
        }
    }
}

fn name(scope: &Scope) -> Ident {
    names::companion(&scope.server.ident, "InitArgs")
}

/// Whether the arguments need a type of their own. The tuple is an associated type of the server, so that a private type
/// in it would be an error; it may be private where `#[init]` is less visible than the rest.
fn is_wrapped(scope: &Scope, init: &Handler) -> bool {
    let params: Vec<&Ident> = scope.server.generics.params.iter().filter_map(own_name).collect();
    scope.is_narrower(&init.vis) && init.data().any(|arg| !is_known(scope.ty(&arg.ty), &params, &scope.server.ident))
}

fn own_name(param: &GenericParam) -> Option<&Ident> {
    match param {
        GenericParam::Type(param) => Some(&param.ident),
        GenericParam::Const(param) => Some(&param.ident),
        GenericParam::Lifetime(_) => None,
    }
}

fn is_known(ty: TokenStream, params: &[&Ident], server: &Ident) -> bool {
    ty.into_iter().all(|token| match token {
        TokenTree::Ident(ident) => {
            ident == *server || params.contains(&&ident) || KNOWN.iter().any(|name| ident == name)
        }
        TokenTree::Group(group) => is_known(group.stream(), params, server),
        _ => true,
    })
}
