//! The helper attributes on the methods of a block: telling them from other attributes.

use proc_macro2::TokenStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, Token};

use crate::attrs::is_ours;
use crate::names;

/// What the methods of a block can be marked as.
pub(crate) trait Role: Copy + PartialEq + 'static {
    /// The attribute of the block: `gen_server`.
    const BLOCK: &'static str;
    /// What becomes of the type: `server`.
    const NOUN: &'static str;
    /// The same with its article.
    const A_NOUN: &'static str;
    /// A name for such a type, for examples.
    const EXAMPLE: &'static str;
    const ALL: &'static [Self];
    /// Other names that people will try.
    const ALIASES: &'static [(&'static str, Self)];
    /// Names that say no more than that something is handled.
    const VAGUE: &'static [&'static str] = &[];

    /// What a method with a vague mark was probably meant to be, by whether it returns something.
    fn by_result(returns: bool) -> Option<Self> {
        let _ = returns;
        None
    }

    /// The name of its helper attribute.
    fn attribute(self) -> &'static str;

    /// What to write for one with options, if there are none.
    fn without_options(self) -> Option<String> {
        None
    }
}

/// An attribute that is for the macro, or was meant to be.
pub(crate) struct Mark<R> {
    pub(crate) attr: Attribute,
    pub(crate) kind: MarkKind<R>,
}

pub(crate) enum MarkKind<R> {
    /// `#[call]`.
    Role(R),
    /// `#[cal]`.
    Misspelt(R),
    /// `#[message]`, and what that probably is.
    Vague(R),
    /// `#[cfg_attr(…, call)]`; the path of the helper.
    Conditional(R, Path),
}

impl<R: Role> Mark<R> {
    /// What it says, or was meant to say.
    pub(crate) fn role(&self) -> R {
        match self.kind {
            MarkKind::Role(role)
            | MarkKind::Misspelt(role)
            | MarkKind::Vague(role)
            | MarkKind::Conditional(role, _) => role,
        }
    }

    /// Settles a vague mark, now that it is known whether its method returns something: only a call can.
    pub(crate) fn settle(&mut self, returns: bool) {
        if matches!(self.kind, MarkKind::Vague(_))
            && returns
            && let Some(role) = R::by_result(returns)
        {
            self.kind = MarkKind::Misspelt(role);
        }
    }
}

/// Attributes of Rust that are close to one of ours.
const OTHERS: [&str; 3] = ["cold", "test", "inline"];

/// Takes the marks out of `attrs`.
pub(crate) fn split<R: Role>(attrs: Vec<Attribute>, krate: &TokenStream) -> (Vec<Mark<R>>, Vec<Attribute>) {
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

fn kind<R: Role>(attr: &Attribute, krate: &TokenStream) -> Option<MarkKind<R>> {
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
    if R::VAGUE.contains(&typed.as_str()) {
        return R::by_result(false).map(MarkKind::Vague);
    }
    let alias = R::ALIASES.iter().find(|(name, _)| *name == typed).map(|(_, role)| *role);
    let meant = || {
        let name = names::did_you_mean(&typed, R::ALL.iter().map(|role| role.attribute()))?;
        R::ALL.iter().copied().find(|role| role.attribute() == name)
    };
    alias.or_else(meant).map(MarkKind::Misspelt)
}

/// The role whose attribute `path` is: its plain name, or that with the path of the runtime.
fn exact<R: Role>(path: &Path, krate: &TokenStream) -> Option<R> {
    R::ALL.iter().copied().find(|role| is_ours(path, role.attribute(), krate))
}

/// Whether this is `#[async_trait]`.
pub(crate) fn is_async_trait(attr: &Attribute) -> bool {
    attr.path().segments.last().is_some_and(|segment| segment.ident == "async_trait")
}
