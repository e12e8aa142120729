//! The only place that invents names, and the names that are taken.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;

/// Methods of the client that a call or cast of the same name would hide: cloning, and reaching the `Ref` inside.
pub(crate) const CLIENT_METHODS: [(&str, &str); 2] = [("clone", "Clone::clone"), ("deref", "Deref::deref")];

/// Methods that the prelude gives to every value, by value: they are found before a method of the client.
pub(crate) const EVERYWHERE: [(&str, &str); 2] = [("into", "Into::into"), ("try_into", "TryInto::try_into")];

/// The function that makes the client of a protocol of a server's.
pub(crate) const OF: &str = "of";

/// Functions generated on the server type.
pub(crate) const START_FUNCTIONS: [&str; 4] = ["start", "start_link", "start_monitor", "child"];

/// Methods that `self.name()` in the generated impl could mean instead of the handler: those of `GenServer` itself,
/// and those that the prelude gives to every `&mut T`.
const AMBIGUOUS: [&str; 24] = [
    "init",
    "waits",
    "blocks",
    "handle_call",
    "handle_cast",
    "info",
    "handle_info",
    "handle_continue",
    "terminate",
    "hibernate",
    "format_status",
    "info_from",
    "continue_from",
    "at",
    "named",
    "via", // GenServer
    "into",
    "try_into",
    "clone",
    "to_owned",
    "to_string",
    "into_iter",
    "by_ref",
    "into_future", // the prelude
];

/// Whether the handler must be called by path: `Self::terminate(self)`.
pub(crate) fn is_ambiguous(handler: &Ident) -> bool {
    AMBIGUOUS.iter().any(|name| handler.unraw() == name)
}

/// `text` as a name for generated code that errors and IDEs find at `like`.
pub(crate) fn located(text: &str, like: &Ident) -> Ident {
    Ident::new(text, Span::call_site().located_at(like.span()))
}

/// The place of `span`, for generated code.
pub(crate) fn located_at(span: Span) -> Span {
    Span::call_site().located_at(span)
}

/// Brackets around `inner` which stand at `place`.
pub(crate) fn parenthesised(inner: TokenStream, place: Span) -> TokenStream {
    let mut group = Group::new(Delimiter::Parenthesis, inner);
    group.set_span(place);
    TokenTree::from(group).into()
}

/// The same tokens at another place.
pub(crate) fn relocate(tokens: TokenStream, at: Span) -> TokenStream {
    let moved = tokens.into_iter().map(|mut token| {
        if let TokenTree::Group(group) = &token {
            token = TokenTree::Group(Group::new(group.delimiter(), relocate(group.stream(), at)));
        }
        token.set_span(token.span().located_at(at));
        token
    });
    moved.collect()
}

/// A type of the runtime with a type of the user's in it, at the place of that: what this may not be is an error there.
pub(crate) fn around(krate: &TokenStream, name: TokenStream, ty: &TokenStream) -> TokenStream {
    let [first, last] = ends(ty);
    let (krate, name) = (relocate(krate.clone(), first), relocate(name, first));
    let (open, close) = (quote_spanned!(first=> #krate::#name<), quote_spanned!(last=> >));
    quote!(#open #ty #close)
}

/// The first and the last place of some tokens, for generated tokens around them: an error about these is one about the
/// whole.
pub(crate) fn ends(tokens: &TokenStream) -> [Span; 2] {
    let mut tokens = tokens.clone().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    let last = tokens.last().map_or(first, |token| token.span());
    [first, last].map(located_at)
}

/// A function of the type `Child` may be called `child`, though clippy takes it for a constructor.
pub(crate) fn named_as_type(function: &str, ty: &Ident) -> Option<TokenStream> {
    let same = function.replace('_', "") == plain(ty).replace('_', "").to_lowercase();
    same.then(|| quote!(#[allow(clippy::self_named_constructors)]))
}

/// `BankAccountCall` from `BankAccount` and `Call`.
pub(crate) fn companion(server: &Ident, role: &str) -> Ident {
    located(&format!("{}{role}", server.unraw()), server)
}

/// The name of a handler's message: `next_job` becomes `NextJob`. `None` if nothing is left of the name.
pub(crate) fn variant(handler: &Ident) -> Option<Ident> {
    let mut name = pascal_case(&handler.unraw().to_string());
    if name == "Self" {
        name.push('_');
    }
    // Parsed, not made: `_2nd` would become `2nd`, which no identifier is.
    syn::parse_str::<Ident>(&name).ok()?;
    Some(located(&name, handler))
}

/// `my_bank` from `MyBank`; in `HTTPServer` the last capital belongs to the next word.
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let (mut before, mut rest) = (None, name.chars().peekable());
    while let Some(letter) = rest.next() {
        let starts_word = match before {
            None | Some('_') => false,
            Some(before) if letter.is_uppercase() && before.is_uppercase() => {
                rest.peek().is_some_and(|next| next.is_lowercase())
            }
            Some(_) => letter.is_uppercase(),
        };
        if starts_word {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
        before = Some(letter);
    }
    snake
}

fn pascal_case(snake: &str) -> String {
    let mut name = String::with_capacity(snake.len());
    for word in snake.split('_') {
        let mut letters = word.chars();
        name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        name.push_str(letters.as_str());
    }
    name
}

/// A name for a generated local: `base` unless a user's argument is called so. Hygiene keeps the two apart anyway;
/// this keeps them apart for readers of the expansion.
pub(crate) fn local<'a>(base: &str, taken: impl Iterator<Item = &'a Ident> + Clone) -> Ident {
    let mut name = base.to_owned();
    while taken.clone().any(|ident| ident.unraw() == name) {
        name.push('_');
    }
    Ident::new(&name, Span::mixed_site())
}

/// The name without `r#`.
pub(crate) fn plain(name: &Ident) -> String {
    name.unraw().to_string()
}

/// The one of `known` that `typed` was probably meant to be.
pub(crate) fn did_you_mean<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let best = known.into_iter().map(|name| (distance(&typed, name), name)).min_by_key(|(distance, _)| *distance);
    // Of a short name one slip leaves enough to recognise.
    best.filter(|(distance, name)| *distance <= if name.len() <= 4 { 1 } else { 2 }).map(|(_, name)| name)
}

/// Letters to insert, delete, replace or swap with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut previous = None;
    for (row, letter) in a.chars().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in b.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
            let replace = at(&above, column) + usize::from(letter != *other);
            let mut cost = replace.min(at(&above, column + 1) + 1).min(at(&current, column) + 1);
            let swapped = column > 0 && previous == Some(*other) && b.get(column - 1) == Some(&letter);
            if swapped {
                cost = cost.min(at(&before, column - 1) + 1);
            }
            current.push(cost);
        }
        previous = Some(letter);
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::format_ident;

    #[test]
    fn variants_are_pascal_case() {
        for (handler, expected) in [
            ("balance", "Balance"),
            ("next_job", "NextJob"),
            ("get_2_items", "Get2Items"),
            ("_get", "Get"),
            ("get__all", "GetAll"),
            ("größe", "Größe"),
            ("self_", "Self_"),
            ("x", "X"),
        ] {
            assert_eq!(variant(&format_ident!("{handler}")).unwrap(), expected, "{handler}");
        }
        let raw: Ident = syn::parse_str("r#type").unwrap();
        assert_eq!(variant(&raw).unwrap(), "Type");
        assert!(variant(&format_ident!("__")).is_none());
        assert!(variant(&format_ident!("_2nd")).is_none());
    }

    #[test]
    fn types_have_snake_case_names() {
        for (ty, expected) in [
            ("MyBank", "my_bank"),
            ("Bank2Go", "bank2_go"),
            ("HTTPServer", "http_server"),
            ("My_Bank", "my_bank"),
            ("bank", "bank"),
            ("API", "api"),
        ] {
            assert_eq!(snake_case(ty), expected, "{ty}");
        }
    }

    #[test]
    fn misspelt_names_are_recognised() {
        let options = ["mailbox", "name", "restart", "timeout"];
        for (typed, meant) in [
            ("mailbx", Some("mailbox")),
            ("malibox", Some("mailbox")),
            ("Timeout", Some("timeout")),
            ("nmae", Some("name")),
            ("retsart", Some("restart")),
            ("capacity", None),
            ("game", Some("name")),
            ("same_as", None),
        ] {
            assert_eq!(did_you_mean(typed, options), meant, "{typed}");
        }
    }

    #[test]
    fn locals_give_way_to_arguments() {
        let arguments = [format_ident!("ctx"), format_ident!("ctx_")];
        assert_eq!(local("ctx", arguments.iter()), "ctx__");
        assert_eq!(local("reply", arguments.iter()), "reply");
    }
}
