//! Rules for where the attribute stands, and for the struct as a whole.

use quote::{ToTokens as _, quote};
use syn::Fields;

use crate::diag::{Errors, show};
use crate::item::Other;
use crate::supervisor::options::Options;
use crate::supervisor::parse::Declaration;

/// The attribute is on something that is not a struct.
pub(crate) fn not_a_struct(other: &Other, errors: &mut Errors) {
    let what = other.what();
    if what == "a struct" {
        // rustc has read it, and we have not.
        errors.note(other.head(), "`#[supervisor]` cannot read this struct");
        return;
    }
    let what = format!("`#[supervisor]` goes on a struct, whose fields are the children, not on {what}");
    errors.error(other.head(), what, "`struct Bank { accounts: BankAccount }`, with the type of each child");
}

/// More attributes above the struct that do not go together with ours.
pub(crate) fn given_once(declaration: &Declaration, errors: &mut Errors) {
    let name = &declaration.ident;
    for attr in &declaration.refused {
        if attr.path().is_ident("derive") {
            let what = format!("there is never a value of `{name}`, so nothing can be derived for it");
            errors.error(attr, what, "remove this; the client is `Clone` and `Debug`");
        } else {
            errors.error(attr, "one `#[supervisor]` per struct", "remove this one");
        }
    }
}

/// A strategy must be chosen.
pub(crate) fn missing_strategy(declaration: &Declaration, options: &Options, errors: &mut Errors) {
    if options.has_strategy {
        return;
    }
    let what = format!("`{}` has no strategy: who is restarted when a child crashes?", declaration.ident);
    let help = "`#[supervisor(strategy = one_for_one)]`: that child; `one_for_all`: all of them; \
                `rest_for_one`: it and those after it";
    errors.error(&declaration.ident, what, help);
}

/// Fields without names, or none in braces.
pub(crate) fn fields(declaration: &Declaration, errors: &mut Errors) {
    let name = &declaration.ident;
    match &declaration.fields {
        Fields::Named(_) => {}
        Fields::Unit => {
            let what = "the children of a supervisor are its fields";
            errors.error(
                name,
                what,
                format!("`struct {name} {{ first: Server }}`, or `struct {name} {{}}` without any"),
            );
        }
        Fields::Unnamed(fields) => {
            let types = fields.unnamed.iter().map(|field| show(&field.ty));
            let names = ["first", "second", "third"].into_iter().zip(types).map(|(name, ty)| format!("{name}: {ty}"));
            let named: Vec<_> = names.collect();
            let more = if fields.unnamed.len() > named.len() { ", …" } else { "" };
            let help = format!("`struct {name} {{ {}{more} }}`", named.join(", "));
            errors.error(fields_tokens(&declaration.fields), "children are reached by the names of their fields", help);
        }
    }
}

fn fields_tokens(fields: &Fields) -> proc_macro2::TokenStream {
    let Fields::Unnamed(fields) = fields else {
        return quote!();
    };
    let inner = fields.unnamed.to_token_stream();
    let mut tokens = proc_macro2::TokenStream::new();
    fields.paren_token.surround(&mut tokens, |tokens| tokens.extend(inner));
    tokens
}
