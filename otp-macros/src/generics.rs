//! Type parameters of servers, supervisors and agents: they live as long as a process may.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::{
    GenericParam, Generics, Lifetime, Token, Type, TypeParam, TypeParamBound, WhereClause, WherePredicate, parse_quote,
};

use crate::diag::{Errors, show};
use crate::types;

/// The parameters of a struct, for its companions: a lifetime is reported, as is a type that may be short-lived, and `Self`
/// is spelt out. `what` is a supervisor, say.
pub(crate) fn of_struct(generics: &Generics, ident: &Ident, what: &str, errors: &mut Errors) -> Generics {
    borrows(generics, ident, what, errors);
    let help = |bounds: &str| format!("`struct {ident}<{bounds}>`");
    let mut generics = bounded(generics, what, help, errors);
    for param in &mut generics.params {
        if let GenericParam::Lifetime(param) = param {
            // It was reported; what follows must not be.
            param.bounds.push(Lifetime::new("'static", Span::call_site()));
        }
    }
    without_self(generics, ident)
}

/// A lifetime among the parameters.
fn borrows(generics: &Generics, ident: &Ident, whole: &str, errors: &mut Errors) {
    for param in generics.lifetimes() {
        let what = format!("{whole} must be `'static`, and `{ident}<{}>` borrows", show(&param.lifetime));
        errors.error(param, what, "let it own what it needs, or share that with `Arc`");
    }
}

/// The parameters with the type in place of `Self`, which is something else in the client.
fn without_self(generics: Generics, ident: &Ident) -> Generics {
    let (_, params, where_clause) = generics.split_for_impl();
    let list = quote!(#generics);
    let names_self = |tokens| types::mentions(tokens, &Ident::from(Token![Self](Span::call_site())));
    let of_type = syn::parse2::<Type>(quote!(#ident #params)).ok();
    let Some(of_type) = of_type.filter(|_| names_self(quote!(#list #where_clause))) else {
        return generics;
    };
    let list = syn::parse2::<Generics>(types::without_self(list, &of_type));
    let clause = where_clause.map(|clause| syn::parse2::<WhereClause>(types::without_self(clause, &of_type)));
    match (list, clause.transpose()) {
        (Ok(list), Ok(where_clause)) => Generics { where_clause, ..list },
        _ => generics,
    }
}

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
        let message = format!("`{ident}` must be `Send + 'static`, as everything in {what}");
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
