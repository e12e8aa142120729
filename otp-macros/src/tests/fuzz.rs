//! Arbitrary input: token streams of any kind, items that were changed at random, and items made of odd parts. For each,
//! the expansion is Rust, what the user wrote is in it, and whatever is wrong is said.
//!
//! There are 1,000 cases for each macro, always the same ones; `OTP_FUZZ_CASES` asks for so many new ones.

mod input;
mod parts;
mod tree;
mod words;

use std::time::Instant;

use proc_macro2::TokenStream;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use quote::ToTokens;

use super::Attr;
use crate::diag::Errors;
use input::input;
use tree::{flat, trees};

/// What is asked of every expansion of `attr`.
pub(super) fn examine(attr: Attr, args: &TokenStream, item: &TokenStream) -> Result<bool, String> {
    // Of nothing, the attribute is all there is to point at.
    let is_empty = flat(&trees(item.clone())).is_empty();
    let mut errors = Errors::default();
    let read = attr.read(args.clone(), item.clone(), &mut errors);
    for (place, error) in errors.places.iter().zip(errors.errors()) {
        let text = error.to_string();
        let has_place = !place.is_empty() || is_empty;
        if !has_place || text.trim().is_empty() || text.contains("__private") {
            return Err(format!("an error at `{place}`: {text}"));
        }
    }
    let is_valid = errors.len() == 0;
    let mut output = read.clone();
    output.extend(errors.into_tokens());
    // syn prints lifetimes before types, wherever they stood.
    let printed =
        syn::parse2::<syn::ItemStruct>(item.clone()).ok().filter(|_| matches!(attr, Attr::Agent | Attr::Config));
    let printed = printed.map(ToTokens::into_token_stream).or_else(|| head_printed(attr, item));
    let made = trees(read.clone());
    if is_valid && !attr.is_expanded(&read) {
        return Err(format!("no error, and nothing was made:\n{read}"));
    }
    let is_item = matches!(syn::parse2::<syn::Item>(item.clone()), Ok(item) if !matches!(item, syn::Item::Verbatim(_)));
    if is_item && let Err(error) = syn::parse2::<syn::File>(output.clone()) {
        return Err(format!("the expansion of an item is none: {error}\n{output}"));
    }
    if attr.replaces(&read) {
        for part in parts::named(item) {
            if !read.to_string().contains(&part) {
                return Err(format!("`{part}` is not in the expansion:\n{read}"));
            }
        }
    } else {
        // as it was, or as syn prints it
        let given_back = |given: TokenStream| attr.gives_back(&flat(&trees(given)), &flat(&made));
        given_back(item.clone()).or_else(|error| printed.map_or(Err(error), given_back))?;
    }
    Ok(is_valid)
}

/// The same of a struct that is half typed, whose fields are given back as they are.
fn head_printed(attr: Attr, item: &TokenStream) -> Option<TokenStream> {
    let mut tokens: Vec<_> = crate::item::ungrouped(item.clone()).into_iter().collect();
    let body = tokens.pop().filter(|_| matches!(attr, Attr::Agent | Attr::Config))?;
    if !matches!(&body, proc_macro2::TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace) {
        return None;
    }
    let head: TokenStream = tokens.into_iter().collect();
    let mut printed: Vec<_> =
        syn::parse2::<syn::ItemStruct>(quote::quote!(#head {})).ok()?.into_token_stream().into_iter().collect();
    printed.pop();
    Some(printed.into_iter().chain([body]).collect())
}

fn fuzz(attr: Attr) {
    let asked = std::env::var("OTP_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases = asked.unwrap_or(1_000);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    let mut runner = match asked {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    let (start, valid) = (Instant::now(), std::cell::Cell::new(0_u32));
    let outcome = runner.run(&input(attr), |input| {
        let is_valid =
            examine(attr, &tree::tokens(&input.args), &tree::tokens(&input.item)).map_err(TestCaseError::fail)?;
        valid.set(valid.get() + u32::from(is_valid));
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{attr:?}: {error}");
    }
    println!("{attr:?}: {cases} cases, {} of them without an error, in {:.1?}", valid.get(), start.elapsed());
    let may_be_valid = !matches!(attr, Attr::Helper(_));
    assert!(valid.get() > 0 || cases < 1_000 || !may_be_valid, "{attr:?}: some must be right");
}

/// What the expansion of an item has if all is well.
impl Attr {
    fn is_expanded(self, made: &TokenStream) -> bool {
        let sign = match self {
            Self::GenServer => "GenServer for",
            Self::Supervisor => "Supervision for",
            Self::Agent => "AgentKind for",
            Self::Application => "Application for",
            Self::Config => "Config for",
            Self::Protocol => "ProtocolTrait for",
            Self::Main => "__private :: main",
            Self::Test => "__private :: test",
            Self::Helper(_) => return false,
        };
        made.to_string().contains(sign)
    }

    /// Whether something else stands in place of the item, which is not as it came then.
    fn replaces(self, made: &TokenStream) -> bool {
        matches!(self, Self::Supervisor | Self::Main | Self::Test | Self::Protocol) && self.is_expanded(made)
    }

    /// Everything that was given is in what was made, in its order and first, but for what is only for the macro.
    fn gives_back(self, given: &[String], made: &[String]) -> Result<(), String> {
        let (mut at, mut depth, mut made) = (0, 0_u32, made.iter().peekable());
        while let Some(token) = given.get(at) {
            match token.as_str() {
                "(" => depth += 1,
                ")" => depth -= 1,
                _ => {}
            }
            if token == "#" && given.get(at + 1).is_some_and(|next| next == "[") {
                let attribute = &given[at..at + attribute_len(&given[at..])];
                let kept = made.clone().take(attribute.len()).eq(attribute);
                let is_foreign = words::FOREIGN.contains(&attribute.get(2).map_or("", String::as_str));
                if kept {
                    made.nth(attribute.len() - 1);
                } else if is_foreign && depth == 0 {
                    return Err(format!("`{}` is lost", attribute.join(" ")));
                }
                at += attribute.len();
                continue;
            }
            match made.peek() {
                Some(next) if *next == token => drop(made.next()),
                // `where` without bounds and `<>` say nothing.
                _ if ["unsafe", "default", "where"].contains(&token.as_str()) => {}
                _ if token == "<" && given.get(at + 1).is_some_and(|next| next == ">") => at += 1,
                // An argument without a name, which syn prints with one.
                Some(next) if *next == "_" && depth > 0 => {
                    made.nth(1);
                    continue;
                }
                // Where something borrows, which was reported.
                Some(next) if *next == "'" && self == Self::Agent => {
                    made.nth(1);
                    continue;
                }
                Some(next) if *next == "static" && token == "_" && self == Self::Agent => drop(made.next()),
                other => return Err(format!("`{}` is followed by {other:?}", given[..=at].join(" "))),
            }
            at += 1;
        }
        Ok(())
    }
}

/// How many tokens the attribute has that `tokens` begin with.
fn attribute_len(tokens: &[String]) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "[" => depth += 1,
            "]" if depth == 1 => return at + 1,
            "]" => depth -= 1,
            _ => {}
        }
    }
    tokens.len()
}

macro_rules! fuzz {
    ($($name:ident: $($attr:expr),+;)*) => {$(
        #[test]
        fn $name() {
            $(fuzz($attr);)+
        }
    )*};
}

fuzz! {
    any_server_is_expanded: Attr::GenServer;
    any_supervisor_is_expanded: Attr::Supervisor;
    any_agent_is_expanded: Attr::Agent;
    any_application_is_expanded: Attr::Application;
    any_config_is_expanded: Attr::Config;
    any_protocol_is_expanded: Attr::Protocol;
    any_main_is_expanded: Attr::Main;
    any_test_is_expanded: Attr::Test;
}

#[test]
fn any_stray_helper_is_reported() {
    for helper in ["call", "child"] {
        fuzz(Attr::Helper(helper));
    }
}
