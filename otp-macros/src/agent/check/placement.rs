//! Rules for where the attribute stands, and for the struct as a whole.

use syn::{Fields, ItemStruct};

use crate::agent::parse::Declaration;
use crate::diag::{Errors, show};
use crate::item::Other;

/// The attribute is on something that is not a struct.
pub(crate) fn not_a_struct(other: &Other, errors: &mut Errors) {
    let what = other.what();
    if what == "a struct" {
        // rustc has read it, and we have not.
        errors.note(other.head(), "`#[agent]` cannot read this struct");
        return;
    }
    let name = other.name.as_ref().map(ToString::to_string).unwrap_or_default();
    let help = match what {
        "an enum" | "a union" | "a type alias" => {
            format!("remove it: `Agent::start(|| …)` makes an agent of any value, one of type `{name}` too")
        }
        "an `impl` block" | "a trait" | "a function" => {
            "move it to the struct; functions for `get` and `update` are ordinary ones".to_owned()
        }
        _ => "move it to the struct that is the state of the agent".to_owned(),
    };
    let what = format!("`#[agent]` goes on a struct, whose fields the client can reach, not on {what}");
    errors.error(other.head(), what, help);
}

/// More than one `#[agent]` above the struct.
pub(crate) fn given_once(declaration: &Declaration, errors: &mut Errors) {
    for attr in &declaration.refused {
        errors.error(attr, "one `#[agent]` per struct", "remove this one");
    }
}

/// Fields without names, or none in braces.
pub(crate) fn fields(item: &ItemStruct, errors: &mut Errors) {
    let name = &item.ident;
    match &item.fields {
        Fields::Named(_) => {}
        Fields::Unit => {
            let help = format!("`struct {name} {{ count: u64 }}`, or `struct {name} {{}}` without any");
            errors.error(name, "the state of an agent is the fields of its struct", help);
        }
        Fields::Unnamed(fields) => {
            let types = fields.unnamed.iter().map(|field| show(&field.ty));
            let help = match types.collect::<Vec<_>>().as_slice() {
                [only] => format!(
                    "`struct {name} {{ value: {only} }}`; or no struct at all: `Agent::start(|| …)` for a `{only}`"
                ),
                [first, second] => format!("`struct {name} {{ first: {first}, second: {second} }}`"),
                [first, second, ..] => format!("`struct {name} {{ first: {first}, second: {second}, … }}`"),
                [] => format!("`struct {name} {{}}`"),
            };
            errors.error(&item.fields, "accessors have the names of the fields, and these have none", help);
        }
    }
}
