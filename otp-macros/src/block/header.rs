//! Rules for where the attribute of a block stands, and for the line with `impl`.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{GenericParam, ItemImpl, PathArguments, Type};

use crate::block::Block;
use crate::block::marks::{self, Role};
use crate::diag::{Errors, show};
use crate::item::Other;
use crate::types;

/// The attribute is on something that is not an `impl` block.
pub(super) fn not_an_impl<R: Role>(other: &Other, errors: &mut Errors) {
    let what = other.what();
    if what == "an `impl` block" {
        // rustc has read it, and we have not.
        return errors.note(other.head(), format!("`#[{}]` cannot read this `impl` block", R::BLOCK));
    }
    let is_type = matches!(what, "a struct" | "an enum" | "a union");
    let name = other.name.as_ref().filter(|_| is_type);
    let owner = name.map_or_else(|| R::EXAMPLE.to_owned(), ToString::to_string);
    let help = format!("move it to `impl {owner} {{ … }}`");
    errors.error(other.head(), format!("`#[{}]` goes on an `impl` block, not on {what}", R::BLOCK), help);
}

/// The header, and the name in it if it is a good one; `None` for the impl of a trait, since what is in there was not
/// written for us.
pub(crate) fn inherent<'a, R: Role>(block: &'a Block<R>, errors: &mut Errors) -> Option<(&'a ItemImpl, Option<Ident>)> {
    given_once(block, errors);
    let header = match &block.header {
        Ok(header) => header,
        Err(error) => {
            errors.push(error.clone());
            return None;
        }
    };
    let ident = type_name::<R>(header, errors);
    header.trait_.is_none().then_some((header, ident))
}

/// More attributes above the block that do not go together with ours.
fn given_once<R: Role>(block: &Block<R>, errors: &mut Errors) {
    for attr in &block.refused {
        if marks::is_async_trait(attr) {
            let what = format!("`#[async_trait]` does not go with `#[{}]`", R::BLOCK);
            errors.error(attr, what, "remove it: `async fn` works as it is");
        } else {
            errors.error(attr, format!("one `#[{}]` per `impl` block", R::BLOCK), "remove this one");
        }
    }
}

/// The name of the type, if the header is one of an inherent impl of a named type that borrows nothing.
fn type_name<R: Role>(header: &ItemImpl, errors: &mut Errors) -> Option<Ident> {
    let before = errors.len();
    if let Some(default) = &header.modifiers.defaultness {
        errors.error(default, format!("{} impl cannot be `default`", R::A_NOUN), "remove `default`");
    }
    if let Some(unsafety) = &header.unsafety {
        errors.error(unsafety, format!("{} impl cannot be `unsafe`", R::A_NOUN), "remove `unsafe`");
    }
    if header.modifiers.defaultness.is_none()
        && header.modifiers.polarity.is_none()
        && let Err(error) = header.modifiers.require_empty()
    {
        errors.push(error);
    }
    borrows::<R>(header, errors);
    let owner = show(&header.self_ty);
    if let Some((path, for_token)) = &header.trait_ {
        let polarity = &header.modifiers.polarity;
        let what = format!("`#[{}]` needs an inherent impl, not an impl of `{}`", R::BLOCK, show(path));
        errors.error(quote!(#polarity #path #for_token), what, format!("write `impl {owner} {{ … }}`"));
    }
    let path = match types::bare(&header.self_ty) {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        _ => None,
    };
    let Some(segment) = path else {
        let help = format!("put the state in a struct: `struct {0} {{ … }}` and `impl {0} {{ … }}`", R::EXAMPLE);
        errors.error(&header.self_ty, format!("the {} state must be a named type", R::NOUN), help);
        return None;
    };
    (errors.len() == before).then(|| segment.ident.clone())
}

/// A lifetime, of the impl or in the type.
fn borrows<R: Role>(header: &ItemImpl, errors: &mut Errors) {
    let what = format!("{} must be `'static`, and `{}` borrows", R::A_NOUN, show(&header.self_ty));
    let help = "own the data, or share it with `Arc`";
    let before = errors.len();
    for param in &header.generics.params {
        if let GenericParam::Lifetime(param) = param {
            errors.error(param, &what, help);
        }
    }
    if errors.len() > before {
        return;
    }
    for lifetime in lifetimes(&header.self_ty) {
        errors.error(lifetime, &what, help);
    }
}

/// The lifetimes among the arguments of a path, `'static` left out.
fn lifetimes(ty: &Type) -> Vec<TokenStream> {
    let Some(segment) = types::last_segment(ty) else {
        return Vec::new();
    };
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return Vec::new();
    };
    let lifetimes = arguments.args.iter().filter_map(|argument| match argument {
        syn::GenericArgument::Lifetime(lifetime) if lifetime.ident != "static" => Some(lifetime.to_token_stream()),
        _ => None,
    });
    lifetimes.collect()
}
