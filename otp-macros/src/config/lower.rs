//! From syntax to the model, checking each piece as it comes: so errors are found in the order of the source.

use proc_macro2::{Span, TokenStream};
use syn::{Attribute, Expr, ExprUnary, Field, Fields, GenericParam, ItemStruct, Lifetime, Lit, Meta, Type, UnOp};

use crate::attrs::{Kept, is_ours};
use crate::config::check;
use crate::config::model::{Config, DEFAULT, Default, Key};
use crate::diag::Errors;
use crate::duration;
use crate::faults::{self, Fault};
use crate::fields::{self, Mark, MarkKind};
use crate::item::solid;
use crate::structs::Broken;
use crate::{generics, types};

/// The struct without what is only for the macro, and the config it is.
pub(crate) fn lower(
    mut item: ItemStruct,
    broken: &Broken,
    krate: TokenStream,
    errors: &mut Errors,
) -> (ItemStruct, Config) {
    let before = errors.len();
    let is_refused = |attr: &Attribute| is_ours(attr.path(), "config", &krate);
    let (refused, attrs): (Vec<_>, Vec<_>) = std::mem::take(&mut item.attrs).into_iter().partition(is_refused);
    item.attrs = attrs;
    check::given_once(&refused, errors);
    check::generics(&item, errors);
    if broken.is_empty() {
        check::fields(&item, errors);
    }
    let is_named = matches!(item.fields, Fields::Named(_));
    let mut keys: Vec<Key> = Vec::new();
    for field in &mut item.fields {
        let marks = DEFAULT.split(field, &krate);
        if is_named && let Some(key) = key(field, &marks, errors) {
            check::variable(&key, &keys, errors);
            keys.push(key);
        }
    }
    let mut generics = generics::bounded(&item.generics, "", str::to_owned, &mut Errors::default());
    for param in &mut generics.params {
        if let GenericParam::Lifetime(param) = param {
            // It was reported; what follows must not be.
            param.bounds.push(Lifetime::new("'static", Span::call_site()));
        }
    }
    let (kept, ident) = (Kept::sort(&item.attrs), item.ident.clone());
    let last = item.fields.iter().next_back().map(|field| faults::faults(&field.ty));
    let is_unsized = last.is_some_and(|faults| faults.iter().any(|fault| matches!(fault, Fault::Unsized { .. })));
    let config =
        Config { krate, is_unsized, valid: errors.len() == before && broken.is_empty(), kept, ident, generics, keys };
    (item, config)
}

/// The key that a field stands for.
fn key(field: &Field, marks: &[Mark], errors: &mut Errors) -> Option<Key> {
    let (ident, ty) = (fields::name(field, errors)?, &field.ty);
    check::marks(marks, ty, errors);
    let default = marks.first().and_then(|mark| match (&mark.kind, &mark.attr.meta) {
        (MarkKind::Right, Meta::List(list)) => {
            default_value(&ident, ty, (&mark.attr.meta, &solid(list.tokens.clone())), errors)
        }
        _ => None,
    });
    check::value_type(&ident, ty, errors);
    let (kept, optional) = (Kept::sort(&field.attrs), optional(ty).cloned());
    Some(Key { kept, ident, ty: ty.clone(), default, optional })
}

/// The `T` of `Option<T>`.
pub(crate) fn optional(ty: &Type) -> Option<&Type> {
    let segment = types::last_segment(ty).filter(|segment| segment.ident == "Option")?;
    match types::type_arguments(segment).as_slice() {
        [ty] => Some(ty),
        _ => None,
    }
}

/// What a default is; `None` if that was reported.
fn default_value(
    ident: &proc_macro2::Ident,
    ty: &Type,
    (mark, tokens): (&Meta, &TokenStream),
    errors: &mut Errors,
) -> Option<Default> {
    let literal = match check::expression(mark, tokens, ty, errors)? {
        Expr::Lit(literal) => literal,
        other => {
            if let Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) = &other
                && let Expr::Lit(literal) = &**expr
            {
                check::literal::of_type(ident, ty, (tokens, &literal.lit), errors);
            }
            return Some(Default::Value(tokens.clone()));
        }
    };
    if types::is_named(ty, "Duration") || has_unit(&literal.lit) {
        let nanos = duration::parse("default", tokens);
        return match nanos {
            Ok(nanos) => Some(Default::Value(nanos.tokens())),
            Err((what, _)) => {
                check::not_a_duration(ident, ty, &literal.lit, &what, errors);
                None
            }
        };
    }
    if let Lit::Str(text) = &literal.lit {
        check::quoted(ident, ty, text, errors);
        return Some(Default::Text(text.clone()));
    }
    check::literal::of_type(ident, ty, (tokens, &literal.lit), errors);
    Some(Default::Value(tokens.clone()))
}

/// `5s`: a number with a suffix that Rust has not.
fn has_unit(literal: &Lit) -> bool {
    let suffix = match literal {
        Lit::Int(int) => int.suffix(),
        Lit::Float(float) => float.suffix(),
        _ => "",
    };
    !suffix.is_empty() && (!suffix.starts_with(['u', 'i', 'f']) || suffix == "us")
}
