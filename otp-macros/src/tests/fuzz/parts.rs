//! Items made of parts, most of which go together and some of which do not.

use proc_macro2::TokenStream;
use proptest::prelude::{BoxedStrategy, Just, Strategy, prop, prop_oneof};
use proptest::sample::select;

use super::tree::{Tree, any_trees, trees};
use super::words::{ATTRS, DECLARED, GENERICS, MARKS, METHODS, NAMES, OPTIONS, OTHERS, RECEIVERS, TYPES, VIS, WHERE};
use crate::tests::Attr;

type Text = BoxedStrategy<String>;

fn parsed(text: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<Tree>> {
    text.prop_map(|text| trees(text.parse().unwrap_or_else(|_| panic!("no tokens: {text}"))))
}

fn one_of(texts: &'static [&'static str]) -> Text {
    select(texts).prop_map(str::to_owned).boxed()
}

/// Nothing mostly, or one of `odd`.
fn rarely(odd: &'static [&'static str]) -> Text {
    prop_oneof![6 => Just(String::new()), 1 => one_of(odd)].boxed()
}

/// Some of them, with `between` between them.
fn some(part: Text, most: usize, between: &'static str) -> Text {
    prop::collection::vec(part, 0..=most).prop_map(move |parts| parts.join(between)).boxed()
}

/// What stands before an item or a part of it.
fn attrs() -> Text {
    let odd = some(prop_oneof![one_of(ATTRS), one_of(MARKS)].boxed(), 3, "\n");
    prop_oneof![3 => Just(String::new()), 1 => odd].boxed()
}

fn arg() -> Text {
    let patterns: &[&str] = &["mut x", "_", "(a, b)", "ref x", "x @ Some(_)", "r#type", "self_", "ctx", "reply"];
    let pattern = prop_oneof![4 => one_of(&["a", "b", "c"]), 1 => one_of(patterns)];
    (rarely(ATTRS), pattern, one_of(TYPES)).prop_map(|(attrs, name, ty)| format!("{attrs}\n{name}: {ty}")).boxed()
}

fn function() -> Text {
    let receiver = prop_oneof![5 => one_of(&["&self", "&mut self"]), 1 => one_of(RECEIVERS), 1 => Just(String::new())];
    let before = rarely(&["async", "unsafe", "const", "extern \"C\"", "default", "async unsafe", "const async"]);
    let output = prop_oneof![2 => Just(String::new()), 2 => one_of(TYPES).prop_map(|ty| format!("-> {ty}"))];
    let body = prop_oneof![8 => Just("{}".to_owned()), 1 => one_of(&["{ self.x + }", ";", "", "= 1;"])];
    let marks = prop_oneof![4 => one_of(MARKS), 1 => attrs()];
    let head = (marks, attrs(), rarely(VIS), before, one_of(NAMES), rarely(GENERICS));
    (head, receiver, some(arg(), 3, ", "), output, rarely(WHERE), body)
        .prop_map(|((mark, attrs, vis, before, name, generics), receiver, args, output, bounds, body)| {
            let comma = if receiver.is_empty() { "" } else { "," };
            format!("{mark}\n{attrs}\n{vis} {before} fn {name}{generics}({receiver}{comma} {args}) {output} {bounds} {body}\n")
        })
        .boxed()
}

fn impl_block() -> Text {
    let before = rarely(&["unsafe", "default", "unsafe default", "pub"]);
    let of = rarely(&["Display for", "!Send for", "Trait<u8> for", "const Trait for"]);
    let ty = prop_oneof![
        8 => one_of(&["Bank", "Bank<T>"]),
        1 => one_of(&["Bank<'a>", "(A, B)", "[u8]", "dyn Tell", "a::Bank", "r#type", "<A as B>::C", "&Bank", "Bank<{ 1 }>"]),
    ];
    let method = prop_oneof![3 => one_of(METHODS), 1 => function()].boxed();
    (attrs(), before, rarely(GENERICS), of, ty, rarely(WHERE), rarely(&["#![allow(unused)]"]), some(method, 6, "\n"))
        .prop_map(|(attrs, before, generics, of, ty, bounds, inner, items)| {
            format!("{attrs}\n{before} impl{generics} {of} {ty} {bounds} {{ {inner} {items} }}")
        })
        .boxed()
}

fn trait_block() -> Text {
    let before = rarely(&["unsafe", "auto", "pub", "pub(crate) unsafe"]);
    let supers = rarely(&[": Send", ": A + B<u8>", ":"]);
    let method = prop_oneof![6 => one_of(DECLARED), 1 => function()].boxed();
    let name = one_of(&["Ledger", "r#type", "call"]);
    (attrs(), before, name, rarely(GENERICS), supers, rarely(WHERE), some(method, 6, "\n"))
        .prop_map(|(attrs, before, name, generics, supers, bounds, items)| {
            format!("{attrs}\n{before} trait {name}{generics} {supers} {bounds} {{ {items} }}")
        })
        .boxed()
}

fn structure() -> Text {
    let field = (attrs(), rarely(MARKS), rarely(VIS), one_of(NAMES), one_of(TYPES))
        .prop_map(|(attrs, mark, vis, name, ty)| format!("{attrs}\n{mark}\n{vis} {name}: {ty}"));
    let plain = (
        rarely(&["pub", "#[child(args(1))]", "#[default(5)]", "#[agent(skip)]"]),
        one_of(NAMES),
        one_of(&["u8", "String", "a::Till"]),
    )
        .prop_map(|(before, name, ty)| format!("{before} {name}: {ty}"));
    let fields = some(prop_oneof![4 => plain, 1 => field].boxed(), 5, ", ");
    let tuple = some((rarely(VIS), one_of(TYPES)).prop_map(|(vis, ty)| format!("{vis} {ty}")).boxed(), 3, ", ");
    let head = (attrs(), rarely(VIS), one_of(&["Bank", "r#type", "child"]), rarely(GENERICS), rarely(WHERE));
    let body = prop_oneof![
        8 => fields.prop_map(|fields| (true, format!("{{ {fields} }}"))),
        1 => tuple.prop_map(|fields| (false, format!("({fields})"))),
        1 => Just((false, String::new())),
    ];
    (head, body)
        .prop_map(|((attrs, vis, name, generics, bounds), (is_named, body))| match is_named {
            true => format!("{attrs}\n{vis} struct {name}{generics} {bounds} {body}"),
            false => format!("{attrs}\n{vis} struct {name}{generics} {body} {bounds};"),
        })
        .boxed()
}

/// What an expansion that replaces its item still has of it: a method for each field, or the body.
pub(super) fn named(item: &TokenStream) -> Vec<String> {
    if let Ok(item) = syn::parse2::<syn::ItemStruct>(item.clone()) {
        let names = item.fields.iter().filter_map(|field| field.ident.as_ref()).filter(|name| *name != "_");
        return names.map(|name| format!("fn {name} (")).collect();
    }
    let words: Vec<_> = crate::item::words(item.clone()).map(|word| word.to_string()).collect();
    if words.iter().any(|word| word == "trait") {
        // its methods; constants and types are left out, and one that is broken may reach far
        let methods = syn::parse2::<syn::ItemTrait>(item.clone()).map(|item| item.items).unwrap_or_default();
        let name = |item: &syn::TraitItem| match item {
            syn::TraitItem::Fn(found) => Some(format!("fn {}", found.sig.ident)),
            _ => None,
        };
        return methods.iter().filter_map(name).collect();
    }
    if words.iter().any(|word| word == "struct") {
        // half typed, which rustc reports: `robust` asks for the fields that can be read
        return Vec::new();
    }
    item.clone().into_iter().last().iter().map(ToString::to_string).collect()
}

/// An item, of the kind that `attr` is for mostly.
pub(super) fn item(attr: Attr) -> impl Strategy<Value = Vec<Tree>> {
    let right = match attr {
        Attr::GenServer | Attr::Application => impl_block(),
        Attr::Supervisor | Attr::Agent | Attr::Config => structure(),
        Attr::Protocol => trait_block(),
        Attr::Main | Attr::Test | Attr::Helper(_) => prop_oneof![function(), one_of(OTHERS)].boxed(),
    };
    parsed(
        prop_oneof![12 => right, 1 => impl_block(), 1 => trait_block(), 1 => structure(), 1 => function(), 1 => one_of(OTHERS)],
    )
}

/// The arguments of the attribute.
pub(super) fn args(attr: Attr) -> impl Strategy<Value = Vec<Tree>> {
    let right: &[&str] = match attr {
        Attr::GenServer => {
            &["", "mailbox = 64, timeout = 5s", "client = Other, crate = crate::x", "name = \"x\", inline = false"]
        }
        Attr::Supervisor => {
            &["strategy = one_for_all", "strategy = one_for_one, args(a: u8), max_restarts = a, client = X"]
        }
        Attr::Agent => &["", "name = \"x\", timeout = 5s", "client = Other, crate = crate::x"],
        Attr::Application => &["", "config = C, dependencies(A, \"b\")", "name = \"x\", version = V"],
        Attr::Protocol => &["", "client = Other", "crate = crate::x"],
        Attr::Config | Attr::Main | Attr::Helper(_) => &["", "crate = crate::x"],
        Attr::Test => &["", "paused", "flavor = \"multi_thread\", worker_threads = 2"],
    };
    prop_oneof![4 => parsed(one_of(right)), 2 => parsed(some(one_of(OPTIONS), 4, ", ")), 1 => any_trees(6)]
}
