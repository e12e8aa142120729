//! Rules for what the methods return.

use syn::Type;

use crate::application::check::marked;
use crate::application::model::{Callback, Role};
use crate::diag::{Errors, show};
use crate::types::{self, Shape};

/// The return type, by what becomes of it.
pub(super) fn result(callback: &Callback, errors: &mut Errors) {
    let returned = types::returned(&callback.sig.output);
    match (callback.role, returned) {
        (Role::Start, _) => top(callback, returned, errors),
        (_, None) => {}
        (Role::StartPhase, Some(ty)) => unit_or_result(ty, errors),
        (_, Some(ty)) => {
            let what = format!("nobody waits for the result of {}", marked(callback));
            errors.error(ty, what, "drop the return type; what goes wrong here can only be logged");
        }
    }
}

/// Whether a type is a `Result`, or an alias that is called like one.
fn is_result(ty: &Type) -> bool {
    types::last_segment(ty).is_some_and(|segment| segment.ident.to_string().ends_with("Result"))
}

/// `#[start]` returns what is at the top; whether that can be there, is told by a trait.
fn top(callback: &Callback, returned: Option<&Type>, errors: &mut Errors) {
    let name = &callback.ident;
    let start = if callback.is_async() { "async fn" } else { "fn" };
    let inputs = show(&callback.sig.inputs);
    let Some(ty) = returned else {
        let what = "`#[start]` must return a `Result`: the top of the tree it has started, or why it could not";
        let help = format!("`{start} {name}({inputs}) -> Result<TopClient, StartError<InvalidSupervisor>>`");
        return errors.error(name, what, help);
    };
    if !is_result(ty) {
        let shown = show(ty);
        let help = match types::bare(ty) {
            Type::ImplTrait(found) if show(found).contains("Future") => format!("make it `async fn {name}`"),
            _ if is_state(&shown) => "`Result<Top<Self>, E>`".to_owned(),
            _ => format!("`Result<{shown}, E>`"),
        };
        return errors.error(ty, format!("`#[start]` must return a `Result`, not `{shown}`"), help);
    }
    if let Some(ok) = ok_type(ty)
        && (types::is_unit(ok) || is_state(&show(ok)))
    {
        let what = "an application has a process at its top, which `#[start]` returns";
        let help = if types::is_unit(ok) {
            "`Result<TopClient, E>`, with the client that starting the top supervisor gave"
        } else {
            "`Result<Top<Self>, E>`: `Ok(Top::new(&supervisor, Self { … }))`"
        };
        errors.error(ok, what, help);
    }
}

fn is_state(shown: &str) -> bool {
    shown == "Self"
}

/// The first argument of a `Result` or of an alias with one.
fn ok_type(ty: &Type) -> Option<&Type> {
    match types::shape(ty) {
        Shape::Result(ok, _) => Some(ok),
        _ => types::last_segment(ty).and_then(|segment| types::type_arguments(segment).first().copied()),
    }
}

fn unit_or_result(ty: &Type, errors: &mut Errors) {
    let what = "nobody waits for the result of `#[start_phase]`";
    let help = "drop the return type; a `Result<(), E>` fails the start on `Err`";
    if !is_result(ty) {
        errors.error(ty, what, help);
    } else if let Some(ok) = ok_type(ty).filter(|ok| !types::is_unit(ok)) {
        errors.error(ok, what, "`Result<(), E>`");
    }
}
