//! Helper attributes on fields: telling them from other attributes.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::{Attribute, Field, Meta, Path, Token};

use crate::attrs::is_ours;
use crate::diag::{Errors, show};
use crate::item::visible;
use crate::names;

/// What a macro calls its attribute for fields.
pub(crate) struct Helper {
    /// `child`.
    pub(crate) name: &'static str,
    /// Other names that people will try.
    pub(crate) aliases: &'static [&'static str],
    /// The attribute of the struct: `supervisor`.
    pub(crate) of: &'static str,
}

/// A helper attribute, or what was meant to be one.
pub(crate) struct Mark {
    pub(crate) attr: Attribute,
    pub(crate) kind: MarkKind,
}

pub(crate) enum MarkKind {
    Right,
    /// `#[chid]`.
    Misspelt,
    /// `#[cfg_attr(…, child)]`; the path of the helper.
    Conditional(Path),
}

/// The name of a field. syn takes `_` for one, which nothing can be read from.
pub(crate) fn name(field: &Field, errors: &mut Errors) -> Option<Ident> {
    let ident = field.ident.clone()?;
    if ident == "_" {
        let help = format!("`name: {}`", show(&field.ty));
        errors.error(&ident, "a field needs a name here", help);
        return None;
    }
    Some(ident)
}

impl Helper {
    /// Takes the marks out of the attributes of a field.
    pub(crate) fn split(&self, field: &mut Field, krate: &TokenStream) -> Vec<Mark> {
        let mut marks = Vec::new();
        for attr in std::mem::take(&mut field.attrs) {
            match self.kind(&attr, krate) {
                Some(kind) => marks.push(Mark { attr, kind }),
                None => field.attrs.push(attr),
            }
        }
        marks
    }

    fn kind(&self, attr: &Attribute, krate: &TokenStream) -> Option<MarkKind> {
        if attr.path().is_ident("cfg_attr") {
            let metas = attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
            let mark = metas.iter().skip(1).find(|meta| is_ours(meta.path(), self.name, krate));
            return mark.map(|mark| MarkKind::Conditional(mark.path().clone()));
        }
        if is_ours(attr.path(), self.name, krate) {
            return Some(MarkKind::Right);
        }
        let typed = attr.path().get_ident()?.to_string();
        let meant = self.aliases.contains(&typed.as_str());
        (meant || names::did_you_mean(&typed, [self.name]).is_some()).then_some(MarkKind::Misspelt)
    }

    /// Reports a mark that is not spelt as it should be; whether it is.
    pub(crate) fn is_right(&self, mark: &Mark, errors: &mut Errors) -> bool {
        let Self { name, of, .. } = self;
        match &mark.kind {
            MarkKind::Right => return true,
            MarkKind::Misspelt => {
                let what = format!("unknown attribute `{}`; did you mean `#[{name}]`?", show(mark.attr.path()));
                errors.error(mark.attr.path(), what, format!("write `#[{name}]`"));
            }
            MarkKind::Conditional(path) => {
                let help = format!("write `#[cfg(…)]` and `#[{name}]` on two fields, one for each case");
                errors.error(path, format!("`#[{of}]` cannot look into `cfg_attr`"), help);
            }
        }
        false
    }

    /// An item that is no struct, without the marks in it: rustc knows of none.
    pub(crate) fn without_marks(&self, tokens: TokenStream, krate: &TokenStream) -> TokenStream {
        let is_hash =
            |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(sign)) if sign.as_char() == '#');
        let (mut kept, mut follows_hash) = (Vec::new(), false);
        for token in tokens {
            let Some(last) = visible(token.clone().into()).last() else {
                kept.push(token);
                continue;
            };
            let after_hash = std::mem::replace(&mut follows_hash, is_hash(Some(&last)));
            match token {
                TokenTree::Group(group) if after_hash && is_hash(kept.last()) && self.is_mark(&group, krate) => {
                    kept.pop();
                }
                // What stands in another attribute is not ours.
                TokenTree::Group(group) if after_hash => kept.push(group.into()),
                TokenTree::Group(group) => {
                    let mut copy = Group::new(group.delimiter(), self.without_marks(group.stream(), krate));
                    copy.set_span(group.span());
                    kept.push(copy.into());
                }
                other => kept.push(other),
            }
        }
        kept.into_iter().collect()
    }

    fn is_mark(&self, group: &Group, krate: &TokenStream) -> bool {
        let meta = Some(group).filter(|group| group.delimiter() == Delimiter::Bracket);
        meta.and_then(|group| syn::parse2::<Meta>(group.stream()).ok())
            .is_some_and(|meta| is_ours(meta.path(), self.name, krate))
    }
}
