//! Rules for one field.

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::{Attribute, MacroDelimiter, Meta, PathSegment, Type};

use crate::diag::{Errors, show};
use crate::fields::Mark;
use crate::names;
use crate::supervisor::parse::CHILD;
use crate::types;

/// The attributes that stay on an accessor, or that only tools read.
const KEPT: [&str; 9] = ["cfg", "cfg_attr", "doc", "allow", "expect", "warn", "deny", "deprecated", "must_use"];

/// The marks of a field: one, spelt and written as it should be.
pub(crate) fn marks(marks: &[Mark], errors: &mut Errors) {
    for (at, mark) in marks.iter().enumerate() {
        if at > 0 {
            errors.error(&mark.attr, "`#[child]` is given twice", "put all options into one of the two");
            continue;
        }
        if !CHILD.is_right(mark, errors) {
            continue;
        }
        let what = match &mark.attr.meta {
            Meta::Path(_) => continue,
            Meta::List(list) if matches!(list.delimiter, MacroDelimiter::Paren(_)) => continue,
            Meta::List(_) => "the options stand in round brackets",
            Meta::NameValue(_) => "the options stand in brackets",
        };
        errors.error(&mark.attr.meta, what, "`#[child]` or `#[child(option = value)]`");
    }
}

/// Attributes that would be lost: there is no field in the end.
pub(crate) fn attributes(attrs: &[Attribute], errors: &mut Errors) {
    for attr in attrs {
        let is_kept = attr.path().get_ident().is_none_or(|name| KEPT.iter().any(|kept| name == kept));
        if !is_kept {
            let what = format!("a child has no attribute `{}`", show(attr.path()));
            errors.error(attr, what, "remove it: the struct is a declaration, and never a value");
        }
    }
}

/// Names of which the client has something that every type has.
pub(crate) fn reserved(ident: &Ident, errors: &mut Errors) {
    let find = |list: [(&'static str, &'static str); 2]| list.into_iter().find(|(name, _)| ident.unraw() == name);
    if let Some((name, hidden)) = find(names::CLIENT_METHODS) {
        let what = format!("a child named `{name}` would hide `{hidden}` on the client");
        errors.error(ident, what, "rename it; `#[child(id = \"…\")]` keeps its id");
    }
    if let Some((name, hiding)) = find(names::EVERYWHERE) {
        let what = format!("a child named `{name}` would be hidden by `{hiding}`, which every type has");
        errors.error(ident, what, "rename it; `#[child(id = \"…\")]` keeps its id");
    }
}

/// The type of a child, as far as it is one: `&Server` is meant to be `Server`.
pub(crate) fn child_type<'a>(ident: &Ident, ty: &'a Type, errors: &mut Errors) -> Option<&'a Type> {
    let is_path = |ty: &Type| matches!(types::bare(ty), Type::Path(_) | Type::Macro(_));
    if let Some(help) = no_process(ident, ty) {
        errors.error(ty, format!("`{}` cannot be the child of a supervisor", show(ty)), help);
        return None;
    }
    if let Some(inner) = supervised_inside(ty).filter(|inner| no_process(ident, inner).is_some()) {
        let what = format!("`{}` cannot be the child of a supervisor", show(inner));
        errors.error(inner, what, format!("the type of a server: `{ident}: {}`", with_server(ty)));
        return None;
    }
    if is_path(ty) {
        return Some(ty);
    }
    if let Type::Reference(reference) = types::bare(ty)
        && is_path(&reference.elem)
    {
        let what = "a field says which type its child is of; nothing is borrowed";
        errors.error(ty, what, format!("`{ident}: {}`", show(&reference.elem)));
        return Some(&reference.elem);
    }
    let what = format!("`{}` cannot be the child of a supervisor", show(ty));
    errors.error(ty, what, format!("the type of a server or a supervisor: `{ident}: Server`"));
    None
}

/// The type of the children of a `DynamicSupervisor` or a `PartitionSupervisor`.
fn supervised_inside(ty: &Type) -> Option<&Type> {
    let segment = types::last_segment(ty)?;
    let supervises = ["DynamicSupervisor", "PartitionSupervisor"].iter().any(|name| segment.ident == name);
    types::type_arguments(segment).first().copied().filter(|_| supervises)
}

/// The same supervisor, of servers.
fn with_server(ty: &Type) -> String {
    let name = types::last_segment(ty).map(|segment| segment.ident.to_string()).unwrap_or_default();
    format!("{name}<Server>")
}

/// What to write for a type of the standard library, told by its name: a value, or what holds several. A name with another
/// path may be anything.
fn no_process(ident: &Ident, ty: &Type) -> Option<String> {
    const VALUES: [&str; 17] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64", "bool",
        "char", "String",
    ];
    let segments = match types::bare(ty) {
        Type::Path(path) if path.qself.is_none() => &path.path.segments,
        _ => return None,
    };
    let is_std = |first: &PathSegment| ["std", "alloc", "core"].iter().any(|name| first.ident == name);
    let segment = segments.last().filter(|_| segments.len() == 1 || segments.first().is_some_and(is_std))?;
    let arguments = types::type_arguments(segment);
    match (segment.ident.to_string().as_str(), arguments.as_slice()) {
        (name, []) if VALUES.contains(&name) => {
            Some(format!("children are processes; a value is given to them: `args({ident}: {name})` at the supervisor"))
        }
        ("Vec" | "VecDeque" | "HashSet" | "BTreeSet", [child]) | ("HashMap" | "BTreeMap", [_, child]) => {
            Some(format!("`{ident}: DynamicSupervisor<{}>` has any number of them", show(child)))
        }
        ("Option" | "Box" | "Arc" | "Rc" | "Mutex" | "RwLock", [child]) => Some(format!("`{ident}: {}`", show(child))),
        _ => None,
    }
}

/// A significant child of a supervisor that does not look at it.
pub(crate) fn significant(significant: &Ident, errors: &mut Errors) {
    let what = "this supervisor never looks whether a child is significant";
    let help = "`#[supervisor(auto_shutdown = any_significant)]` or `all_significant`, or remove `significant`";
    errors.error(significant, what, help);
}
