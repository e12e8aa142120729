//! The expansions: as a person should see them.

use std::fs;
use std::path::Path;

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

#[test]
fn expanding_costs_a_bounded_number_of_lines() {
    let lines = |body: &str| {
        let text = format!(
            "#[gen_server] impl S {{ #[init] fn init() -> Self {{}} #[call] fn a(&self) {{}} #[cast] fn b(&self) {{}} {body} }}"
        );
        prettyplease::unparse(&expanded(&text)).lines().count()
    };
    let base = lines("");
    let per_call = lines("#[call] pub fn one(&mut self, amount: u64) -> u64 {}") - base;
    let per_cast = lines("#[cast] pub fn one(&mut self, amount: u64) {}") - base;
    assert!(per_call <= 28 && per_cast <= 14, "{per_call} lines for a call, {per_cast} for a cast");
}

#[test]
fn a_child_costs_a_bounded_number_of_lines() {
    let lines = |children: &str| {
        let text = format!("#[supervisor(strategy = one_for_one)] struct S {{ a: A, {children} }}");
        prettyplease::unparse(&expanded(&text)).lines().count()
    };
    let per_child = lines("#[child(args(1), restart = transient)] b: B") - lines("");
    assert!(per_child <= 13, "{per_child} lines for a child");
}
