//! Golden files: each `tests/expand/<case>.rs` expands to `<case>.expanded.rs`, and what is said about the servers in
//! `tests/errors/<group>.rs` is in `<group>.txt`. `BLESS=1` rewrites them.

mod by_hand;
mod errors;
mod expand;
mod found;
mod fuzz;
mod robust;

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Item, Meta};

use crate::diag::Errors;
use crate::{agent, application, config, entry, gen_server, protocol, stray, supervisor};

/// The sources in a folder of goldens.
fn cases(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_source = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.ends_with(".rs") && !name.ends_with(".expanded.rs")
    };
    let mut cases: Vec<_> = files.filter(is_source).collect();
    cases.sort();
    cases
}

/// Compares `found` with the golden file, or rewrites that.
fn compare(golden: &Path, found: &str, different: &mut Vec<String>) {
    if std::env::var_os("BLESS").is_some() {
        fs::write(golden, found).unwrap();
    } else if fs::read_to_string(golden).ok().as_deref() != Some(found) {
        let other = std::env::temp_dir().join(golden.file_name().unwrap());
        fs::write(&other, found).unwrap();
        different.push(format!("diff {} {}", golden.display(), other.display()));
    }
}

/// An item of a source file.
enum Source {
    /// One with `#[gen_server(args)]`, or another of our attributes.
    Marked {
        by: Attr,
        args: TokenStream,
        item: TokenStream,
    },
    Other(TokenStream),
}

/// An attribute that is expanded.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Attr {
    GenServer,
    Supervisor,
    Agent,
    Application,
    Config,
    Main,
    Test,
    /// `#[call]` and its like outside of a server.
    Helper(&'static str),
    Protocol,
}

impl Attr {
    /// Those in the goldens.
    const ALL: [(&str, Self); 6] = [
        ("gen_server", Self::GenServer),
        ("supervisor", Self::Supervisor),
        ("agent", Self::Agent),
        ("application", Self::Application),
        ("config", Self::Config),
        ("protocol", Self::Protocol),
    ];

    fn expand(self, args: TokenStream, item: TokenStream) -> TokenStream {
        match self {
            Self::GenServer => gen_server::expand(args, item),
            Self::Supervisor => supervisor::expand(args, item),
            Self::Application => application::expand(args, item),
            Self::Config => config::expand(args, item),
            Self::Agent => agent::expand(args, item),
            Self::Main => entry::expand(entry::Kind::Main, args, item),
            Self::Test => entry::expand(entry::Kind::Test, args, item),
            Self::Helper("child") => stray::expand_child(item),
            Self::Helper(name) => stray::expand(name, "gen_server", item),
            Self::Protocol => protocol::expand(args, item),
        }
    }

    fn read(self, args: TokenStream, item: TokenStream, errors: &mut Errors) -> TokenStream {
        match self {
            Self::GenServer => gen_server::read(args, item, errors),
            Self::Supervisor => supervisor::read(args, item, errors),
            Self::Application => application::read(args, item, errors),
            Self::Config => config::read(args, item, errors),
            Self::Agent => agent::read(args, item, errors),
            Self::Main => entry::read(entry::Kind::Main, args, item, errors),
            Self::Test => entry::read(entry::Kind::Test, args, item, errors),
            Self::Helper("child") => stray::read_child(item, errors),
            Self::Helper(name) => stray::read(name, "gen_server", item, errors),
            Self::Protocol => protocol::read(args, item, errors),
        }
    }
}

/// The items of a source file.
fn items(text: &str) -> Vec<Source> {
    let split = |item: Item| {
        let tokens = item.into_token_stream();
        let read = |input: ParseStream| Ok((input.call(Attribute::parse_outer)?, input.parse::<TokenStream>()?));
        let (mut attrs, rest) = read.parse2(tokens.clone()).unwrap();
        let by = |attr: &Attribute| Attr::ALL.into_iter().find(|(name, _)| attr.path().is_ident(name));
        let Some((at, (_, by))) = attrs.iter().enumerate().find_map(|(at, attr)| Some((at, by(attr)?))) else {
            return Source::Other(tokens);
        };
        let args = match attrs.remove(at).meta {
            Meta::List(list) => list.tokens,
            _ => TokenStream::new(),
        };
        Source::Marked { by, args, item: quote!(#(#attrs)* #rest) }
    };
    syn::parse_file(text).unwrap().items.into_iter().map(split).collect()
}
