//! Expansions that are written by hand, for people to read: they are what the macro makes.

use std::fs;
use std::path::Path;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{ImplItem, Item};

use super::expand::expanded;
use crate::diag::show;

/// A file of the project.
fn file(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

/// The items that both texts show, each with its name: the messages, the methods of the client, the functions that start
/// the server, and the server. The client type is simpler by hand, where that is said.
fn shown(file: syn::File) -> Vec<(String, String)> {
    let mut shown = Vec::new();
    for item in file.items {
        match item {
            Item::Enum(item) => shown.push((show(&item.ident), plain(item.to_token_stream()))),
            Item::Impl(mut item) => {
                let of = item.trait_.as_ref().map(|(path, _)| show(path.segments.last()));
                let is_start = |item: &ImplItem| matches!(item, ImplItem::Fn(item) if item.sig.ident == "start");
                let is_client = show(&item.self_ty).ends_with("Client");
                if of.as_deref().is_some_and(|of| of.starts_with("GenServer") || of.starts_with("Handles"))
                    || of.is_none() && (is_client || item.items.iter().any(is_start))
                {
                    // `child` asks for `Clone` of types that the macro does not know.
                    for item in &mut item.items {
                        if let ImplItem::Fn(item) = item {
                            item.sig.generics.where_clause = None;
                        }
                    }
                    let name = format!("impl {} for {}", of.unwrap_or_default(), show(&item.self_ty));
                    shown.push((name, plain(item.to_token_stream())));
                }
            }
            _ => {}
        }
    }
    shown
}

/// Words that a path may follow without being part of it.
const KEYWORDS: [&str; 6] = ["impl", "mut", "let", "return", "for", "use"];

/// The tokens without the paths before names and without attributes other than docs, as text.
fn plain(tokens: TokenStream) -> String {
    show(shortened(tokens))
}

fn shortened(tokens: TokenStream) -> TokenStream {
    let mut short = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(colon) if colon.as_char() == ':' && colon.spacing() == proc_macro2::Spacing::Joint => {
                tokens.next();
                // What stands before `::` goes, unless it is a type.
                let before = short.last().map(ToString::to_string).unwrap_or_default();
                let is_type =
                    before.starts_with(char::is_uppercase) && !["Result", "Option"].contains(&before.as_str());
                if is_type {
                    short.extend("::".parse::<TokenStream>().unwrap());
                } else if before.starts_with(char::is_alphabetic) && !KEYWORDS.contains(&before.as_str()) {
                    short.pop();
                }
            }
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                let group = tokens.next().map(|group| group.to_string()).unwrap_or_default();
                if group.starts_with("[doc") {
                    short.extend(group.parse::<TokenStream>().unwrap());
                }
            }
            TokenTree::Group(group) => {
                short.push(Group::new(group.delimiter(), shortened(group.stream())).into());
            }
            other => short.push(other),
        }
    }
    // A comma before the end is a matter of layout.
    if matches!(short.last(), Some(TokenTree::Punct(sign)) if sign.as_char() == ',') {
        short.pop();
    }
    short.into_iter().collect()
}

fn assert_same(source: &str, by_hand: &str) {
    let made = shown(expanded(source));
    let written = shown(syn::parse_file(by_hand).unwrap());
    let names = |items: &[(String, String)]| items.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&made), names(&written));
    for ((name, made), (_, written)) in made.iter().zip(&written) {
        assert_eq!(made, written, "{name}");
    }
}

#[test]
fn the_expanded_counter_is_what_the_macro_makes() {
    assert_same(&file("examples/counter.rs"), &file("examples/counter_expanded.rs"));
}

#[test]
fn the_page_on_the_expansion_is_what_the_macro_makes() {
    let page = file("otp-runtime/src/expansion.md");
    // every other piece stands between fences; the first of these is Elixir
    let blocks = page.split("\n```").skip(1).step_by(2).skip(1);
    let seen =
        |block: &str| block.lines().skip(1).filter(|line| !line.starts_with("# ")).collect::<Vec<_>>().join("\n");
    let mut blocks = blocks.map(seen);
    let source = blocks.next().unwrap();
    assert_same(&source, &blocks.collect::<Vec<_>>().join("\n"));
}
