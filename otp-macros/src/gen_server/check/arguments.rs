//! Rules for arguments: named, owned, of a type that can be written into a message.

use quote::quote;
use syn::{FnArg, Pat, PatType, Type};

use crate::block::marks::Role as _;
use crate::block::signature;
use crate::diag::{Errors, show};
use crate::faults::{self, Fault};
use crate::gen_server::model::{Arg, ArgKind, Handler, Role};
use crate::types;

/// All the arguments, in order, then how many there are.
pub(super) fn arguments(handler: &Handler, errors: &mut Errors) {
    let typed = handler.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    let mut seen = Vec::new();
    for (arg, typed) in handler.args.iter().zip(typed) {
        signature::argument_attributes(typed, "handler", errors);
        once(arg, typed, &seen, errors);
        seen.push(arg.kind);
        if arg.kind == ArgKind::Context && !types::is_context(&arg.ty) {
            errors.error(&arg.ty, "the context belongs to the server", "borrow it: `&mut Context<Self>`");
        }
        shared_context(handler, arg, errors);
        if arg.kind == ArgKind::Data {
            match handler.role {
                Role::Terminate => {}
                Role::Hibernate | Role::FormatStatus => {}
                Role::Info | Role::Continue => {
                    message_pattern(typed, errors);
                    data_type(arg, errors);
                }
                Role::Init | Role::Call | Role::Cast => {
                    pattern(typed, errors);
                    data_type(arg, errors);
                }
            }
            if handler.role == Role::Call {
                reply_to(handler, arg, errors);
            }
        }
    }
    if let Some(variadic) = &handler.sig.variadic {
        errors.error(variadic, "a handler cannot be variadic", "take a `Vec`");
    }
    count(handler, errors);
}

/// The context, or a `ReplyTo`, twice.
fn once(arg: &Arg, typed: &PatType, seen: &[ArgKind], errors: &mut Errors) {
    if arg.kind == ArgKind::Data || !seen.contains(&arg.kind) {
        return;
    }
    let what = if arg.kind == ArgKind::Context { "the context is taken twice" } else { "a call replies once" };
    errors.error(typed, what, "remove this argument");
}

/// `&Context<Self>` in an `async` handler: while it waits, its borrows may be on another thread.
fn shared_context(handler: &Handler, arg: &Arg, errors: &mut Errors) {
    let is_shared = matches!(types::bare(&arg.ty), Type::Reference(reference) if reference.mutability.is_none());
    if handler.is_async() && arg.kind == ArgKind::Context && is_shared {
        let what = "the context is not `Sync`, so an `async` handler cannot take it by `&`";
        errors.error(&arg.ty, what, "`&mut Context<Self>`");
    }
}

/// The name of an argument is part of the client, so there must be one.
fn pattern(typed: &PatType, errors: &mut Errors) {
    let ty = show(&typed.ty);
    match &*typed.pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => {}
        Pat::Ident(pat) => {
            errors.error(pat, "use a plain name here; callers see it", format!("`{}: {ty}`", pat.ident));
        }
        Pat::Wild(wild) => {
            errors.error(wild, "name this argument; callers see the name", "`_reason`, say, if the handler ignores it");
        }
        pat => {
            let (name, shown) = ("pair", show(pat));
            let help = format!("`{name}: {ty}`, and `let {shown} = {name};` in the body");
            errors.error(pat, "name this argument; callers see the name", help);
        }
    }
}

/// The message of `#[info]` and `#[handle_continue]` is told by its type: `_` is fine, too.
fn message_pattern(typed: &PatType, errors: &mut Errors) {
    match &*typed.pat {
        Pat::Wild(_) => {}
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => {}
        pat => {
            let (shown, ty) = (show(pat), show(&typed.ty));
            let help = format!("`message: {ty}`, and `let {shown} = message;` in the body");
            errors.error(pat, "use a plain name here", help);
        }
    }
}

/// What is moved to the server.
fn data_type(arg: &Arg, errors: &mut Errors) {
    for fault in faults::faults(&arg.ty) {
        let moved = "arguments are moved to the server, so they cannot be borrowed";
        match fault {
            Fault::Borrow { at, instead } => {
                let help = if quote!(#at).into_iter().any(|token| token.to_string() == "mut") {
                    format!("take `{instead}` and return the new value")
                } else if arg.name.is_some() && show(&arg.ty) == show(&at) {
                    format!("`{}: {instead}`", arg.name.as_ref().map(ToString::to_string).unwrap_or_default())
                } else {
                    format!("`{instead}`")
                };
                errors.error(at, moved, help);
            }
            Fault::Lifetime { at, instead } => errors.error(at, moved, instead),
            Fault::Impl { at, instead } => {
                errors.error(at, "write the concrete type: a message has one fixed type", format!("`{instead}`"));
            }
            Fault::Inferred { at } => errors.error(at, "write the type: a message has one fixed type", "`u64`, say"),
            Fault::Unsized { at, instead } => errors.error(at, "this type has no fixed size", format!("`{instead}`")),
        }
    }
}

/// A `ReplyTo` in a call that also returns a reply.
fn reply_to(handler: &Handler, arg: &Arg, errors: &mut Errors) {
    if types::reply_to(&arg.ty).is_some() && types::returned(&handler.sig.output).is_some() {
        let name = &handler.ident;
        let what = format!("`{name}` returns its reply, so there is nothing to reply later");
        errors.error(&arg.ty, what, "remove this argument, or the return type");
    }
}

/// One message for an info or a continue, the reason for terminate, nothing for the others.
fn count(handler: &Handler, errors: &mut Errors) {
    let data: Vec<_> = handler.data().collect();
    let attribute = handler.role.attribute();
    let (name, inputs) = (&handler.ident, &handler.sig.inputs);
    match handler.role {
        Role::Info | Role::Continue if data.is_empty() => {
            let what = format!("`#[{attribute}]` takes the message it handles");
            let help = format!("`fn {name}(&mut self, message: Message)`, with the type of the message");
            errors.error(name, what, help);
        }
        Role::Info | Role::Continue if data.len() > 1 => {
            let what = format!("`#[{attribute}]` takes exactly one message");
            errors.error(inputs, what, "put the values into a struct, or a tuple");
        }
        Role::Terminate if data.len() > 1 => {
            let what = "`#[terminate]` takes the reason and the context, nothing else";
            errors.error(inputs, what, format!("`fn {name}(&mut self, reason: &ExitReason)`"));
        }
        Role::Hibernate | Role::FormatStatus if !handler.args.is_empty() => {
            let receiver = if handler.role == Role::FormatStatus { "&self" } else { "&mut self" };
            let what = format!("`#[{attribute}]` takes nothing but the state");
            errors.error(inputs, what, format!("`fn {name}({receiver})`"));
        }
        _ => {}
    }
}
