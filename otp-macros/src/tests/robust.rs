//! Input that is cut off, and input in unusual places: never a panic, and the item is always given back.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::fuzz::examine;
use super::{Source, cases, items};
use crate::gen_server;

/// All the prefixes of a stream, those that end inside a group included.
fn prefixes(tokens: &TokenStream) -> Vec<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut all = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let before: TokenStream = tokens[..at].iter().cloned().collect();
        all.push(before.clone());
        if let TokenTree::Group(group) = token {
            let inner = if is_body(&tokens, at) { vec![TokenStream::new()] } else { prefixes(&group.stream()) };
            all.extend(inner.into_iter().map(|inner| {
                let mut prefix = before.clone();
                prefix.extend([TokenTree::Group(Group::new(group.delimiter(), inner))]);
                prefix
            }));
        }
    }
    all
}

/// Whether the group there is the body of a function, into which no macro looks: one way to cut it is enough.
fn is_body(tokens: &[TokenTree], at: usize) -> bool {
    matches!(&tokens[at], TokenTree::Group(group) if group.delimiter() == Delimiter::Brace) && at + 1 != tokens.len()
}

/// The stream with one of its groups cut short, in every way: all else is there.
fn cut_short(tokens: &TokenStream) -> Vec<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut all = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let inner = if is_body(&tokens, at) { TokenStream::new() } else { group.stream() };
        let inside: Vec<TokenTree> = inner.clone().into_iter().collect();
        let truncated = (0..inside.len()).map(|len| inside[..len].iter().cloned().collect());
        all.extend(truncated.chain(cut_short(&inner)).map(|inner: TokenStream| {
            let cut = TokenTree::Group(Group::new(group.delimiter(), inner));
            tokens[..at].iter().cloned().chain([cut]).chain(tokens[at + 1..].iter().cloned()).collect()
        }));
    }
    all
}

#[test]
fn half_typed_items_survive() {
    for case in cases("expand") {
        let text = std::fs::read_to_string(&case).unwrap();
        for source in items(&text) {
            let Source::Marked { by, args, item } = source else {
                continue;
            };
            for half in prefixes(&item).into_iter().chain(cut_short(&item)) {
                examine(by, &args, &half).unwrap_or_else(|error| panic!("{half}\n{error}"));
            }
            for half in prefixes(&args).into_iter().chain(cut_short(&args)) {
                examine(by, &half, &item).unwrap_or_else(|error| panic!("{half}\n{error}"));
            }
        }
    }
}

/// Methods of a server, each with a name, and whether its client has it.
const METHODS: [(&str, &str, bool); 6] = [
    (
        "new",
        "#[init] pub fn new(start: u64, ctx: &mut Context<Self>) -> Result<Self, Error> { Ok(Self { start }) }",
        false,
    ),
    ("get", "#[call] pub fn get(&self, key: String) -> Option<u64> { self.all.get(&key).copied() }", true),
    ("put", "#[cast] async fn put(&mut self, key: String, value: (u64, u64)) { self.all.insert(key, value); }", true),
    ("take", "#[call(timeout = 5s)] pub(crate) fn take(&mut self, how: [u8; 2]) -> Result<u64, Error> { Ok(1) }", true),
    ("tick", "#[info] fn tick(&mut self, _: Tick) { self.put(\"now\", (1, 2)) }", false),
    ("sum", "fn sum(&self, of: &[u64]) -> u64 { of.iter().sum() }", false),
];

#[test]
fn a_half_typed_method_leaves_the_others() {
    for (at, (half_typed, text, _)) in METHODS.iter().enumerate() {
        let method: TokenStream = text.parse().unwrap();
        // Up to its `fn`, what stands there belongs to the next one.
        let begun = |half: &TokenStream| half.to_string().contains("fn");
        for half in prefixes(&method).into_iter().chain(cut_short(&method)).filter(begun) {
            let others = |range: std::ops::Range<usize>| -> TokenStream {
                METHODS[range].iter().map(|(_, text, _)| text.parse::<TokenStream>().unwrap()).collect()
            };
            let (before, after) = (others(0..at), others(at + 1..METHODS.len()));
            let item = quote::quote!(impl Store { #before #half #after });
            let expansion = gen_server::expand(TokenStream::new(), item);
            let made = expansion.to_string();
            for (name, _, is_on_client) in METHODS.iter().filter(|(name, ..)| name != half_typed) {
                assert!(made.contains(&format!("fn {name} (")), "{name} of {half}: {made}");
                let is_there = made.contains(&format!("\"{name}\""));
                assert!(is_there || !is_on_client, "{name} is not on the client of {half}: {made}");
                let variant = match *name {
                    "get" => "Get {",
                    "put" => "Put {",
                    "take" => "Take {",
                    _ => continue,
                };
                assert!(made.contains(variant), "{variant} of {half}: {made}");
            }
            for there in [
                "enum StoreCall",
                "enum StoreReply",
                "enum StoreCast",
                "GenServer for Store",
                "struct StoreClient",
                "fn start_link",
            ] {
                let lost = half_typed == &"put" && there == "enum StoreCast";
                assert!(made.contains(there) || lost, "{there} of {half}: {made}");
            }
        }
    }
}

/// Fields of a supervisor, an agent or a config, each with its name.
const FIELDS: [(&str, &str); 4] = [
    ("first", "#[doc = \"one\"] pub first: Store<u8, Vec<u8>>,"),
    ("second", "pub(crate) second: std::collections::HashMap<String, [u8; 2]>,"),
    ("third", "third: Option<(u64, fn(u8) -> u8)>,"),
    ("fourth", "#[cfg(unix)] pub fourth: u64,"),
];

/// For each way in which one of the fields may be half typed, what a macro makes of it, and the names of those that must be
/// there all the same.
fn half_typed_fields(by: super::Attr, args: &str) -> Vec<(String, Vec<&'static str>)> {
    let mut all = Vec::new();
    for (at, (half_typed, text)) in FIELDS.iter().enumerate() {
        let text: TokenStream = text.parse().unwrap();
        // Without its comma a field may well take a part of the next one for its own, so that one is not asked for.
        let halves = prefixes(&text).into_iter().chain(cut_short(&text)).filter(|half| !half.is_empty());
        for half in halves {
            let others = |range: std::ops::Range<usize>| -> TokenStream {
                FIELDS[range].iter().map(|(_, text)| text.parse::<TokenStream>().unwrap()).collect()
            };
            let (before, after) = (others(0..at), others(at + 1..FIELDS.len()));
            let item = quote::quote!(pub struct Store { #before #half #after });
            let args: TokenStream = args.parse().unwrap();
            examine(by, &args, &item).unwrap_or_else(|error| panic!("{half}\n{error}"));
            let made = by.expand(args, item).to_string();
            let is_whole = half.to_string().ends_with(',');
            let next = FIELDS.get(at + 1).map(|(name, _)| *name).filter(|_| !is_whole);
            let names = FIELDS.iter().map(|(name, _)| *name);
            let there = names.filter(|name| name != half_typed && Some(*name) != next).collect();
            all.push((format!("{half} makes {made}"), there));
        }
    }
    all
}

#[test]
fn a_half_typed_field_leaves_the_others() {
    for (by, args, mut there) in [
        (super::Attr::Supervisor, "strategy = one_for_one", vec!["Supervision for Store", "struct StoreClient"]),
        (super::Attr::Agent, "", vec!["AgentKind for Store", "struct StoreClient"]),
        (super::Attr::Config, "", vec!["Config for Store"]),
    ] {
        there.push("struct Store");
        for (made, names) in half_typed_fields(by, args) {
            for name in names {
                let accessor = match by {
                    super::Attr::Supervisor => format!("fn {name} (& self)"),
                    super::Attr::Agent if name != "third" => format!("fn set_{name} (& self"),
                    _ => format!("{name} :"),
                };
                assert!(made.contains(&accessor), "{accessor} of {by:?}: {made}");
            }
            for part in &there {
                assert!(made.contains(part), "{part} of {by:?}: {made}");
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
