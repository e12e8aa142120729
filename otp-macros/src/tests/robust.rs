//! Input that is cut off, and input in unusual places: never a panic, and the item is always given back.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::{Source, cases, items};
use crate::gen_server;

/// All the prefixes of a stream, those that end inside a group included.
fn prefixes(tokens: &TokenStream) -> Vec<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut all = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let before: TokenStream = tokens[..at].iter().cloned().collect();
        all.push(before.clone());
        // Of a body, which is not looked into, one prefix is enough.
        if let TokenTree::Group(group) = token {
            let is_body = group.delimiter() == Delimiter::Brace && at + 1 != tokens.len();
            let inner = if is_body { vec![TokenStream::new()] } else { prefixes(&group.stream()) };
            all.extend(inner.into_iter().map(|inner| {
                let mut prefix = before.clone();
                prefix.extend([TokenTree::Group(Group::new(group.delimiter(), inner))]);
                prefix
            }));
        }
    }
    all
}

#[test]
fn no_prefix_of_a_server_panics() {
    for case in cases("expand").into_iter().chain(cases("errors")) {
        let text = std::fs::read_to_string(&case).unwrap();
        for source in items(&text) {
            let Source::Marked { by, args, item } = source else {
                continue;
            };
            for prefix in prefixes(&item) {
                by.expand(args.clone(), prefix);
            }
            for prefix in prefixes(&args) {
                let expansion = by.expand(prefix, item.clone());
                syn::parse2::<syn::File>(expansion).expect("a list of items");
            }
        }
    }
}

#[test]
fn an_item_in_an_invisible_group_is_looked_into() {
    let text = "impl A { #[init] fn init() -> Self {} #[call] fn get(&self) -> u8 {} }";
    let item: TokenStream = text.parse().unwrap();
    let group: TokenStream = TokenTree::Group(Group::new(Delimiter::None, item)).into();
    let expansion = gen_server::expand(TokenStream::new(), group).to_string();
    assert!(expansion.contains("ACall"), "{expansion}");
    assert!(!expansion.contains("compile_error"), "{expansion}");
}

#[test]
fn types_in_invisible_groups_are_recognised() {
    let group = |text: &str| TokenTree::Group(Group::new(Delimiter::None, text.parse().unwrap()));
    let (context, result) = (group("& mut Context<Self>"), group("Result<u8, Broken>"));
    let item = quote::quote!(impl A {
        #[init] fn init(ctx: #context) -> Self {}
        #[call] fn get(&self, ctx: #context) -> #result {}
    });
    let expansion = gen_server::expand(TokenStream::new(), item).to_string();
    assert!(!expansion.contains("compile_error"), "{expansion}");
    assert!(expansion.contains("Call < '_ , A , u8 , Broken >"), "{expansion}");
}

#[test]
fn a_supervisor_in_invisible_groups_is_looked_into() {
    let group = |text: &str| TokenTree::Group(Group::new(Delimiter::None, text.parse().unwrap()));
    let ty = group("Till<u8>");
    let item: TokenStream = quote::quote!(struct A { #[child(args(1))] till: #ty });
    let item: TokenStream = TokenTree::Group(Group::new(Delimiter::None, item)).into();
    let strategy = group("one_for_all");
    let expansion = crate::supervisor::expand(quote::quote!(strategy = #strategy), item);
    let shown = crate::diag::show(&expansion);
    assert!(!shown.contains("compile_error"), "{shown}");
    assert!(shown.contains("<Till<u8>>::child(1)") && shown.contains("OneForAll"), "{shown}");
    syn::parse2::<syn::File>(expansion).expect("a list of items");
}

#[test]
fn an_application_in_invisible_groups_is_looked_into() {
    let group = |text: &str| TokenTree::Group(Group::new(Delimiter::None, text.parse().unwrap()));
    let (config, start) = (group("Settings"), group("StartType"));
    let result = group("Result<Top<Self>, Broken>");
    let item = quote::quote!(impl Bank {
        #[start] fn start(config: #config, start: #start) -> #result {}
    });
    let item: TokenStream = TokenTree::Group(Group::new(Delimiter::None, item)).into();
    let (name, other) = (group("\"bank\""), group("Metrics"));
    let args = quote::quote!(name = #name, config = #config, dependencies(#other));
    let expansion = crate::application::expand(args, item);
    let shown = crate::diag::show(&expansion);
    assert!(!shown.contains("compile_error"), "{shown}");
    assert!(shown.contains("Self::start(config, start)") && shown.contains("depends_on_app"), "{shown}");
    let ty = group("Option<u8>");
    let item: TokenStream = quote::quote!(struct Settings { #[default(Some(1))] port: #ty, other: #ty });
    let item: TokenStream = TokenTree::Group(Group::new(Delimiter::None, item)).into();
    let shown = crate::diag::show(crate::config::expand(TokenStream::new(), item));
    assert!(shown.contains("optional::<u8>(\"other\")") && !shown.contains("compile_error"), "{shown}");
}
