//! The options of `#[otp_runtime::main(…)]` and `#[otp_runtime::test(…)]`, named as tokio names them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Lit;

use crate::diag::{Errors, show};
use crate::entry::Kind;
use crate::settings::{Entry, Wrong, crate_path, entries_or_calls, once, unknown, value_of};

/// What stands in the parentheses.
pub(super) struct Options {
    /// `Some(0)` is this thread alone.
    pub(super) workers: Option<usize>,
    pub(super) paused: bool,
    pub(super) krate: TokenStream,
}

/// Reads the options; a wrong one is reported and left out.
pub(super) fn parse(kind: Kind, args: TokenStream, errors: &mut Errors) -> Options {
    // A test has a thread to itself unless it asks for more.
    let workers = if kind == Kind::Test { Some(0) } else { None };
    let mut options = Options { workers, paused: false, krate: quote!(::otp_runtime) };
    // The options that ask for one thread, and for several.
    let (mut one_thread, mut several_threads) = (None, None);
    let mut seen: Vec<Ident> = Vec::new();
    for entry in entries_or_calls(args, errors) {
        match (entry.key.to_string().as_str(), kind) {
            ("paused", Kind::Test) if once(&entry.key, &mut seen, errors) => {
                options.paused |= is_paused(&entry, errors)
            }
            ("flavor" | "worker_threads" | "crate", _) if once(&entry.key, &mut seen, errors) => {
                read(&entry, &mut options, [&mut one_thread, &mut several_threads], errors);
            }
            ("paused", Kind::Test) | ("flavor" | "worker_threads" | "crate", _) => {}
            (name, _) => match elsewhere(kind, name) {
                Some((what, help)) => errors.error(&entry.key, what, help),
                None if kind == Kind::Test => {
                    unknown(&entry.key, ["paused", "flavor", "worker_threads", "crate"], errors);
                }
                None => unknown(&entry.key, ["flavor", "worker_threads", "crate"], errors),
            },
        }
    }
    if let Some(key) = several_threads.as_ref().filter(|_| options.paused) {
        errors.error(key, "paused time needs a single thread", "leave this option out, or leave `paused` out");
        options.workers = Some(0);
    } else if let (Some(_), Some(key)) = (one_thread, several_threads) {
        let help = "leave this option out, or write `flavor = \"multi_thread\"`";
        errors.error(&key, "the flavor `current_thread` has a single thread", help);
        options.workers = Some(0);
    }
    options
}

/// What else there is to say of a name that is none of an option.
fn elsewhere(kind: Kind, name: &str) -> Option<Wrong> {
    let (what, help) = match (kind, name) {
        (Kind::Test, "start_paused") => {
            ("unknown option `start_paused`; did you mean `paused`?", "`#[otp_runtime::test(paused)]`")
        }
        (Kind::Main, "paused" | "start_paused") => ("only a test can pause time", "remove it"),
        (_, "threads" | "workers") => {
            return Some((
                format!("unknown option `{name}`; did you mean `worker_threads`?"),
                "`worker_threads = 2`".to_owned(),
            ));
        }
        (_, "current_thread" | "multi_thread") => {
            return Some((format!("`{name}` is a value of `flavor`"), format!("`flavor = \"{name}\"`")));
        }
        _ => return None,
    };
    Some((what.to_owned(), help.to_owned()))
}

/// `paused`, by itself.
fn is_paused(entry: &Entry, errors: &mut Errors) -> bool {
    if !entry.is_alone() {
        let (key, value, arguments) = (&entry.key, &entry.value, &entry.arguments);
        let at = Some(quote!(#value #arguments)).filter(|at| !at.is_empty()).unwrap_or_else(|| quote!(#key));
        errors.error(at, "`paused` takes no value", "`#[otp_runtime::test(paused)]`");
    }
    true
}

fn read(entry: &Entry, options: &mut Options, [one, several]: [&mut Option<Ident>; 2], errors: &mut Errors) {
    let (name, example) = match entry.key.to_string().as_str() {
        "flavor" => ("flavor", "flavor = \"multi_thread\""),
        "worker_threads" => ("worker_threads", "worker_threads = 2"),
        _ => ("crate", "crate = ::otp_runtime"),
    };
    let Some(value) = value_of(entry, example, errors) else { return };
    let set = match name {
        "flavor" => flavor(&value).map(|has_several| {
            options.workers = if has_several { options.workers.filter(|workers| *workers > 0) } else { Some(0) };
            *(if has_several { several } else { one }) = Some(entry.key.clone());
        }),
        "worker_threads" => threads(&value).map(|threads| {
            options.workers = Some(threads);
            *several = Some(entry.key.clone());
        }),
        _ => crate_path(&value).map(|path| options.krate = path),
    };
    if let Err((what, help)) = set {
        errors.error(&value, what, help);
    }
}

/// Whether there are several threads.
fn flavor(value: &TokenStream) -> Result<bool, Wrong> {
    match syn::parse2::<Lit>(value.clone()) {
        Ok(Lit::Str(text)) if text.value() == "current_thread" => return Ok(false),
        Ok(Lit::Str(text)) if text.value() == "multi_thread" => return Ok(true),
        _ => {}
    }
    let typed = show(value);
    if ["current_thread", "multi_thread"].contains(&typed.as_str()) {
        return Err(("`flavor` takes a string, as tokio's does".to_owned(), format!("`flavor = \"{typed}\"`")));
    }
    let help = "`flavor = \"current_thread\"` or `flavor = \"multi_thread\"`".to_owned();
    Err((format!("there is no flavor `{}`", typed.trim_matches('"')), help))
}

fn threads(value: &TokenStream) -> Result<usize, Wrong> {
    let help = || "`worker_threads = 2`".to_owned();
    match syn::parse2::<Lit>(value.clone()) {
        Ok(Lit::Int(number)) => match number.base10_parse::<usize>() {
            Ok(0) => Err(("`worker_threads` must be at least 1".to_owned(), help())),
            Ok(threads) => Ok(threads),
            Err(_) => Err(("`worker_threads` takes a number of threads".to_owned(), help())),
        },
        Ok(Lit::Str(text)) if text.value().parse::<usize>().is_ok_and(|threads| threads > 0) => Err((
            "`worker_threads` takes an integer, not a string".to_owned(),
            format!("`worker_threads = {}`", text.value()),
        )),
        _ => Err(("`worker_threads` takes a number of threads".to_owned(), help())),
    }
}
