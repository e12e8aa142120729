//! From syntax to the model, checking each piece as it comes: so errors are found in the order of the source.

use proc_macro2::{Ident, Span};
use syn::{FnArg, GenericParam, Generics, ItemImpl, Lifetime, PatType, Type};

use crate::application::check::{self, set::Set};
use crate::application::model::{Application, Arg, ArgKind, Callback, Role};
use crate::application::options::{Options, is_name};
use crate::attrs::Kept;
use crate::block::{self, Block, Function, Item};
use crate::diag::{Errors, show};
use crate::{generics, names, types};

/// The application that `block` describes; `None` if not even its type is known.
pub(crate) fn lower(block: &Block<Role>, options: Options, errors: &mut Errors) -> Option<Application> {
    let name = |ident: &Ident, errors: &mut Errors| name(ident, &options, errors);
    let (header, ident) = block::header::inherent(block, errors)?;
    // What is wrong with the header has been said; there is an application all the same.
    let ident = ident.or_else(|| types::last_segment(&header.self_ty).map(|last| last.ident.clone()));
    check::whole::generics(header, errors);
    let name = ident.as_ref().map(|ident| name(ident, errors));
    check::whole::others(&options, &header.self_ty, name.as_deref(), errors);
    if ident.is_some() {
        check::set::is_complete(header, block, errors);
    }
    let mut callbacks = Vec::new();
    let mut set = Set::default();
    for item in &block.items {
        let Some(function) = block::check::function(item, errors) else {
            continue;
        };
        check::set::reserved(&function.sig.ident, errors);
        let Some(mut callback) = callback(item, function, &options, errors) else {
            continue;
        };
        if set.is_duplicate(&callback) {
            continue;
        }
        callback.valid &= set.admit(&callback, errors);
        callbacks.push(callback);
    }
    Some(Application {
        kept: Kept::sort(&block.attrs),
        self_ty: (*header.self_ty).clone(),
        generics: bounded(header),
        name: name?,
        options,
        callbacks,
    })
}

/// The name of the application: that in the options, or that of its type.
fn name(ident: &Ident, options: &Options, errors: &mut Errors) -> String {
    if let Some(name) = &options.name {
        return name.value();
    }
    let name = names::snake_case(&names::plain(ident));
    if !is_name(&name) {
        check::whole::unnameable(ident, errors);
    }
    name
}

/// The parameters, which were reported, so that nothing else is said about them.
fn bounded(header: &ItemImpl) -> Generics {
    let mut generics = generics::bounded(&header.generics, "", str::to_owned, &mut Errors::default());
    for param in &mut generics.params {
        if let GenericParam::Lifetime(param) = param {
            param.bounds.push(Lifetime::new("'static", Span::call_site()));
        }
    }
    generics
}

/// The callback that a function is, by its first mark.
fn callback(item: &Item<Role>, function: &Function, options: &Options, errors: &mut Errors) -> Option<Callback> {
    let role = item.marks.first()?.role();
    let before = errors.len();
    let both = |_, _| "keep one of the two: write a second method for the other";
    block::check::marks(item, &function.sig.ident, both, errors);
    let sig = function.sig.clone();
    let args = sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(arg(typed, role, options)),
        FnArg::Receiver(_) => None,
    });
    let mut callback = Callback {
        role,
        valid: true,
        ident: sig.ident.clone(),
        kept: Kept::sort(&item.attrs),
        args: args.collect(),
        sig,
    };
    check::callback(&callback, function, options, errors);
    callback.valid = errors.len() == before;
    Some(callback)
}

/// What an argument is, by its type; a reference to it is meant to be it.
fn arg(typed: &PatType, role: Role, options: &Options) -> Arg {
    let ty = match types::bare(&typed.ty) {
        Type::Reference(reference) => types::bare(&reference.elem),
        ty => ty,
    };
    let kind = match role {
        Role::Start if types::is_named(ty, "StartType") => ArgKind::StartType,
        Role::Start if options.config.as_ref().is_some_and(|config| is_same(ty, config)) => ArgKind::Config,
        Role::ConfigChange if types::is_named(ty, "ConfigChange") => ArgKind::Change,
        _ => ArgKind::Unknown,
    };
    Arg { kind, ty: (*typed.ty).clone() }
}

/// Whether two types are surely meant to be one, though their paths may be of different length.
fn is_same(one: &Type, other: &Type) -> bool {
    match (types::last_segment(one), types::last_segment(other)) {
        (Some(one), Some(other)) => show(one) == show(other),
        _ => show(types::bare(one)) == show(types::bare(other)),
    }
}
