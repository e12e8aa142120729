//! Numbers: literals are looked at, other expressions are left to the compiler.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::{Expr, ExprLit, Lit, UnOp};

use crate::settings::{self, Setting, Wrong};

/// The least value that means something.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Least {
    Zero,
    One,
}

/// `.name(value)`.
pub(super) fn number(name: &str, value: &TokenStream, least: Least) -> Result<Setting, Wrong> {
    let value = checked(name, value, least)?;
    let method = Ident::new(name, Span::call_site());
    Ok(settings::fixed(quote!(.#method(#value))))
}

/// The value, unless it is plainly no number.
pub(super) fn checked(name: &str, value: &TokenStream, least: Least) -> Result<TokenStream, Wrong> {
    let example = match name {
        "max_restarts" => 3,
        "partitions" => 8,
        "max_children" => 100,
        _ => 5,
    };
    let help = || format!("`{name} = {example}`");
    let Ok(expr) = syn::parse2::<Expr>(value.clone()) else {
        return Err((format!("`{name}` takes an integer"), help()));
    };
    if let Expr::Unary(unary) = &expr
        && matches!(unary.op, UnOp::Neg(_))
    {
        return Err((format!("`{name}` takes an integer, and none is negative"), help()));
    }
    if value.to_string() == "infinity" {
        return Err((format!("`{name}` takes an integer"), "leave it out for the default".to_owned()));
    }
    let Expr::Lit(ExprLit { lit, .. }) = &expr else {
        return Ok(value.clone());
    };
    let int = match lit {
        Lit::Int(int) => int,
        Lit::Str(text) => {
            let number = text.value().trim().parse::<u64>().map_or_else(|_| help(), |n| format!("`{name} = {n}`"));
            return Err((format!("`{name}` takes an integer, not a string"), number));
        }
        _ => return Err((format!("`{name}` takes an integer"), help())),
    };
    let digits = int.base10_digits();
    if !["", "u8", "u16", "u32", "u64", "usize"].contains(&int.suffix()) {
        let what = if name == "max_seconds" { "a whole number of seconds" } else { "an integer" };
        return Err((format!("`{name}` takes {what}"), format!("`{name} = {digits}`")));
    }
    if least == Least::One && digits == "0" {
        return Err((format!("`{name}` must be at least 1"), help()));
    }
    if int.base10_parse::<u64>().is_err() {
        return Err((format!("`{name}` is too large"), help()));
    }
    Ok(lit.to_token_stream())
}
