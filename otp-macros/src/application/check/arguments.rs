//! Rules for arguments: there are only those that the runtime has something for.

use syn::{FnArg, Type};

use crate::application::check::marked;
use crate::application::model::{Arg, ArgKind, Callback, Role};
use crate::application::options::Options;
use crate::block::signature;
use crate::diag::{Errors, show};
use crate::faults::{self, Fault};
use crate::types;

/// All the arguments, in order.
pub(super) fn arguments(callback: &Callback, options: &Options, errors: &mut Errors) {
    let typed = callback.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    let mut seen = Vec::new();
    for (arg, typed) in callback.args.iter().zip(typed) {
        signature::argument_attributes(typed, "method", errors);
        let pattern = show(&typed.pat);
        match callback.role {
            Role::Start if arg.kind == ArgKind::Unknown => unknown_to_start(arg, &pattern, options, errors),
            Role::ConfigChange if arg.kind == ArgKind::Unknown => {
                let what = "`#[config_change]` takes the `ConfigChange`, nothing else";
                let help = format!("`fn {}(&mut self, change: ConfigChange)`", callback.ident);
                errors.error(typed, what, help);
            }
            Role::Start | Role::ConfigChange => owned(callback, arg, &pattern, errors),
            Role::StartPhase | Role::PrepStop | Role::Stop => {}
        }
        if arg.kind != ArgKind::Unknown && seen.contains(&arg.kind) {
            let what = match arg.kind {
                ArgKind::Config => "the config is taken twice".to_owned(),
                _ => format!("the `{}` is taken twice", show(&arg.ty).trim_start_matches('&')),
            };
            errors.error(typed, what, "remove this argument");
        }
        seen.push(arg.kind);
    }
    let takes_state_only = matches!(callback.role, Role::StartPhase | Role::PrepStop | Role::Stop);
    if takes_state_only && !callback.args.is_empty() && callback.receiver().is_some() {
        let what = match callback.role {
            Role::StartPhase => "`#[start_phase]` takes nothing but the state: each phase is a method".to_owned(),
            _ => format!("{} takes nothing but the state", marked(callback)),
        };
        errors.error(&callback.sig.inputs, what, format!("`fn {}(&mut self)`", callback.ident));
    }
}

/// An argument of `#[start]` that is neither the config nor the start type.
fn unknown_to_start(arg: &Arg, pattern: &str, options: &Options, errors: &mut Errors) {
    let ty = match types::bare(&arg.ty) {
        Type::Reference(reference) => types::bare(&reference.elem),
        ty => ty,
    };
    let shown = show(ty);
    if let Some(config) = &options.config {
        let what = format!("`#[start]` takes the config, `{}`, and the `StartType`, nothing else", show(config));
        return errors.error(&arg.ty, what, format!("make `{pattern}` a field of `{}`", show(config)));
    }
    if !is_plain_value(ty) {
        // If the option is there, it is the one that is wrong.
        if !options.has_config {
            let what = format!("`#[start]` takes a `{shown}`, and the application has no config");
            let help = format!("`#[application(config = {shown})]` if that is its config, or remove this argument");
            errors.error(&arg.ty, what, help);
        }
        return;
    }
    let what = "`#[start]` takes the config and the `StartType`, nothing else";
    let owned = faults::faults(&arg.ty).into_iter().find_map(|fault| match fault {
        Fault::Borrow { instead, .. } | Fault::Unsized { instead, .. } => Some(instead),
        _ => None,
    });
    let shown = owned.unwrap_or(shown);
    let help = format!("`#[config] struct Config {{ {pattern}: {shown} }}`, and `#[application(config = Config)]`");
    errors.error(&arg.ty, what, help);
}

/// What is surely no struct of the user's.
fn is_plain_value(ty: &Type) -> bool {
    const NAMES: [&str; 9] = ["String", "Vec", "Option", "Box", "Arc", "PathBuf", "Duration", "HashMap", "Pid"];
    match types::bare(ty) {
        Type::Path(_) => types::last_segment(ty).is_none_or(|segment| {
            let name = segment.ident.to_string();
            name.starts_with(char::is_lowercase) || NAMES.contains(&name.as_str())
        }),
        _ => true,
    }
}

/// What the runtime gives it gives away.
fn owned(callback: &Callback, arg: &Arg, pattern: &str, errors: &mut Errors) {
    if let Type::Reference(reference) = types::bare(&arg.ty) {
        let what = format!("{} is given this to keep, so there is nothing to borrow", marked(callback));
        errors.error(&arg.ty, what, format!("`{pattern}: {}`", show(&reference.elem)));
    }
}
