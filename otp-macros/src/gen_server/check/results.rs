//! Rules for what a handler returns.

use syn::{ReturnType, Type};

use crate::block::marks::Role as _;
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
            Fault::Lifetime { at, instead } => errors.error(at, moved, instead),
            Fault::Impl { at, instead } => {
                let help = match show(&at) {
                    future if future.contains("Future") => "make it an `async fn`".to_owned(),
                    iterator if iterator.contains("Iterator") && instead.starts_with("Vec<") => {
                        format!("collect it: `{instead}`")
                    }
                    _ => format!("`{instead}`"),
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
    let inputs = show(&handler.sig.inputs);
    let Some(ty) = types::returned(&handler.sig.output) else {
        errors.error(
            name,
            "`#[init]` must return `Self` or `Result<Self, E>`",
            format!("`fn {name}({inputs}) -> Self`"),
        );
        return;
    };
    if is_no_state(ty) {
        let what = format!("`#[init]` must return `Self`, `Result<Self, E>` or `Init<Self>`, not `{}`", show(ty));
        let help = if types::is_named(ty, "Option") {
            "`Init<Self>`: `Init::ok(…)`, or `Init::ignore()` for none"
        } else {
            "`Self`; the server keeps it where it can be reached"
        };
        errors.error(ty, what, help);
    }
}

/// A plain name that is not the server's, nor as an alias of a `Result` or an `Init` is called. Whatever has parameters may
/// be an alias of something good: a trait tells.
pub(crate) fn of_another_type(init: &Handler, server: &Type, errors: &mut Errors) {
    let Some(ty) = types::returned(&init.sig.output).filter(|ty| !is_no_state(ty)) else { return };
    let (Some(segment), Some(server)) = (types::last_segment(ty), types::last_segment(server)) else { return };
    let name = segment.ident.to_string();
    let is_known = segment.ident == "Self" || segment.ident == server.ident;
    if segment.arguments.is_none() && !is_known && !["Result", "Init"].iter().any(|end| name.ends_with(end)) {
        let what = format!("`#[init]` must return `Self`, `Result<Self, E>` or `Init<Self>`, not `{}`", show(ty));
        errors.error(ty, what, "`Self`; the name of an alias ends with `Result` or `Init`");
    }
}

/// What surely is no state, whatever else it is. Other types may be an alias of something good: a trait tells.
fn is_no_state(ty: &Type) -> bool {
    const WRAPPERS: [&str; 5] = ["Option", "Box", "Arc", "Rc", "Vec"];
    const NUMBERS: [&str; 14] =
        ["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "bool", "char"];
    match types::bare(ty) {
        Type::Path(path) => match path.path.get_ident() {
            Some(ident) => NUMBERS.iter().any(|name| ident == name),
            None => types::last_segment(ty).is_some_and(|segment| {
                let holds_state = types::type_arguments(segment).iter().any(|ty| show(ty) == "Self");
                holds_state && WRAPPERS.iter().any(|name| segment.ident == name)
            }),
        },
        Type::Tuple(_) | Type::Array(_) | Type::Reference(_) | Type::ImplTrait(_) | Type::Ptr(_) => true,
        // `Self +` is one, too.
        Type::TraitObject(_) | Type::Slice(_) => true,
        _ => false,
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
    let is_state = shown == "Self" || shown.contains("Self,") || shown.contains("Self)");
    let (what, help) = match handler.role {
        _ if is_state => (
            format!("the server keeps its state, so `{name}` need not return it"),
            "drop the return type, and change the state through `&mut self`",
        ),
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
