//! From syntax to the model, checking each piece as it comes: so errors are found in the order of the source.

use syn::{FnArg, Generics, ItemImpl, MacroDelimiter, Meta, Pat, PatType};

use crate::attrs::Kept;
use crate::block::marks::{self, MarkKind};
use crate::block::{self, Function};
use crate::diag::{Errors, show};
use crate::gen_server::check::{self, set::Set};
use crate::gen_server::model::{Arg, ArgKind, Handler, Role, Server, Subject, Unmarked};
use crate::gen_server::options::{self, HandlerOptions, Options};
use crate::{faults, generics, names, types};

type Block = block::Block<Role>;

/// The server that `block` describes; `None` if not even its type is known.
pub(crate) fn lower(block: &Block, options: Options, errors: &mut Errors) -> Option<Server> {
    let (header, ident) = block::header::inherent(block, errors)?;
    // In the order of the source: parameters stand before the name.
    let generics = bounded(header, errors);
    if ident.is_some() {
        check::set::is_complete(header, block, errors);
    }
    let (mut functions, mut unmarked, mut handlers) = (Vec::new(), Vec::new(), Vec::new());
    let (mut set, mut is_server) = (Set::of(Subject::Server, options.protocols.clone()), false);
    for item in &block.items {
        let Some(function) = block::check::function(item, errors) else {
            continue;
        };
        functions.push(function.sig.ident.clone());
        match handler(item, function, Subject::Server, errors) {
            Some(mut handler) => {
                is_server = true;
                if handler.role == Role::Init {
                    let before = errors.len();
                    check::results::of_another_type(&handler, &header.self_ty, errors);
                    handler.valid &= errors.len() == before;
                }
                if set.is_duplicate(&handler) {
                    continue;
                }
                // The trait of a protocol may have a method of the same name.
                handler.by_path |= !options.protocols.is_empty();
                handler.valid &= set.admit(&handler, errors);
                handlers.push(handler);
            }
            None => {
                check::set::ordinary_fn(&function.sig, errors);
                if function.sig.receiver().is_some() {
                    unmarked.push(Unmarked { kept: Kept::sort(&item.attrs), ident: function.sig.ident.clone() });
                }
            }
        }
    }
    // An impl without a single mark is no server yet.
    let ident = ident.filter(|_| is_server)?;
    Some(Server {
        subject: Subject::Server,
        kept: Kept::sort(&block.attrs),
        ident,
        self_ty: (*header.self_ty).clone(),
        generics,
        options,
        functions,
        unmarked,
        handlers,
    })
}

/// The parameters of a server, with the bounds that everything in it must have.
fn bounded(header: &ItemImpl, errors: &mut Errors) -> Generics {
    let server = show(&header.self_ty);
    generics::bounded(&header.generics, "a server", |bounds| format!("`impl<{bounds}> {server}`"), errors)
}

/// What to do about a method with two marks.
fn both(first: Role, second: Role) -> &'static str {
    if first.is_on_client() && second.is_on_client() {
        "keep `#[call]` if the caller waits for a reply, `#[cast]` if not"
    } else {
        "keep one of the two: write a second method for the other"
    }
}

/// The handler that a function is, by its first mark.
pub(crate) fn handler<R: marks::Role + Into<Role>>(
    item: &block::Item<R>,
    function: &Function,
    subject: Subject,
    errors: &mut Errors,
) -> Option<Handler> {
    let mark = item.marks.first()?;
    let role = mark.role().into();
    let before = errors.len();
    block::check::marks(item, &function.sig.ident, |first, second| both(first.into(), second.into()), errors);
    let options = match (&mark.kind, &mark.attr.meta) {
        (MarkKind::Role(role), Meta::List(list)) if matches!(list.delimiter, MacroDelimiter::Paren(_)) => {
            options::handler((*role).into(), list.tokens.clone(), errors)
        }
        _ => HandlerOptions::default(),
    };
    let sig = function.sig.clone();
    let defers = role == Role::Call && types::returned(&sig.output).is_none();
    let args = sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(arg(typed, role, defers)),
        FnArg::Receiver(_) => None,
    });
    let variant = names::variant(&sig.ident);
    let mut handler = Handler {
        role,
        valid: true,
        ident: sig.ident.clone(),
        variant: variant.clone().unwrap_or_else(|| sig.ident.clone()),
        vis: function.vis.clone(),
        kept: Kept::sort(&item.attrs),
        args: args.collect(),
        options,
        by_path: names::is_ambiguous(&sig.ident),
        sig,
    };
    if variant.is_none() && role.handles_messages() {
        check::set::unnameable(&handler.ident, errors);
    }
    check::handler(&handler, function, subject, errors);
    handler.valid = errors.len() == before;
    Some(handler)
}

fn arg(typed: &PatType, role: Role, defers: bool) -> Arg {
    let name = match &*typed.pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => Some(pat.ident.clone()),
        _ => None,
    };
    let kind = if types::is_context(&typed.ty) || types::is_owned_context(&typed.ty) {
        ArgKind::Context
    } else if defers && types::reply_to(&typed.ty).is_some() {
        ArgKind::ReplyTo
    } else {
        ArgKind::Data
    };
    let may_be_lent = kind == ArgKind::Data && role.is_on_client();
    let lent = may_be_lent.then(|| faults::lent(&typed.ty)).flatten().cloned();
    Arg { kind, name, ty: (*typed.ty).clone(), lent, kept: Kept::sort(&typed.attrs) }
}
