//! Tokens as a tree that can be made, shown and changed.

use std::fmt;

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use proptest::prelude::{BoxedStrategy, Strategy, any, prop, prop_oneof};
use proptest::sample::{Index, select};

/// A token, or a group of them.
#[derive(Clone)]
pub(super) enum Tree {
    Leaf(TokenTree),
    Group(Delimiter, Vec<Tree>),
}

/// As it would be written, with invisible groups in `«»`.
impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Leaf(TokenTree::Punct(sign)) if sign.spacing() == Spacing::Joint => write!(f, "{sign}_"),
            Self::Leaf(token) => write!(f, "{token}"),
            Self::Group(delimiter, inner) => {
                let (open, close) = signs(*delimiter).unwrap_or(("«", "»"));
                write!(f, "{open} ")?;
                inner.iter().try_for_each(|tree| write!(f, "{tree:?} "))?;
                f.write_str(close)
            }
        }
    }
}

fn signs(delimiter: Delimiter) -> Option<(&'static str, &'static str)> {
    match delimiter {
        Delimiter::Parenthesis => Some(("(", ")")),
        Delimiter::Bracket => Some(("[", "]")),
        Delimiter::Brace => Some(("{", "}")),
        Delimiter::None => None,
    }
}

/// The tokens of some trees.
pub(super) fn tokens(trees: &[Tree]) -> TokenStream {
    let token = |tree: &Tree| match tree {
        Tree::Leaf(token) => token.clone(),
        Tree::Group(delimiter, inner) => Group::new(*delimiter, tokens(inner)).into(),
    };
    trees.iter().map(token).collect()
}

/// The trees of some tokens.
pub(super) fn trees(tokens: TokenStream) -> Vec<Tree> {
    let tree = |token| match token {
        TokenTree::Group(group) => Tree::Group(group.delimiter(), trees(group.stream())),
        token => Tree::Leaf(token),
    };
    tokens.into_iter().map(tree).collect()
}

/// The tokens one after another, with brackets as tokens and without invisible groups.
pub(super) fn flat(trees: &[Tree]) -> Vec<String> {
    let mut all = Vec::new();
    for tree in trees {
        match tree {
            Tree::Leaf(token) => all.push(token.to_string()),
            Tree::Group(delimiter, inner) => {
                let (open, close) = signs(*delimiter).unzip();
                all.extend(open.map(str::to_owned));
                all.extend(flat(inner));
                all.extend(close.map(str::to_owned));
            }
        }
    }
    all
}

/// Names that mean something to Rust or to the macros, and some that do not.
const WORDS: &str = "x y self Self crate super _ r#type r#fn impl struct enum union trait fn mod use type const static pub \
    unsafe async default extern auto safe dyn mut ref where for in as let return loop match move await gen true false \
    union macro_rules otp_runtime init call cast info handle_continue terminate hibernate format_status child agent skip \
    start stop start_phase prep_stop config_change config default gen_server supervisor application doc cfg cfg_attr derive \
    timeout blocking mailbox restart shutdown significant id name client strategy args max_restarts keys via one_for_one \
    permanent transient infinity paused flavor worker_threads dependencies optional includes description version \
    Context ReplyTo Result Option Box Vec String Duration u8 str größe __otp";

const SIGNS: &str = "#!$%&'*+,-./:;<=>?@^|~";

const LITERALS: &str = r##"0 1 5s 20ms 1.5s 64usize 0u8 1e400 99999999999999999999999999 3.0 -1 "" "x" "5s" 'c' b'c' b"x" c"x" r"x" r#"x"#"##;

fn leaf() -> impl Strategy<Value = Tree> {
    let word = |word: &str| match word.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(word, Span::call_site()),
    };
    let words: Vec<_> = WORDS.split_whitespace().map(|text| Tree::Leaf(word(text).into())).collect();
    let signs =
        SIGNS.chars().flat_map(|sign| [Spacing::Alone, Spacing::Joint].map(|spacing| Punct::new(sign, spacing)));
    let signs: Vec<_> = signs.map(|sign| Tree::Leaf(sign.into())).collect();
    let literal = |text: &str| Tree::Leaf(text.parse::<Literal>().unwrap().into());
    let literals: Vec<_> = LITERALS.split_whitespace().map(literal).collect();
    prop_oneof![5 => select(words), 5 => select(signs), 1 => select(literals)]
}

/// Any token, or a group of so many levels. (`prop_recursive` makes all levels anew for each token.)
fn any_tree(levels: u32) -> BoxedStrategy<Tree> {
    use Delimiter::{Brace, Bracket, None, Parenthesis};
    if levels == 0 {
        return leaf().boxed();
    }
    let delimiter = select(vec![Brace, Bracket, None, Parenthesis]);
    let group = (delimiter, prop::collection::vec(any_tree(levels - 1), 0..6));
    let group = group.prop_map(|(delimiter, inner)| Tree::Group(delimiter, inner));
    prop_oneof![4 => leaf(), 1 => group].boxed()
}

/// Any tokens.
pub(super) fn any_trees(most: usize) -> impl Strategy<Value = Vec<Tree>> {
    prop::collection::vec(any_tree(4), 0..=most)
}

/// A change somewhere in a tree; places are counted modulo how many there are.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Delete(Index),
    Duplicate(Index),
    Swap(Index, Index),
    Replace(Index, Tree),
    Insert(Index, Tree),
    /// Ends the group there.
    Truncate(Index),
    /// Puts brackets around it.
    Wrap(Index, Delimiter),
    /// Takes the brackets away.
    Unwrap(Index),
    /// Puts a piece of another source there.
    Splice(Index, Index, Index, usize),
}

pub(super) fn change() -> impl Strategy<Value = Change> {
    use Delimiter::{Brace, Bracket, None, Parenthesis};
    let at = any::<Index>;
    let delimiter = select(vec![None, None, Brace, Bracket, Parenthesis]);
    prop_oneof![
        3 => at().prop_map(Change::Delete),
        2 => at().prop_map(Change::Duplicate),
        2 => (at(), at()).prop_map(|(one, other)| Change::Swap(one, other)),
        3 => (at(), any_tree(3)).prop_map(|(at, tree)| Change::Replace(at, tree)),
        2 => (at(), any_tree(3)).prop_map(|(at, tree)| Change::Insert(at, tree)),
        1 => at().prop_map(Change::Truncate),
        1 => (at(), delimiter).prop_map(|(at, delimiter)| Change::Wrap(at, delimiter)),
        1 => at().prop_map(Change::Unwrap),
        3 => (at(), at(), at(), 1..12_usize).prop_map(|(at, from, piece, len)| Change::Splice(at, from, piece, len)),
    ]
}

impl Change {
    /// Makes the change; `sources` are where pieces come from.
    pub(super) fn apply(&self, trees: &mut Vec<Tree>, sources: &[Vec<Tree>]) {
        let len = count(trees);
        if len == 0 {
            return;
        }
        let to = |at: &Index| at.index(len);
        match self {
            Self::Delete(at) => edit(trees, to(at), |group, at| drop(group.remove(at))),
            Self::Duplicate(at) => edit(trees, to(at), |group, at| group.insert(at, group[at].clone())),
            Self::Replace(at, tree) => edit(trees, to(at), |group, at| group[at] = tree.clone()),
            Self::Insert(at, tree) => edit(trees, to(at), |group, at| group.insert(at, tree.clone())),
            Self::Truncate(at) => edit(trees, to(at), Vec::truncate),
            Self::Wrap(at, delimiter) => edit(trees, to(at), |group, at| {
                group[at] = Tree::Group(*delimiter, vec![group[at].clone()]);
            }),
            Self::Unwrap(at) => edit(trees, to(at), |group, at| {
                if let Tree::Group(_, inner) = group[at].clone() {
                    group.splice(at..=at, inner);
                }
            }),
            Self::Swap(one, other) => {
                let (mut first, mut second) = (None, None);
                edit(trees, to(one), |group, at| first = Some(group[at].clone()));
                edit(trees, to(other), |group, at| {
                    second = first.take().map(|first| std::mem::replace(&mut group[at], first))
                });
                edit(trees, to(one), |group, at| group[at] = second.take().unwrap_or_else(|| group[at].clone()));
            }
            Self::Splice(at, from, piece, len) => {
                let source = &sources[from.index(sources.len())];
                let mut cut = Vec::new();
                if count(source) > 0 {
                    edit(&mut source.clone(), piece.index(count(source)), |group, at| {
                        cut = group[at..group.len().min(at + len)].to_vec();
                    });
                }
                edit(trees, to(at), |group, at| drop(group.splice(at..at, cut)));
            }
        }
    }
}

/// How many places there are, groups and what is in them.
fn count(trees: &[Tree]) -> usize {
    let inside = trees.iter().map(|tree| if let Tree::Group(_, inner) = tree { count(inner) } else { 0 });
    trees.len() + inside.sum::<usize>()
}

/// Runs `change` on the group that has the place `at`, and its index there; nothing if there is no such place any more.
fn edit(trees: &mut Vec<Tree>, at: usize, change: impl FnOnce(&mut Vec<Tree>, usize)) {
    fn find(trees: &mut Vec<Tree>, mut at: usize) -> Option<(&mut Vec<Tree>, usize)> {
        for index in 0..trees.len() {
            if at == 0 {
                return Some((trees, index));
            }
            at -= 1;
            let inside = if let Tree::Group(_, inner) = &trees[index] { count(inner) } else { 0 };
            if at < inside {
                let Tree::Group(_, inner) = &mut trees[index] else { return None };
                return find(inner, at);
            }
            at -= inside;
        }
        None
    }
    if let Some((group, index)) = find(trees, at) {
        change(group, index);
    }
}
