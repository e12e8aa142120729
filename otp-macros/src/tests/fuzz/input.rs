//! What a macro is given: arbitrary tokens, sources that were changed, and items made of parts.

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof};
use proptest::sample::Index;

use super::parts;
use super::tree::{Change, Tree, any_trees, change, trees};
use crate::tests::{Attr, Source, cases, items};

/// The arguments of the attribute, and the item below it.
#[derive(Clone, Debug)]
pub(super) struct Input {
    pub(super) args: Vec<Tree>,
    pub(super) item: Vec<Tree>,
}

/// All inputs of `attr`.
pub(super) fn input(attr: Attr) -> impl Strategy<Value = Input> {
    let made = || (parts::args(attr), parts::item(attr)).prop_map(|(args, item)| Input { args, item });
    prop_oneof![
        3 => (any_trees(12), any_trees(24)).prop_map(|(args, item)| Input { args, item }),
        8 => changed(attr),
        6 => made(),
        4 => (made(), changes(6), changes(2)).prop_map(|(mut input, in_item, in_args)| {
            let sources = [input.item.clone(), input.args.clone()];
            in_item.iter().for_each(|change| change.apply(&mut input.item, &sources));
            in_args.iter().for_each(|change| change.apply(&mut input.args, &sources));
            input
        }),
    ]
}

fn changes(most: usize) -> impl Strategy<Value = Vec<Change>> {
    prop_oneof![1 => Just(Vec::new()), 4 => prop::collection::vec(change(), 1..=most)]
}

/// A source of the goldens, with changes.
fn changed(attr: Attr) -> impl Strategy<Value = Input> {
    let sources = sources(attr);
    let items: Vec<_> = sources.iter().map(|source| source.item.clone()).collect();
    let args: Vec<_> = sources.iter().map(|source| source.args.clone()).collect();
    (any::<Index>(), changes(6), changes(3)).prop_map(move |(at, in_item, in_args)| {
        let mut input = at.get(&sources).clone();
        in_item.iter().for_each(|change| change.apply(&mut input.item, &items));
        in_args.iter().for_each(|change| change.apply(&mut input.args, &args));
        input
    })
}

/// The goldens that are for `attr`, and the broken ones.
fn sources(attr: Attr) -> Vec<Input> {
    let mut sources = Vec::new();
    for case in cases("expand").into_iter().chain(cases("errors")) {
        for source in items(&std::fs::read_to_string(case).unwrap()) {
            match source {
                Source::Marked { by, args, item } if by == attr => {
                    sources.push(Input { args: trees(args), item: trees(item) });
                }
                _ => {}
            }
        }
    }
    if sources.is_empty() {
        let function = "async fn works() -> Result<(), Box<dyn Error>> { let x = 1; Ok(()) }";
        sources.push(Input { args: Vec::new(), item: trees(function.parse().unwrap()) });
    }
    sources
}
