//! The expansions: as a person should see them.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use proc_macro2::TokenStream;
use quote::ToTokens as _;

use super::{Source, cases, compare, items};

/// A file with its servers expanded.
pub(super) fn expanded(text: &str) -> syn::File {
    let expand = |item| match item {
        Source::Marked { by, args, item } => by.expand(args, item),
        Source::Other(other) => other,
    };
    let expanded: TokenStream = items(text).into_iter().map(expand).collect();
    syn::parse2(expanded).expect("an expansion is a list of items")
}

#[test]
fn expansions_are_as_blessed() {
    let mut different = Vec::new();
    for case in cases("expand") {
        let file = expanded(&fs::read_to_string(&case).unwrap());
        assert_public(&file, &case);
        compare(&case.with_extension("expanded.rs"), &prettyplease::unparse(&file), &mut different);
    }
    assert!(different.is_empty(), "run with BLESS=1 if these are right:\n{}", different.join("\n"));
}

/// No signature that a user may read names what is private, and no error is in a golden.
fn assert_public(file: &syn::File, case: &Path) {
    let assert_signature = |sig: &syn::Signature| {
        let sig = sig.to_token_stream().to_string();
        assert!(!sig.contains("__private"), "{}: {sig}", case.display());
    };
    for item in &file.items {
        match item {
            syn::Item::Impl(found) => found.items.iter().for_each(|item| {
                if let syn::ImplItem::Fn(found) = item {
                    assert_signature(&found.sig);
                }
            }),
            syn::Item::Fn(found) => assert_signature(&found.sig),
            syn::Item::Macro(found) => panic!("{}: {}", case.display(), found.to_token_stream()),
            _ => {}
        }
    }
}

/// The lines of an expansion as rustfmt has them.
fn lines(text: &str) -> usize {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .current_dir(std::env::temp_dir()) // away from the settings of this project
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt is there");
    let unformatted = prettyplease::unparse(&expanded(text));
    rustfmt.stdin.take().unwrap().write_all(unformatted.as_bytes()).unwrap();
    let formatted = rustfmt.wait_with_output().unwrap();
    assert!(formatted.status.success());
    String::from_utf8(formatted.stdout).unwrap().lines().count()
}

#[test]
fn expanding_costs_a_bounded_number_of_lines() {
    let server = |body: &str| {
        lines(&format!(
            "#[gen_server] impl S {{ #[init] fn init(n: u64) -> Self {{}} #[call] fn a(&self) {{}} #[cast] fn b(&self) {{}} {body} }}"
        ))
    };
    let base = server("");
    // the handler itself is a line of each
    let more = |body: &str| server(body) - base - 1;
    let calls = [
        more("#[call] pub fn one(&mut self) -> u64 {}"),
        more("#[call] pub fn one(&mut self, amount: u64) -> u64 {}"),
        more("#[call] pub fn one(&mut self, amount: u64) -> Result<u64, Error> {}"),
    ];
    let cast = more("#[cast] pub fn one(&mut self, amount: u64) {}");
    assert!(calls.iter().all(|lines| *lines <= 16) && cast <= 12, "{calls:?} lines for a call, {cast} for a cast");
}

#[test]
fn a_child_costs_a_bounded_number_of_lines() {
    let tree =
        |children: &str| lines(&format!("#[supervisor(strategy = one_for_one)] struct S {{ a: A, {children} }}"));
    let per_child = tree("#[child(args(1), restart = transient)] b: B") - tree("");
    assert!(per_child <= 13, "{per_child} lines for a child");
}
