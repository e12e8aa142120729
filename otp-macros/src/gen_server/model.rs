//! What a server is, to the macro: plain structs, each still holding the tokens that errors and IDEs need.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Generics, Path, Signature, Type, Visibility};

use crate::attrs::Kept;
use crate::block;
use crate::gen_server::options::{HandlerOptions, Options};

/// What a marked method does for the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Init,
    Call,
    Cast,
    Info,
    Continue,
    Terminate,
    Hibernate,
    FormatStatus,
}

/// What elsewhere marks whatever handles a message.
pub(crate) const VAGUE: [&str; 12] = [
    "handler",
    "handle",
    "handles",
    "message",
    "messages",
    "msg",
    "callback",
    "on_message",
    "handle_message",
    "handle_msg",
    "receive",
    "method",
];

impl block::marks::Role for Role {
    const BLOCK: &'static str = "gen_server";
    const NOUN: &'static str = "server";
    const A_NOUN: &'static str = "a server";
    const EXAMPLE: &'static str = "Counter";
    const ALL: &'static [Self] = &[
        Self::Init,
        Self::Call,
        Self::Cast,
        Self::Info,
        Self::Continue,
        Self::Terminate,
        Self::Hibernate,
        Self::FormatStatus,
    ];
    /// What people who know Elixir, or other crates of actors, will try.
    const ALIASES: &'static [(&'static str, Self)] = &[
        ("handle_call", Self::Call),
        ("on_call", Self::Call),
        ("ask", Self::Call),
        ("request", Self::Call),
        ("query", Self::Call),
        ("rpc", Self::Call),
        ("handle_cast", Self::Cast),
        ("on_cast", Self::Cast),
        ("tell", Self::Cast),
        ("notify", Self::Cast),
        ("command", Self::Cast),
        ("handle_info", Self::Info),
        ("on_info", Self::Info),
        ("handle_timeout", Self::Info),
        ("on_timeout", Self::Info),
        ("handle_event", Self::Info),
        ("handle_continued", Self::Continue),
        ("on_continue", Self::Continue),
        ("continue_", Self::Continue),
        ("handle_init", Self::Init),
        ("on_init", Self::Init),
        ("on_start", Self::Init),
        ("pre_start", Self::Init),
        ("started", Self::Init),
        ("start_link", Self::Init),
        ("constructor", Self::Init),
        ("handle_terminate", Self::Terminate),
        ("on_terminate", Self::Terminate),
        ("on_stop", Self::Terminate),
        ("post_stop", Self::Terminate),
        ("stopping", Self::Terminate),
        ("stopped", Self::Terminate),
        ("shutdown", Self::Terminate),
    ];
    const VAGUE: &'static [&'static str] = &VAGUE;

    fn by_result(returns: bool) -> Option<Self> {
        Some(if returns { Self::Call } else { Self::Cast })
    }

    fn attribute(self) -> &'static str {
        match self {
            Self::Init => "init",
            Self::Call => "call",
            Self::Cast => "cast",
            Self::Info => "info",
            Self::Continue => "handle_continue",
            Self::Terminate => "terminate",
            Self::Hibernate => "hibernate",
            Self::FormatStatus => "format_status",
        }
    }
}

impl Role {
    /// The roles that handle messages.
    pub(crate) fn handles_messages(self) -> bool {
        matches!(self, Self::Call | Self::Cast | Self::Info | Self::Continue)
    }

    /// The roles whose methods the client has.
    pub(crate) fn is_on_client(self) -> bool {
        matches!(self, Self::Call | Self::Cast)
    }

    /// The roles a server has one method for.
    pub(crate) fn is_single(self) -> bool {
        !self.handles_messages()
    }
}

/// What has handlers: the words for it, and what is asked of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// The `impl` block of a server.
    Server,
    /// The trait of a protocol.
    Protocol,
}

impl Subject {
    /// What a generic parameter or a bound stands on.
    pub(crate) fn place(self) -> &'static str {
        match self {
            Self::Server => "the `impl` block",
            Self::Protocol => "the trait",
        }
    }
}

/// A server; or a protocol, which has messages and a client as a server does.
pub(crate) struct Server {
    pub(crate) subject: Subject,
    pub(crate) kept: Kept,
    /// The last name of its type.
    pub(crate) ident: Ident,
    /// Its type, as written after `impl`; a protocol is told by that of its client.
    pub(crate) self_ty: Type,
    pub(crate) generics: Generics,
    pub(crate) options: Options,
    /// The names of all its functions, marked or not.
    pub(crate) functions: Vec<Ident>,
    /// The methods without a mark.
    pub(crate) unmarked: Vec<Unmarked>,
    /// The marked methods, in source order.
    pub(crate) handlers: Vec<Handler>,
}

/// A method without a mark.
pub(crate) struct Unmarked {
    pub(crate) kept: Kept,
    pub(crate) ident: Ident,
}

/// A protocol that a server speaks.
#[derive(Clone)]
pub(crate) struct Spoken {
    /// The trait, as it was written.
    pub(crate) path: Path,
    /// The name of its messages among the server's own: the last one of the path.
    pub(crate) variant: Ident,
}

/// A marked method.
pub(crate) struct Handler {
    pub(crate) role: Role,
    /// It broke no rule. If it did, only a stub is made of it, for those who use it.
    pub(crate) valid: bool,
    pub(crate) ident: Ident,
    /// The name of its message.
    pub(crate) variant: Ident,
    pub(crate) vis: Visibility,
    pub(crate) kept: Kept,
    pub(crate) sig: Signature,
    pub(crate) args: Vec<Arg>,
    pub(crate) options: HandlerOptions,
    /// `self.name()` may mean a method of some trait instead.
    pub(crate) by_path: bool,
}

/// An argument of a marked method.
pub(crate) struct Arg {
    pub(crate) kind: ArgKind,
    /// `None` for `_` and for patterns.
    pub(crate) name: Option<Ident>,
    pub(crate) ty: Type,
    /// Callers lend it: the message owns a copy of what this is a reference to.
    pub(crate) lent: Option<Type>,
    /// Its docs.
    pub(crate) kept: Kept,
}

/// What the server passes for an argument.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ArgKind {
    /// What came with the message.
    Data,
    /// The server's context.
    Context,
    /// The means to reply later.
    ReplyTo,
}

impl Server {
    /// The valid methods of one role.
    pub(crate) fn of(&self, role: Role) -> impl Iterator<Item = &Handler> + Clone {
        self.handlers.iter().filter(move |handler| handler.role == role && handler.valid)
    }

    /// Whether there is anything to handle in this role.
    pub(crate) fn has(&self, role: Role) -> bool {
        self.of(role).next().is_some() || !self.protocols(role).is_empty()
    }

    /// The protocols that have messages for this role.
    pub(crate) fn protocols(&self, role: Role) -> &[Spoken] {
        if role.is_on_client() { &self.options.protocols } else { &[] }
    }
}

impl Handler {
    pub(crate) fn is_async(&self) -> bool {
        self.sig.asyncness.is_some()
    }

    /// `.await`, if it is async.
    pub(crate) fn awaited(&self) -> TokenStream {
        if self.is_async() { quote!(.await) } else { TokenStream::new() }
    }

    /// The arguments that come with its message.
    pub(crate) fn data(&self) -> impl Iterator<Item = &Arg> + Clone {
        self.args.iter().filter(|arg| arg.kind == ArgKind::Data)
    }

    /// The names of those.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Ident> + Clone {
        self.data().filter_map(|arg| arg.name.as_ref())
    }

    /// Whether any of those is lent.
    pub(crate) fn borrows(&self) -> bool {
        self.data().any(|arg| arg.lent.is_some())
    }

    pub(crate) fn takes(&self, kind: ArgKind) -> bool {
        self.args.iter().any(|arg| arg.kind == kind)
    }

    /// The `T` of its `ReplyTo<T>`, which it replies through later.
    pub(crate) fn deferred(&self) -> Option<&Type> {
        let arg = self.args.iter().find(|arg| arg.kind == ArgKind::ReplyTo)?;
        crate::types::reply_to(&arg.ty)
    }

    /// What a call replies; `None` is `()`.
    pub(crate) fn reply(&self) -> Option<&Type> {
        crate::types::returned(&self.sig.output).or_else(|| self.deferred())
    }
}
