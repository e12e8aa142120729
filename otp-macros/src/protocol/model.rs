//! What a protocol is, to the macro: its trait, and the messages, which are those of a server.

use proc_macro2::{Span, TokenStream};
use syn::{Attribute, ItemTrait};

use crate::block::{self, Item};
use crate::gen_server::model::{Role, Server, VAGUE};

/// A mark on a method. All that servers know are recognised; those that a protocol has no place for are reported.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark(pub(crate) Role);

impl block::marks::Role for Mark {
    const BLOCK: &'static str = "protocol";
    const NOUN: &'static str = "protocol";
    const A_NOUN: &'static str = "a protocol";
    const EXAMPLE: &'static str = "Ledger";
    const ALL: &'static [Self] = &[
        Self(Role::Call),
        Self(Role::Cast),
        Self(Role::Init),
        Self(Role::Info),
        Self(Role::Continue),
        Self(Role::Terminate),
        Self(Role::Hibernate),
        Self(Role::FormatStatus),
    ];
    const ALIASES: &'static [(&'static str, Self)] = &[
        ("handle_call", Self(Role::Call)),
        ("ask", Self(Role::Call)),
        ("handle_cast", Self(Role::Cast)),
        ("tell", Self(Role::Cast)),
        ("handle_info", Self(Role::Info)),
    ];
    const VAGUE: &'static [&'static str] = &VAGUE;

    fn by_result(returns: bool) -> Option<Self> {
        Role::by_result(returns).map(Self)
    }

    fn attribute(self) -> &'static str {
        self.0.attribute()
    }
}

impl From<Mark> for Role {
    fn from(mark: Mark) -> Role {
        mark.0
    }
}

/// A protocol.
pub(crate) enum Protocol {
    /// Its trait, and its messages.
    Known(Box<Known>),
    /// A trait that could not be read, as it is given back.
    Unread(TokenStream),
}

pub(crate) struct Known {
    /// Without items, and without what a protocol cannot have.
    pub(crate) header: ItemTrait,
    /// The trait with its parameters.
    pub(crate) path: TokenStream,
    /// The place of its braces.
    pub(crate) body: Span,
    pub(crate) inner: Vec<Attribute>,
    /// The items that are given back.
    pub(crate) items: Vec<Item<Mark>>,
    /// Its messages and its client.
    pub(crate) messages: Server,
    /// Whether rustc may be told what to say of a server that does not implement it.
    pub(crate) has_diagnostics: bool,
}
