//! Rules for what a handler returns.

use syn::{ReturnType, Type};

use crate::diag::{Errors, show};
use crate::faults::{self, Fault};
use crate::gen_server::model::{Handler, Role};
use crate::types;

/// The return type, by what becomes of it.
pub(super) fn result(handler: &Handler, errors: &mut Errors) {
    match handler.role {
        Role::Call => reply(handler, errors),
        Role::Init => state(handler, errors),
        Role::Cast | Role::Info | Role::Continue => unit_or_result(handler, errors),
        Role::Terminate | Role::Hibernate => nothing(handler, errors),
        Role::FormatStatus => status(handler, errors),
    }
}

/// A reply is moved to the caller.
fn reply(handler: &Handler, errors: &mut Errors) {
    if let ReturnType::Type(_, ty) = &handler.sig.output
        && matches!(types::bare(ty), Type::Never(_))
    {
        errors.error(ty, "a call must reply", "write the type of the reply, or make it a `#[cast]`");
        return;
    }
    let Some(ty) = handler.reply() else { return };
    for fault in faults::faults(ty) {
        let moved = "the reply is moved to the caller, so it cannot borrow the state";
        match fault {
            Fault::Borrow { at, instead } => errors.error(at, moved, format!("`{instead}`")),
            Fault::Lifetime { at } => errors.error(at, moved, "an owned type, or `'static`"),
            Fault::Impl { at, .. } => {
                let help = match show(&at) {
                    future if future.contains("Future") => "make it an `async fn`".to_owned(),
                    iterator if iterator.contains("Iterator") => "collect it: `Vec<T>`".to_owned(),
                    _ => "the concrete type, or a `Box<dyn …>`".to_owned(),
                };
                errors.error(at, "name the type of the reply", help);
            }
            Fault::Inferred { at } => errors.error(at, "write the type of the reply", "`u64`, say"),
            Fault::Unsized { at, instead } => errors.error(at, "this type has no fixed size", format!("`{instead}`")),
        }
    }
}

/// `#[init]` must return something; what, is told by a trait.
fn state(handler: &Handler, errors: &mut Errors) {
    let name = &handler.ident;
    if types::returned(&handler.sig.output).is_none() {
        errors.error(name, "`#[init]` must return `Self` or `Result<Self, E>`", format!("`fn {name}(…) -> Self`"));
    }
}

fn unit_or_result(handler: &Handler, errors: &mut Errors) {
    let Some(ty) = types::returned(&handler.sig.output) else {
        return;
    };
    if types::is_named(ty, "Result") || matches!(types::bare(ty), Type::Never(_)) {
        return;
    }
    let (name, shown) = (&handler.ident, show(ty));
    let (what, help) = match handler.role {
        Role::Cast => (
            format!("`{name}` is a cast and has no reply, so nobody receives this `{shown}`"),
            "make it a `#[call]`, or drop the return type; a `Result<(), E>` stops the server on `Err`",
        ),
        role => (
            format!("nobody waits for the result of `#[{}]`", role.attribute()),
            "drop the return type; a `Result<(), E>` stops the server on `Err`",
        ),
    };
    errors.error(ty, what, help);
}

fn nothing(handler: &Handler, errors: &mut Errors) {
    if let Some(ty) = types::returned(&handler.sig.output) {
        let what = format!("nobody waits for the result of `#[{}]`", handler.role.attribute());
        errors.error(ty, what, "drop the return type");
    }
}

fn status(handler: &Handler, errors: &mut Errors) {
    let name = &handler.ident;
    if types::returned(&handler.sig.output).is_none() {
        errors.error(name, "`#[format_status]` must return a `String`", format!("`fn {name}(&self) -> String`"));
    }
}
