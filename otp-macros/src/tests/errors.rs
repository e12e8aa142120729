//! What is said about broken servers and supervisors: all of it, in the order of the source, and about no more tokens than needed.

use std::fmt::Write as _;
use std::fs;

use proc_macro2::TokenStream;

use super::{Attr, Source, cases, compare, items};
use crate::diag::Errors;
use crate::gen_server;

/// The errors in an item, each as the tokens it is about and its text.
fn report(by: Attr, args: TokenStream, item: TokenStream) -> String {
    let mut errors = Errors::default();
    let mut head = TokenStream::new();
    for token in item.clone() {
        match token {
            proc_macro2::TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace => {
                break;
            }
            token => head.extend([token]),
        }
    }
    by.read(args, item, &mut errors);
    let mut report = format!("## {}\n", crate::diag::show(head));
    for (place, error) in errors.places.iter().zip(errors.errors()) {
        let text = error.to_string().replace('\n', "\n    ");
        writeln!(report, "`{place}`\n    {text}").unwrap();
    }
    report
}

#[test]
fn errors_are_as_blessed() {
    let mut different = Vec::new();
    for case in cases("errors") {
        let mut reports = Vec::new();
        for item in items(&fs::read_to_string(&case).unwrap()) {
            if let Source::Marked { by, args, item } = item {
                reports.push(report(by, args, item));
            }
        }
        compare(&case.with_extension("txt"), &reports.join("\n"), &mut different);
    }
    assert!(different.is_empty(), "run with BLESS=1 if these are right:\n{}", different.join("\n"));
}

/// The names of the client's methods.
fn client_methods(expansion: &syn::File) -> Vec<String> {
    let is_client = |item: &syn::ItemImpl| item.trait_.is_none() && crate::diag::show(&item.self_ty).contains("Client");
    let impls = expansion.items.iter().filter_map(|item| match item {
        syn::Item::Impl(item) if is_client(item) => Some(item),
        _ => None,
    });
    let methods = impls.flat_map(|item| &item.items).filter_map(|item| match item {
        syn::ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
        _ => None,
    });
    methods.collect()
}

#[test]
fn a_broken_server_still_has_all_its_items() {
    for case in cases("errors") {
        for item in items(&fs::read_to_string(&case).unwrap()) {
            let Source::Marked { by, args, item } = item else {
                continue;
            };
            let expansion = by.expand(args, item.clone());
            let file: syn::File = syn::parse2(expansion).expect("a list of items");
            assert!(file.items.len() >= 2, "{item}: the item and its errors");
            let Some(syn::Item::Impl(first)) = file.items.first() else {
                continue;
            };
            let attrs = first.items.iter().filter_map(|item| match item {
                syn::ImplItem::Fn(method) => Some(&method.attrs),
                syn::ImplItem::Const(item) => Some(&item.attrs),
                _ => None,
            });
            for attr in attrs.flatten() {
                let name = attr.path().get_ident().map(ToString::to_string).unwrap_or_default();
                assert!(
                    !["init", "call", "cast", "start", "stop", "start_phase", "cfg_attr"].contains(&name.as_str()),
                    "{item}: {name} is left"
                );
            }
        }
    }
}

#[test]
fn a_broken_handler_leaves_a_method_for_its_callers() {
    let text = "impl Counter {
        #[init] fn init(self) -> Self {}
        #[call] fn name(&self, of: &str) -> &str {}
        #[call] fn pick<T>(&self, (a, b): (T, T)) -> impl Iterator<Item = T> where T: Copy {}
        #[call] fn good(&self) -> u8 {}
        #[cast] fn add(&mut self, by: u8) -> u8 {}
    }";
    let expansion: syn::File = syn::parse2(gen_server::expand(TokenStream::new(), text.parse().unwrap())).unwrap();
    assert_eq!(client_methods(&expansion), ["name", "pick", "good", "add"]);
    let text = prettyplease::unparse(&expansion);
    for expected in [
        "fn name(&self, of: &str) -> ::otp_runtime::Call<'_, Counter, &str>",
        "fn pick<T>(&self, _: (T, T)) -> ::otp_runtime::Call<'_, Counter, ()>",
        "fn add(&self, by: u8) {",
        "fn start() -> ::otp_runtime::Start<Counter>",
        "impl ::otp_runtime::GenServer for Counter",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    assert!(!text.contains("Name"), "a broken handler has no message");
}

#[test]
fn a_broken_supervisor_still_has_its_client_and_functions() {
    let args = "strategy = whatever, args(name: &str, (a, b): (u8, u8), rest: _), max_seconds = 0";
    let text = "pub struct Bank<'a, T> {
        #[child(args = 1)] treasury: &Account,
        #[child(restart = always)] pub(crate) till: Till<T>,
        good: Till<T>,
        good: Till<T>,
        clone: Till<T>,
    }";
    let expansion = crate::supervisor::expand(args.parse().unwrap(), text.parse().unwrap());
    let expansion: syn::File = syn::parse2(expansion).unwrap();
    assert_eq!(client_methods(&expansion), ["treasury", "till", "good", "clone"]);
    // However the lines are broken.
    let text = prettyplease::unparse(&expansion).split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in [
        "pub struct Bank<'a: 'static, T: ::core::marker::Send + 'static>",
        "pub fn treasury(&self) -> <Account as ::otp_runtime::Supervised>::Client",
        "pub(crate) fn till(&self) -> <Till<T> as ::otp_runtime::Supervised>::Client",
        "rest: impl ::core::marker::Sized",
        "pub fn start_link(",
        "::otp_runtime::Supervision for Bank<'a, T>",
        "::otp_runtime::NamedChild for Bank<'a, T>",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    assert!(!text.contains("::builder"), "nothing is made of arguments that are in error: {text}");
}

#[test]
fn a_broken_child_leaves_the_others() {
    let text = "struct Bank { #[child(args(first))] one: Till, #[child(args = first)] two: Till }";
    let args = "strategy = one_for_one, args(first: u8)".parse().unwrap();
    let expansion: syn::File = syn::parse2(crate::supervisor::expand(args, text.parse().unwrap())).unwrap();
    let text = prettyplease::unparse(&expansion);
    assert!(text.contains("supervisor.child(one))"), "{text}");
    assert!(text.contains("allow(unused_variables"), "`first` is in use as far as can be known: {text}");
}

#[test]
fn a_broken_application_is_one_all_the_same() {
    let text = "impl<'a, T> Bank<'a, T> {
        #[start] fn start(self, port: &str) {}
        #[stop] fn stop() {}
        #[start_phase] fn open(&self) -> Result<(), E> {}
    }";
    let args = "name = 5, dependencies(&Metrics, Clock), config = \"Settings\"".parse().unwrap();
    let expansion: syn::File = syn::parse2(crate::application::expand(args, text.parse().unwrap())).unwrap();
    let text = prettyplease::unparse(&expansion).split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in [
        "::otp_runtime::application::Application for Bank<'a, T>",
        "const NAME: &'static str = \"bank\"",
        "type Config = ();",
        ".depends_on_app::<Clock>() .phase(\"open\")",
        "::core::unreachable!()",
        "Self::open(self) .map_err(|error| ::otp_runtime::__private::failure(error))?",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    assert!(!text.contains("Self::stop("), "{text}");
}

#[test]
fn a_broken_config_is_one_all_the_same() {
    let text = "struct Settings<'a> { #[default] port: u16, #[default(5)] jobs: u8, name: &'a str }";
    let expansion = crate::config::expand(TokenStream::new(), text.parse().unwrap());
    let expansion: syn::File = syn::parse2(expansion).unwrap();
    let text = prettyplease::unparse(&expansion).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.starts_with("struct Settings<'a> { port: u16, jobs: u8, name: &'a str, }"), "{text}");
    assert!(text.contains("impl<'a: 'static> ::otp_runtime::application::Config for Settings<'a>"), "{text}");
    assert!(!text.contains(".set::"), "{text}");
}
