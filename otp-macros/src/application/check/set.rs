//! Rules for the methods of an application together.

use proc_macro2::Ident;
use syn::ItemImpl;
use syn::ext::IdentExt as _;

use crate::application::model::{Callback, Role};
use crate::block::Block;
use crate::block::marks::Role as _;
use crate::diag::{Errors, show};

/// An application starts something.
pub(crate) fn is_complete(header: &ItemImpl, block: &Block<Role>, errors: &mut Errors) {
    let mut marks = block.items.iter().filter_map(|item| item.marks.first());
    if !marks.any(|mark| mark.role() == Role::Start) {
        let what = format!("`{}` has no `#[start]`: what does it start?", show(&header.self_ty));
        let help =
            "add `#[start] async fn start() -> Result<TopClient, StartError<InvalidSupervisor>>`, which starts the top";
        errors.error(&header.self_ty, what, help);
    }
}

/// The callbacks so far.
#[derive(Default)]
pub(crate) struct Set(Vec<Seen>);

struct Seen {
    role: Role,
    ident: Ident,
    conditional: bool,
}

impl Set {
    /// A second function of one name: rustc says so, and what we would make of it adds nothing.
    pub(crate) fn is_duplicate(&self, callback: &Callback) -> bool {
        let same = |seen: &Seen| seen.ident == callback.ident && !seen.conditional;
        !callback.kept.is_conditional() && self.0.iter().any(same)
    }

    /// Whether `callback` goes with those before it: of phases there may be many.
    pub(crate) fn admit(&mut self, callback: &Callback, errors: &mut Errors) -> bool {
        let new =
            Seen { role: callback.role, ident: callback.ident.clone(), conditional: callback.kept.is_conditional() };
        // Alternatives under different `#[cfg]`s are not seen together by rustc either.
        let clashes = |seen: &&Seen| {
            seen.role == new.role && new.role != Role::StartPhase && !(seen.conditional && new.conditional)
        };
        let first = self.0.iter().find(clashes);
        if let Some(first) = first {
            let attribute = new.role.attribute();
            errors.error(&new.ident, format!("only one `#[{attribute}]`"), "remove one of the two");
            errors.note(&first.ident, format!("the first `#[{attribute}]` is here"));
        }
        let admitted = first.is_none();
        self.0.push(new);
        admitted
    }
}

/// Functions that `Application` gives to the type: one of the same name would hide them.
pub(crate) fn reserved(ident: &Ident, errors: &mut Errors) {
    if let Some(name) = ["run", "spec"].into_iter().find(|name| ident.unraw() == name) {
        let what = format!("a function named `{name}` would hide `Application::{name}`");
        errors.error(ident, what, "rename it");
    }
}
