//! The helper attributes: telling them from other attributes.

use proc_macro2::TokenStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, Token};

use crate::attrs::is_ours;
use crate::gen_server::model::Role;
use crate::names;

/// An attribute that is for the macro, or was meant to be.
pub(crate) struct Mark {
    pub(crate) attr: Attribute,
    pub(crate) kind: MarkKind,
}

pub(crate) enum MarkKind {
    /// `#[call]`.
    Role(Role),
    /// `#[cal]`.
    Misspelt(Role),
    /// `#[cfg_attr(…, call)]`; the path of the helper.
    Conditional(Role, Path),
}

impl Mark {
    /// What it says, or was meant to say.
    pub(crate) fn role(&self) -> Role {
        match self.kind {
            MarkKind::Role(role) | MarkKind::Misspelt(role) | MarkKind::Conditional(role, _) => role,
        }
    }
}

/// Other names that people who know Elixir will try.
const ALIASES: [(&str, Role); 5] = [
    ("handle_call", Role::Call),
    ("handle_cast", Role::Cast),
    ("handle_info", Role::Info),
    ("handle_continued", Role::Continue),
    ("on_continue", Role::Continue),
];

/// Attributes of Rust that are close to one of ours.
const OTHERS: [&str; 3] = ["cold", "test", "inline"];

/// Takes the marks out of `attrs`.
pub(crate) fn split(attrs: Vec<Attribute>, krate: &TokenStream) -> (Vec<Mark>, Vec<Attribute>) {
    let mut marks = Vec::new();
    let mut rest = Vec::new();
    for attr in attrs {
        match kind(&attr, krate) {
            Some(kind) => marks.push(Mark { attr, kind }),
            None => rest.push(attr),
        }
    }
    (marks, rest)
}

fn kind(attr: &Attribute, krate: &TokenStream) -> Option<MarkKind> {
    if attr.path().is_ident("cfg_attr") {
        let metas = attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
        return metas.iter().skip(1).find_map(|meta| {
            let role = exact(meta.path(), krate)?;
            Some(MarkKind::Conditional(role, meta.path().clone()))
        });
    }
    if let Some(role) = exact(attr.path(), krate) {
        return Some(MarkKind::Role(role));
    }
    let typed = attr.path().get_ident()?.to_string();
    if OTHERS.contains(&typed.as_str()) {
        return None;
    }
    let alias = ALIASES.iter().find(|(name, _)| *name == typed).map(|(_, role)| *role);
    let meant = || {
        let name = names::did_you_mean(&typed, Role::ALL.map(Role::attribute))?;
        Role::ALL.into_iter().find(|role| role.attribute() == name)
    };
    alias.or_else(meant).map(MarkKind::Misspelt)
}

/// The role whose attribute `path` is: its plain name, or that with the path of the runtime.
fn exact(path: &Path, krate: &TokenStream) -> Option<Role> {
    Role::ALL.into_iter().find(|role| is_ours(path, role.attribute(), krate))
}

/// Whether this is another `#[gen_server]`.
pub(crate) fn is_gen_server(attr: &Attribute, krate: &TokenStream) -> bool {
    is_ours(attr.path(), "gen_server", krate)
}

/// Whether this is `#[async_trait]`.
pub(crate) fn is_async_trait(attr: &Attribute) -> bool {
    attr.path().segments.last().is_some_and(|segment| segment.ident == "async_trait")
}
