//! What random input has found, each once by itself.

use super::Attr;
use super::fuzz::examine;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Reads `attr(args) item`; an empty `«»` in it is an invisible group.
fn check(attr: Attr, args: &str, item: &str) {
    let tokens = |text: &str| -> TokenStream {
        let mut tokens = TokenStream::new();
        for (at, part) in text.split("«»").enumerate() {
            tokens.extend((at > 0).then(|| TokenTree::Group(Group::new(Delimiter::None, TokenStream::new()))));
            tokens.extend(part.parse::<TokenStream>().unwrap());
        }
        tokens
    };
    examine(attr, &tokens(args), &tokens(item)).unwrap_or_else(|error| panic!("{attr:?}({args}) {item}\n{error}"));
}

#[test]
fn an_empty_where_clause_is_reported_where_it_stands() {
    check(Attr::GenServer, "", "impl Bank { #[call] fn get(&self) where {} }");
    check(Attr::Application, "", "impl Bank { #[stop] fn end(&self) where {} }");
    check(Attr::Test, "", "async fn works() where {}");
}

#[test]
fn an_item_behind_an_empty_visibility_is_told_by_its_keyword() {
    for attr in [Attr::GenServer, Attr::Application, Attr::Config, Attr::Agent, Attr::Supervisor, Attr::Main] {
        check(attr, "", "«» x");
        check(attr, "", "«» enum Bank {}");
    }
}

#[test]
fn an_option_with_an_empty_value_has_none() {
    // Invisible groups in arguments cannot be written as text with others around them.
    let nothing = TokenTree::Group(Group::new(Delimiter::None, TokenStream::new()));
    for (attr, name) in [(Attr::Application, "name"), (Attr::Test, "paused"), (Attr::GenServer, "mailbox")] {
        let name: TokenStream = format!("{name} =").parse().unwrap();
        let args = name.into_iter().chain([nothing.clone()]).collect();
        examine(attr, &args, &"impl Bank {}".parse().unwrap()).unwrap();
    }
    for (attr, mark) in [(Attr::Agent, "agent"), (Attr::Config, "default"), (Attr::Application, "stop")] {
        let mark = quote::format_ident!("{mark}");
        let item = match attr {
            Attr::Application => quote::quote!(impl Bank { #[#mark(#nothing)] fn end(&self) {} }),
            _ => quote::quote!(struct Bank { #[#mark(#nothing)] a: u8 }),
        };
        examine(attr, &TokenStream::new(), &item).unwrap();
    }
    for args in ["paused =", "paused()", "flavor ="] {
        let mut errors = crate::diag::Errors::default();
        Attr::Test.read(args.parse().unwrap(), "async fn works() {}".parse().unwrap(), &mut errors);
        assert_eq!(errors.len(), 1, "{args}");
    }
}

#[test]
fn only_attributes_are_taken_out_of_what_is_no_struct() {
    check(Attr::Agent, "", "union Bank { x [agent(skip)] first: u8 }");
    check(Attr::Config, "", "pub struct Bank(#[pub struct X { #[default(5)] x: u8 }] u16, String);");
    check(Attr::Config, "", "pub struct Bank(##[default(5)][default(5)] u16);");
}

#[test]
fn a_comma_too_many_among_applications_is_reported_where_it_stands() {
    check(Attr::Application, "dependencies(Metrics,, Storage)", "impl Bank { #[start] fn start() -> Result<C, E> {} }");
}

#[test]
fn a_server_without_a_good_method_is_one_all_the_same() {
    check(Attr::GenServer, "", "impl Bank { #[init] fn init(a: u8, a: u8) -> Self {} }");
}

#[test]
fn a_field_without_a_name_is_reported() {
    check(Attr::Config, "", "struct Bank { _: u8, get: u8 }");
    check(Attr::Agent, "", "struct Bank { pub _: u8, pub get: u8 }");
    check(Attr::Supervisor, "strategy = one_for_one", "struct Bank { _: Till, get: Till }");
}

#[test]
fn the_type_stands_for_self_in_expressions_too() {
    check(
        Attr::Agent,
        "",
        "struct Bank<T: Send + 'static> { pub a: [u8; Self], pub b: [Self; 2], pub c: C<{ Self }> }",
    );
    check(Attr::GenServer, "", "impl Bank<T> { #[cast] fn put(&mut self, a: [Self<Box<T>>; 2]) {} }");
}

#[test]
fn a_hash_in_an_invisible_group_makes_no_mark_of_what_follows() {
    let group = |text: &str| TokenTree::Group(Group::new(Delimiter::None, text.parse().unwrap()));
    let nothing = group("");
    let after_nothing = quote::quote!(# #nothing);
    for attr in [Attr::Config, Attr::Supervisor, Attr::Agent] {
        for hash in [group("x #").into(), group("# #").into(), after_nothing.clone()] {
            let hash: TokenStream = hash;
            let nested = quote::quote!(struct Bank { a: u8, #hash [x #[child(1)] #[default(5)] y] b: u8 });
            examine(attr, &TokenStream::new(), &nested).unwrap();
            let item =
                quote::quote!(struct Bank { a: u8, #hash [default(5)] #hash [child(1)] #hash [agent(skip)] b: u8 });
            examine(attr, &TokenStream::new(), &item).unwrap();
        }
    }
}

#[test]
fn a_type_that_ends_with_a_plus_is_no_state() {
    check(Attr::GenServer, "", "impl Bank { #[init] fn init() -> Self + {} #[call] fn get(&self) -> u8 {} }");
}

#[test]
fn a_reply_that_ends_with_a_plus_is_reported() {
    check(Attr::Protocol, "", "trait Ledger { #[call] fn get(&self) -> u8 +; }");
}

#[test]
fn an_invisible_group_without_anything_in_it_is_no_item() {
    let nothing = TokenTree::Group(Group::new(Delimiter::None, TokenStream::new()));
    let item = quote::quote!(trait Ledger { #nothing #[call] fn get(&self) #nothing; });
    examine(Attr::Protocol, &TokenStream::new(), &item).unwrap();
    let item = quote::quote!(impl Bank { #[init] fn init() -> Self #nothing {} #nothing });
    examine(Attr::GenServer, &TokenStream::new(), &item).unwrap();
}

#[test]
fn a_semicolon_in_an_invisible_group_ends_an_item() {
    let end = TokenTree::Group(Group::new(Delimiter::None, quote::quote!(;)));
    let item = quote::quote!(trait Ledger { const N: usize #end fn unmarked(&self); #[call] fn get(&self) -> u8; });
    examine(Attr::Protocol, &TokenStream::new(), &item).unwrap();
    let item = quote::quote!(impl Bank { const N: usize #end #[init] fn init() -> Self {} #[call] fn get(&self) {} });
    examine(Attr::GenServer, &TokenStream::new(), &item).unwrap();
}
