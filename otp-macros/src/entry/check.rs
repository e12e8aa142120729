//! The rules for a function whose body is a process.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Signature};

use crate::block::signature::{self, safe_and_own};
use crate::diag::{Errors, show};
use crate::entry::{Function, Kind};
use crate::item::Other;

/// The attribute is on something that is not a function, or on one without a body.
pub(super) fn not_a_function(kind: Kind, other: &Other, errors: &mut Errors) {
    let (name, what) = (kind.name(), other.what());
    if what == "a function" {
        // rustc has read it, and we have not.
        let what = format!("`#[otp_runtime::{name}]` cannot read this function");
        let called = other.name.as_ref().map_or_else(|| name.to_owned(), ToString::to_string);
        return errors.error(other.head(), what, format!("`async fn {called}() {{ … }}`"));
    }
    let help = match (kind, what) {
        (Kind::Test, "a module") => "move it to each test in there: `async fn works() { … }`".to_owned(),
        (Kind::Test, _) => "`async fn works() { … }`".to_owned(),
        (Kind::Main, _) => "`async fn main() { … }`".to_owned(),
    };
    errors.error(other.head(), format!("`#[otp_runtime::{name}]` goes on an `async fn`, not on {what}"), help);
}

/// Attributes that make a test or a program of the function as well; they are taken away.
pub(super) fn alone(kind: Kind, function: &mut Function, errors: &mut Errors) {
    let name = &function.sig.ident;
    function.attrs.retain(|attr| {
        let Some(other) = other_entry(attr) else { return true };
        let what = match (kind, other) {
            (Kind::Main, "main") => format!("`#[otp_runtime::main]` starts the runtime of `{name}` already"),
            (Kind::Test, "test") => format!("`#[otp_runtime::test]` makes a test of `{name}` already"),
            _ => format!("`{name}` is either a program or a test"),
        };
        errors.error(attr, what, "remove this one");
        false
    });
}

/// `#[test]`, `#[tokio::main]` and the like; the last name of it.
fn other_entry(attr: &Attribute) -> Option<&'static str> {
    let path = attr.path();
    let last = path.segments.last()?;
    let entry = ["main", "test"].into_iter().find(|name| last.ident == name)?;
    let from = path.segments.first().filter(|_| path.segments.len() > 1);
    let is_known = |first: &syn::PathSegment| {
        ["tokio", "otp_runtime", "async_std", "actix_rt", "actix_web", "core", "std"]
            .iter()
            .any(|name| first.ident == name)
    };
    from.is_none_or(is_known).then_some(entry)
}

/// What stands before the body, in its order.
pub(super) fn signature(sig: &Signature, errors: &mut Errors) {
    let name = &sig.ident;
    if let Some(constness) = &sig.constness {
        errors.error(constness, format!("`{name}` cannot be `const`: its body is a process"), "remove `const`");
    }
    safe_and_own(sig, &format!("`{name}`"), "the runtime calls it", errors);
    if sig.asyncness.is_none() {
        let what = format!("`{name}` must be `async`: its body is a process");
        errors.error(sig.fn_token, what, format!("`async fn {name}()`"));
    }
    let help = format!("`async fn {name}()`");
    if !sig.generics.params.is_empty() {
        let params: TokenStream = {
            let (lt, params, gt) = (&sig.generics.lt_token, &sig.generics.params, &sig.generics.gt_token);
            quote!(#lt #params #gt)
        };
        let what = format!("`{name}` cannot be generic: nobody would choose `{}`", show(&sig.generics.params));
        errors.error(params, what, &help);
    }
    if !sig.inputs.is_empty() || sig.variadic.is_some() {
        let (inputs, variadic) = (&sig.inputs, &sig.variadic);
        let what = format!("`{name}` takes no arguments: nobody would give them");
        errors.error(quote!(#inputs #variadic), what, &help);
    }
    if let Some(clause) = &sig.generics.where_clause {
        let at = signature::whole_clause(clause);
        errors.error(at, format!("`{name}` has no types to put bounds on"), "remove the `where` clause");
    }
}
