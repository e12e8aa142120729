//! The rules. Each is a small function named for what it finds, and nothing stops early.

mod arguments;
mod results;
pub(crate) mod set;
pub(crate) mod whole;

use quote::{ToTokens as _, quote};
use syn::GenericParam;

use crate::application::model::{Callback, Role};
use crate::application::options::Options;
use crate::block::Function;
use crate::block::marks::Role as _;
use crate::block::signature::{Wanted, borrowed_self, not_default, safe_and_own, whole_clause};
use crate::diag::{Errors, show};

/// Checks one marked method, in the order in which it is written.
pub(crate) fn callback(callback: &Callback, function: &Function, options: &Options, errors: &mut Errors) {
    qualifiers(callback, function, errors);
    generics(callback, errors);
    receiver(callback, errors);
    arguments::arguments(callback, options, errors);
    results::result(callback, errors);
    if let Some(clause) = &callback.sig.generics.where_clause {
        let what = format!("{} has no bounds of its own", marked(callback));
        errors.error(whole_clause(clause), what, "remove the `where` clause");
    }
}

/// `` `#[stop]` ``.
fn marked(callback: &Callback) -> String {
    format!("`#[{}]`", callback.role.attribute())
}

/// `default`, `const`, `unsafe`, `extern`.
fn qualifiers(callback: &Callback, function: &Function, errors: &mut Errors) {
    let marked = marked(callback);
    not_default(function, &marked, errors);
    if let Some(constness) = &callback.sig.constness {
        errors.error(constness, format!("{marked} runs when the program does, so it is not `const`"), "remove `const`");
    }
    safe_and_own(&callback.sig, &marked, "the runtime calls it", errors);
}

/// Parameters of the method itself.
fn generics(callback: &Callback, errors: &mut Errors) {
    let generics = &callback.sig.generics;
    if generics.params.is_empty() {
        return;
    }
    let (lt, params, gt) = (&generics.lt_token, &generics.params, &generics.gt_token);
    let at = quote!(#lt #params #gt);
    if params.iter().all(|param| matches!(param, GenericParam::Lifetime(_))) {
        let what = format!("remove `{}`: nothing here outlives the call", show(&at));
        return errors.error(at, what, format!("`fn {}(…)`, without lifetimes", callback.ident));
    }
    let what = format!("{} cannot be generic: the runtime calls it", marked(callback));
    errors.error(&at, what, format!("remove `{}`, and write the types", show(&at)));
}

/// `self`: borrowed, and only where there is a state already.
fn receiver(callback: &Callback, errors: &mut Errors) {
    let (name, marked) = (&callback.ident, marked(callback));
    match (callback.role, callback.receiver()) {
        (Role::Start, None) => {}
        (Role::Start, Some(receiver)) => {
            errors.error(receiver, "`#[start]` makes the state, so there is no `self` yet", "remove `self`");
        }
        (_, Some(receiver)) => {
            let wanted = Wanted { noun: "application", method: "method", receivers: "`&mut self` or `&self`" };
            borrowed_self(receiver, &name.to_string(), &wanted, errors);
        }
        (_, None) => {
            let inputs = &callback.sig.inputs;
            let all = if inputs.is_empty() { String::new() } else { format!(", {}", show(inputs)) };
            let mut shown = name.to_token_stream();
            callback.sig.paren_token.surround(&mut shown, |tokens| inputs.to_tokens(tokens));
            let what = format!("{marked} works on the state of the application, so it takes `&mut self` or `&self`");
            errors.error(shown, what, format!("`fn {name}(&mut self{all})`"));
        }
    }
}
