//! Rules for the methods of a server together.

use std::collections::HashSet;

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::{ItemImpl, Signature, Type};

use crate::block::Block;
use crate::block::marks::Role as _;
use crate::diag::{Errors, show};
use crate::gen_server::model::{Handler, Role, Spoken, Subject};
use crate::names;

/// A server has something to do, and a state.
pub(crate) fn is_complete(header: &ItemImpl, block: &Block<Role>, errors: &mut Errors) {
    let roles = || block.items.iter().filter_map(|item| item.marks.first()).map(|mark| mark.role());
    let server = &header.self_ty;
    if roles().next().is_none() {
        let what = "this server has no `#[call]`, `#[cast]` or `#[info]`";
        errors.error(server, what, "mark the methods that others may reach, and the `#[init]` that makes the state");
    } else if !roles().any(|role| role == Role::Init) {
        let what = format!("`{}` has no `#[init]`: how is its state made?", show(server));
        errors.error(server, what, "add `#[init] fn init(…) -> Self`; all that is marked stands in one `impl` block");
    }
}

/// The handlers so far.
pub(crate) struct Set {
    seen: Vec<Seen>,
    subject: Subject,
    protocols: Vec<Spoken>,
}

struct Seen {
    role: Role,
    ident: Ident,
    variant: Ident,
    /// What a message of it is, for infos and continues.
    message: Option<Type>,
    conditional: bool,
}

impl Set {
    /// None yet, of a server that speaks these protocols, or of a protocol.
    pub(crate) fn of(subject: Subject, protocols: Vec<Spoken>) -> Self {
        Set { seen: Vec::new(), subject, protocols }
    }

    /// A second function of one name, or a second argument: rustc says so, and what we would make of it adds nothing.
    pub(crate) fn is_duplicate(&self, handler: &Handler) -> bool {
        let certain = !handler.kept.is_conditional();
        let same = |seen: &Seen| seen.ident == handler.ident && !seen.conditional;
        let mut names = HashSet::new();
        (certain && self.seen.iter().any(same)) || !handler.names().all(|name| names.insert(name))
    }

    /// Whether `handler` goes with those before it.
    pub(crate) fn admit(&mut self, handler: &Handler, errors: &mut Errors) -> bool {
        let before = errors.len();
        let new = Seen {
            role: handler.role,
            ident: handler.ident.clone(),
            variant: handler.variant.clone(),
            message: handler.data().next().map(|arg| arg.ty.clone()),
            conditional: handler.kept.is_conditional(),
        };
        for seen in &self.seen {
            // Alternatives under different `#[cfg]`s are not seen together by rustc either.
            if seen.role == new.role && !(seen.conditional && new.conditional) {
                clash(seen, &new, errors);
            }
        }
        for spoken in self.protocols.iter().filter(|spoken| new.role.is_on_client() && spoken.variant == new.variant) {
            let what =
                format!("`{}` and the protocol `{}` both become `{}`", new.ident, show(&spoken.path), new.variant);
            errors.error(&new.ident, what, "rename it");
        }
        reserved(handler, self.subject, errors);
        self.seen.push(new);
        errors.len() == before
    }
}

fn clash(seen: &Seen, new: &Seen, errors: &mut Errors) {
    let attribute = new.role.attribute();
    if new.role.is_single() {
        errors.error(&new.ident, format!("only one `#[{attribute}]`"), "remove one of the two");
        errors.note(&seen.ident, format!("the first `#[{attribute}]` is here"));
        return;
    }
    // Two functions of one name are rustc's to report.
    if seen.ident != new.ident && seen.variant == new.variant {
        let what = format!("`{}` and `{}` both become `{}`", new.ident, seen.ident, new.variant);
        errors.error(&new.ident, what, "rename one of them");
    }
    if let (Some(first), Some(second)) = (&seen.message, &new.message)
        && !new.role.is_on_client()
        && show(first) == show(second)
    {
        let what = format!("`{}` has a handler already", show(second));
        errors.error(second, what, "handle it in one place");
        errors.note(first, format!("the first handler of `{}` is here", show(first)));
    }
}

/// Names that would hide something of the client, or exist already.
fn reserved(handler: &Handler, subject: Subject, errors: &mut Errors) {
    let ident = &handler.ident;
    if subject == Subject::Protocol {
        not_of(handler, errors);
    }
    let hidden = names::CLIENT_METHODS.iter().find(|(name, _)| ident.unraw() == name);
    if let Some((name, hidden)) = hidden.filter(|_| handler.role.is_on_client()) {
        let role = handler.role.attribute();
        let what = format!("a {role} named `{name}` would hide `{hidden}` on the client");
        errors.error(ident, what, "rename it");
    }
    let hiding = names::EVERYWHERE.iter().find(|(name, _)| ident.unraw() == name);
    if let Some((name, hiding)) = hiding.filter(|_| handler.role.is_on_client()) {
        let role = handler.role.attribute();
        let what = format!("a {role} named `{name}` would be hidden by `{hiding}`, which every type has");
        errors.error(ident, what, "rename it");
    }
    if subject == Subject::Server {
        start_function(ident, errors);
    }
}

/// The function that makes a client of a protocol.
fn not_of(handler: &Handler, errors: &mut Errors) {
    if handler.ident.unraw() == names::OF {
        let what = "the client of a protocol has a function `of` already, which makes it of a server's";
        errors.error(&handler.ident, what, "rename it");
    }
}

/// A function without a mark; it may not have the name of a generated one.
pub(crate) fn ordinary_fn(sig: &Signature, errors: &mut Errors) {
    start_function(&sig.ident, errors);
}

fn start_function(ident: &Ident, errors: &mut Errors) {
    if names::START_FUNCTIONS.iter().any(|name| ident.unraw() == name) {
        let what = format!("`#[gen_server]` makes a function `{ident}` for this server already");
        errors.error(ident, what, "rename it");
    }
}

/// A handler whose name leaves nothing for its message.
pub(crate) fn unnameable(ident: &Ident, errors: &mut Errors) {
    let what = format!("cannot derive the name of a message from `{ident}`");
    errors.error(ident, what, "a name with a letter first, such as `next_job`");
}
