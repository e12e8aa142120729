//! `args(name: Type, …)`: what the supervisor is started with.

use proc_macro2::{Group, TokenStream};
use quote::quote;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Pat, Token, Type};

use crate::diag::{Errors, show};
use crate::settings::Entry;
use crate::supervisor::check;
use crate::supervisor::model::Arg;

/// Reads the arguments, and checks each.
pub(super) fn read(entry: &Entry, args: &mut Vec<Arg>, errors: &mut Errors) {
    if let Some(value) = &entry.value {
        let help = "`args(name: Type)`, with the names that the children's arguments use";
        errors.error(value, "`args` takes its arguments in brackets, without `=`", help);
        // Enough of it is there to go on with.
        if let Ok(group) = syn::parse2::<Group>(value.clone()) {
            read_list(&group, args, errors);
        }
        return;
    }
    let Some(group) = &entry.arguments else {
        errors.error(&entry.key, "`args` takes the arguments of the supervisor", "`args(name: Type)`");
        return;
    };
    read_list(group, args, errors);
}

fn read_list(group: &Group, args: &mut Vec<Arg>, errors: &mut Errors) {
    if let Err(error) = (|input: ParseStream| list(input, args, errors)).parse2(group.stream()) {
        errors.push(error);
        // There is no telling how many it has.
        args.push(unnamed(args.len()));
    }
}

fn list(input: ParseStream, args: &mut Vec<Arg>, errors: &mut Errors) -> syn::Result<()> {
    while !input.is_empty() {
        let before = errors.len();
        check::args::attributes(&input.call(Attribute::parse_outer)?, errors);
        let (pat, ty) = pattern(input, errors)?;
        let mut arg = check::args::pattern(&pat, ty.as_ref(), errors).unwrap_or_else(|| unnamed(args.len()));
        if let Some(ty) = ty {
            arg.ty = check::args::data_type(&arg, ty, errors);
        }
        if !check::args::once(&arg, args, errors) {
            arg.ident = unnamed(args.len()).ident;
        }
        arg.valid = errors.len() == before;
        args.push(arg);
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(())
}

/// `name: Type`; a type that is missing is reported.
fn pattern(input: ParseStream, errors: &mut Errors) -> syn::Result<(Pat, Option<Type>)> {
    if input.peek(Token![self]) || input.peek(Token![&]) {
        return Err(
            input.error("a supervisor has no state, so its arguments are names with their types\nhelp: `name: Type`")
        );
    }
    let pat = Pat::parse_single(input)?;
    if input.parse::<Option<Token![:]>>()?.is_some() {
        return Ok((pat, Some(input.parse()?)));
    }
    let shown = show(&pat);
    let is_name = matches!(&pat, Pat::Ident(_));
    let help = if is_name { format!("`args({shown}: Type)`") } else { "`args(name: Type)`".to_owned() };
    errors.error(&pat, "an argument is a name and its type", help);
    Ok((pat, None))
}

/// Stands for an argument without a usable name.
fn unnamed(at: usize) -> Arg {
    Arg { valid: false, mutability: None, ident: quote::format_ident!("arg_{at}"), ty: anything() }
}

/// What a function takes whatever it is given.
pub(crate) fn anything() -> Type {
    let tokens: TokenStream = quote!(impl ::core::marker::Sized);
    Type::Verbatim(tokens)
}
