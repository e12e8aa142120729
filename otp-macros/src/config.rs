//! `#[config]`: the steps from a struct to the configuration of an application.

mod check;
mod expand;
mod lower;
mod model;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::diag::{Errors, expansion};
use crate::settings::{self, entries, once, unknown, value_of};
use crate::structs;
use model::DEFAULT;

/// The expansion. It cannot fail: whatever is wrong, the item is given back first, and the errors come last.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    expansion(|errors| read(args, item, errors))
}

/// The item and what is made from it.
pub(crate) fn read(args: TokenStream, item: TokenStream, errors: &mut Errors) -> TokenStream {
    let krate = options(args, errors);
    match structs::parse(item) {
        Ok((item, broken)) => {
            let (item, config) = lower::lower(item, &broken, krate, errors);
            let (item, config) = (broken.given_back(&item), expand::config(&config));
            quote!(#item #config)
        }
        Err(other) => {
            check::not_a_struct(&other, errors);
            // That of `#[derive(Default)]` on an enum is another.
            if other.what() == "an enum" { other.tokens } else { DEFAULT.without_marks(other.tokens, &krate) }
        }
    }
}

/// The path of the runtime, which is the only option.
fn options(args: TokenStream, errors: &mut Errors) -> TokenStream {
    let mut krate = quote!(::otp_runtime);
    let mut seen: Vec<Ident> = Vec::new();
    for entry in entries(args, errors) {
        if ["prefix", "name", "env", "app"].iter().any(|name| entry.key == name) {
            let what = "variables and keys begin with the name of the application";
            let help = "`#[application(name = \"my_bank\", config = …)]` reads `MY_BANK_PORT`";
            errors.error(&entry.key, what, help);
            continue;
        }
        if entry.key != "crate" {
            unknown(&entry.key, ["crate"], errors);
            continue;
        }
        if !once(&entry.key, &mut seen, errors) {
            continue;
        }
        let Some(value) = value_of(&entry, "crate = ::otp_runtime", errors) else {
            continue;
        };
        match settings::crate_path(&value) {
            Ok(path) => krate = path,
            Err((what, help)) => errors.error(&value, what, help),
        }
    }
    krate
}
