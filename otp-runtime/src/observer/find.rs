//! Finding processes: by what they are called, or by what is out of the ordinary about them.

use super::rows::{Row, key_text};
use super::view::View;
use crate::process::ProcessInfo;
use serde::Serialize;
use std::cmp::Reverse;

/// How many are told at most.
pub(super) const MOST: usize = 50;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Pid,
    Mailbox,
    Bytes,
    Restarts,
    Rate,
    Handled,
}

pub(super) const ORDERS: &[(&str, Order)] = &[
    ("pid", Order::Pid),
    ("mailbox", Order::Mailbox),
    ("bytes", Order::Bytes),
    ("restarts", Order::Restarts),
    ("rate", Order::Rate),
    ("handled", Order::Handled),
];

/// Whom to look for.
#[derive(Clone, Debug)]
pub(super) struct Search {
    /// In small letters.
    pub(super) words: String,
    pub(super) order: Order,
    pub(super) most: usize,
}

#[derive(Serialize)]
pub(super) struct Found<'a> {
    rows: Vec<FoundRow<'a>>,
    /// How many more there are.
    more: usize,
}

#[derive(Serialize)]
struct FoundRow<'a> {
    #[serde(flatten)]
    row: Row<'a>,
    place: Option<&'a str>,
    /// The nodes to be opened to see it in its tree.
    above: Vec<String>,
}

impl View {
    pub(super) fn find(&self, search: &Search) -> Found<'_> {
        let mut found: Vec<_> = self.processes.iter().filter(|process| is_meant(process, &search.words)).collect();
        let more = found.len().saturating_sub(search.most);
        let weight = |process: &&ProcessInfo| match search.order {
            Order::Pid => 0,
            Order::Mailbox => process.message_queue_len as u64,
            Order::Bytes => process.mailbox_bytes as u64,
            Order::Restarts => u64::from(process.restarts),
            Order::Rate => self.pace(process.pid).weight(),
            Order::Handled => process.messages_handled,
        };
        let sort = |process: &&ProcessInfo| (Reverse(weight(process)), process.pid);
        if more > 0 {
            found.select_nth_unstable_by_key(search.most, sort);
            found.truncate(search.most);
        }
        found.sort_unstable_by_key(sort);
        let row = |process: &&'_ ProcessInfo| {
            let node = self.node_of(process.pid)?;
            let above = self.above(node).into_iter().map(key_text).collect();
            let place = self.info(process.pid)?.place.as_deref();
            Some(FoundRow { row: self.row(node), place, above })
        };
        Found { rows: found.iter().filter_map(row).collect(), more }
    }
}

fn is_meant(process: &ProcessInfo, words: &str) -> bool {
    if words.is_empty() {
        return true;
    }
    let has = |text: &str| contains_small(text, words);
    has(process.kind)
        || process.function.is_some_and(has)
        || process.registered_name.as_deref().is_some_and(has)
        || process.label.as_deref().is_some_and(has)
        || process.place.as_deref().is_some_and(has)
        || (words.starts_with(['<', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
            && has(&process.pid.to_string()))
}

/// Whether the text has the words in it, in whatever letters; without a copy where it is ASCII.
fn contains_small(text: &str, words: &str) -> bool {
    if !text.is_ascii() {
        return text.to_lowercase().contains(words);
    }
    text.len() >= words.len()
        && text.as_bytes().windows(words.len()).any(|part| part.eq_ignore_ascii_case(words.as_bytes()))
}
