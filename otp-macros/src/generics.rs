//! Type parameters of servers and supervisors: they live as long as a process may.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{GenericParam, Generics, TypeParam, TypeParamBound, WherePredicate, parse_quote};

use crate::diag::{Errors, show};
use crate::types;

/// The parameters, with `Send + 'static` for those that surely lack it: that is an error, and one is enough. `help` makes
/// of `T: Send + 'static` what to write.
pub(crate) fn bounded(generics: &Generics, what: &str, help: impl Fn(&str) -> String, errors: &mut Errors) -> Generics {
    let mut bounded = generics.clone();
    for param in &mut bounded.params {
        let GenericParam::Type(param) = param else {
            continue;
        };
        let ident = &param.ident;
        let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let mut mentioned = predicates.filter(|predicate| types::mentions(predicate.to_token_stream(), ident));
        let may_live_on = |predicate: &WherePredicate| match predicate {
            WherePredicate::Type(predicate) => predicate.bounds.iter().any(|bound| !is_short_lived(bound)),
            _ => true,
        };
        if param.bounds.iter().any(|bound| !is_short_lived(bound)) || mentioned.any(may_live_on) {
            continue;
        }
        let message = format!("`{ident}` must be `Send + 'static`, as everything in a {what}");
        let own: String = param.bounds.iter().map(|bound| format!("{} + ", show(bound))).collect();
        let own = own.replace("Send + ", "");
        errors.error(ident, message, help(&format!("{ident}: {own}Send + 'static")));
        param.bounds.push(parse_quote!(::core::marker::Send));
        param.bounds.push(parse_quote!('static));
    }
    bounded
}

/// Whether a type with this bound may well not be `'static`. Traits of a user may ask for that themselves; these do not.
fn is_short_lived(bound: &TypeParamBound) -> bool {
    const TRAITS: [&str; 13] = [
        "Send",
        "Sync",
        "Sized",
        "Unpin",
        "Clone",
        "Copy",
        "Debug",
        "Default",
        "Eq",
        "PartialEq",
        "Ord",
        "PartialOrd",
        "Hash",
    ];
    match bound {
        TypeParamBound::Trait(bound) => {
            let name = bound.path.segments.last();
            bound.maybe.is_some() || name.is_some_and(|segment| TRAITS.iter().any(|name| segment.ident == name))
        }
        _ => false,
    }
}

/// Mentions type parameters, without a value of them and without taking over what they are not (`Send`, say).
pub(crate) fn marker<'a>(generics: &Generics, params: impl IntoIterator<Item = &'a TypeParam>) -> TokenStream {
    let params = params.into_iter().map(|param| {
        let ident = &param.ident;
        if is_maybe_unsized(generics, param) { quote!(::core::marker::PhantomData<#ident>) } else { quote!(#ident) }
    });
    quote!(::core::marker::PhantomData<fn() -> (#(#params,)*)>)
}

/// `T: ?Sized`, in the list or in the where clause.
fn is_maybe_unsized(generics: &Generics, param: &TypeParam) -> bool {
    let maybe = |bound: &TypeParamBound| matches!(bound, TypeParamBound::Trait(bound) if bound.maybe.is_some());
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let mut bounds = predicates.filter_map(|predicate| match predicate {
        WherePredicate::Type(predicate) => {
            let bounded = predicate.bounded_ty.to_token_stream().to_string();
            (param.ident == bounded).then_some(&predicate.bounds)
        }
        _ => None,
    });
    param.bounds.iter().any(maybe) || bounds.any(|bounds| bounds.iter().any(maybe))
}
