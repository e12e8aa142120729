//! The options in the brackets of an attribute: what the macros have in common of them. `entries` splits them.

mod entries;

pub(crate) use entries::{Entry, entries, entries_or_calls, value};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Lit, Path};

use crate::diag::{Errors, show};
use crate::duration;
use crate::names;

/// Reads all options of an attribute by their names; one that is unknown, given twice or wrong is reported and left out.
/// `known` are the names with an example of each; `elsewhere` knows what else there is to say of a name.
pub(crate) fn each<const N: usize>(
    args: TokenStream,
    known: [(&str, &str); N],
    elsewhere: impl Fn(&str) -> Option<Wrong>,
    errors: &mut Errors,
    mut read: impl FnMut(&str, &TokenStream) -> Result<Setting, Wrong>,
) -> Vec<Setting> {
    let mut settings = Vec::new();
    let mut seen: Vec<Ident> = Vec::new();
    for entry in entries_or_calls(args, errors) {
        let name = entry.key.to_string();
        let Some((_, example)) = known.iter().find(|(known, _)| *known == name) else {
            let value = VALUES.iter().find(|(value, _)| entry.value.is_none() && *value == name);
            match (value, elsewhere(&name)) {
                (Some((value, option)), _) => {
                    let what = format!("`{value}` is a value of `{option}`");
                    errors.error(&entry.key, what, format!("`{option} = {value}`"));
                }
                (None, Some((what, help))) => errors.error(&entry.key, what, help),
                (None, None) => unknown(&entry.key, known.map(|(name, _)| name), errors),
            }
            continue;
        };
        if !once(&entry.key, &mut seen, errors) {
            continue;
        }
        let Some(value) = value_of(&entry, example, errors) else {
            continue;
        };
        match read(&name, &value) {
            Ok(setting) => settings.push(setting),
            Err((what, help)) => errors.error(&value, what, help),
        }
    }
    settings
}

/// What is wrong, and what to write instead.
pub(crate) type Wrong = (String, String);

/// What a setting becomes, given the path of the runtime.
pub(crate) type Setting = Box<dyn Fn(&TokenStream) -> TokenStream>;

/// One that does not depend on the runtime.
pub(crate) fn fixed(tokens: TokenStream) -> Setting {
    Box::new(move |_| tokens.clone())
}

/// One that is not passed on.
pub(crate) fn nothing() -> Setting {
    fixed(TokenStream::new())
}

/// `.method(krate::Kind::Variant)`.
pub(crate) fn variant(method: &str, kind: &str, variant: &str) -> Setting {
    let [method, kind, variant] = [method, kind, variant].map(|name| Ident::new(name, Span::call_site()));
    Box::new(move |krate| quote!(.#method(#krate::#kind::#variant)))
}

/// Words that are the value of one of these, and that option.
pub(crate) const VALUES: [(&str, &str); 5] = [
    ("permanent", "restart"),
    ("transient", "restart"),
    ("temporary", "restart"),
    ("brutal_kill", "shutdown"),
    ("infinity", "shutdown"),
];

/// Reads one of the options that all children of supervisors have; `None` if it is another.
pub(crate) fn common(name: &str, value: &TokenStream) -> Option<Result<Setting, Wrong>> {
    match name {
        "restart" => Some(choice(
            name,
            "Restart",
            value,
            [("permanent", "Permanent"), ("transient", "Transient"), ("temporary", "Temporary")],
        )),
        "shutdown" => Some(shutdown(name, value)),
        "id" | "name" => Some(text(name, value)),
        "significant" => Some(flag(name, value)),
        _ => None,
    }
}

/// One of a few words, each the variant of an enum of the runtime.
pub(crate) fn choice<const N: usize>(
    name: &str,
    kind: &str,
    value: &TokenStream,
    known: [(&str, &str); N],
) -> Result<Setting, Wrong> {
    let chosen = word(name, value, known.map(|(word, _)| word))?;
    let found = known.iter().find(|(word, _)| *word == chosen);
    Ok(found.map_or_else(nothing, |(_, found)| variant(name, kind, found)))
}

fn shutdown(name: &str, value: &TokenStream) -> Result<Setting, Wrong> {
    if value.to_string() == "brutal_kill" {
        return Ok(variant(name, "Shutdown", "BrutalKill"));
    }
    if is_infinity(value) {
        return Ok(variant(name, "Shutdown", "Infinity"));
    }
    let after = duration::parse(name, value).map_err(|error| or_words(error, "`infinity` or `brutal_kill`"))?;
    let after = after.tokens();
    Ok(Box::new(move |krate| quote!(.shutdown(#krate::Shutdown::After(#after)))))
}

fn text(name: &str, value: &TokenStream) -> Result<Setting, Wrong> {
    let Ok(Lit::Str(text)) = syn::parse2(value.clone()) else {
        let shown = show(value);
        // `:account` would be an atom.
        let shown = shown.trim_start_matches([':', ' ']).trim_matches('"');
        return Err((format!("`{name}` takes a string"), format!("`{name} = \"{shown}\"`")));
    };
    let method = Ident::new(name, Span::call_site());
    Ok(fixed(quote!(.#method(#text))))
}

/// `true` or `false`.
pub(crate) fn flag(name: &str, value: &TokenStream) -> Result<Setting, Wrong> {
    let method = Ident::new(name, Span::call_site());
    let chosen = Ident::new(word(name, value, ["true", "false"])?, Span::call_site());
    Ok(fixed(quote!(.#method(#chosen))))
}

/// How long calls wait: a duration, or for ever.
pub(crate) fn timeout(name: &str, value: &TokenStream) -> Result<Setting, Wrong> {
    if is_infinity(value) {
        return Ok(fixed(quote!(.no_timeout())));
    }
    let after = duration::parse(name, value).map_err(|error| or_words(error, "`infinity`"))?.tokens();
    Ok(fixed(quote!(.timeout(#after))))
}

/// The name of the client type.
pub(crate) fn client(value: &TokenStream) -> Result<Ident, Wrong> {
    let wrong = ("`client` takes a name for the type".to_owned(), "`client = Name`".to_owned());
    syn::parse2(value.clone()).map_err(|_| wrong)
}

pub(crate) fn is_infinity(value: &TokenStream) -> bool {
    value.to_string() == "infinity"
}

/// Adds to the help for a duration that some words are good, too.
pub(crate) fn or_words((what, help): Wrong, words: &str) -> Wrong {
    (what, format!("{help}; or {words}"))
}

/// One of a few words.
pub(crate) fn word<'a, const N: usize>(name: &str, value: &TokenStream, known: [&'a str; N]) -> Result<&'a str, Wrong> {
    let typed = value.to_string();
    if let Some(found) = known.iter().find(|word| **word == typed) {
        return Ok(found);
    }
    let unquoted = typed.trim_matches('"').to_owned();
    let choices = known.map(|word| format!("`{word}`")).join(", ");
    if unquoted != typed {
        return Err((format!("`{name}` takes a word, not a string"), format!("write one of {choices} without quotes")));
    }
    // `Restart::Transient` and `:transient` are close enough.
    let last = typed.rsplit(':').next().unwrap_or_default().trim();
    let meant = known.into_iter().find(|word| *word == last).or_else(|| names::did_you_mean(last, known));
    let question = meant.map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
    let shown = show(value).replacen(": ", ":", 1);
    Err((format!("`{name}` cannot be `{shown}`{question}"), format!("write one of {choices}")))
}

/// The path of the runtime: it must mean the same in every module.
pub(crate) fn crate_path(value: &TokenStream) -> Result<TokenStream, Wrong> {
    if let Ok(Lit::Str(text)) = syn::parse2(value.clone()) {
        let help = format!("write it without the quotes: `crate = {}`", text.value());
        return Err(("`crate` takes a path, not a string".to_owned(), help));
    }
    let Ok(path) = syn::parse2::<Path>(value.clone()) else {
        return Err(("`crate` takes a path".to_owned(), "`crate = ::otp_runtime`".to_owned()));
    };
    let first = path.segments.first().map(|segment| segment.ident.to_string());
    if path.leading_colon.is_some() || matches!(first.as_deref(), Some("crate" | "$crate")) {
        return Ok(path.to_token_stream());
    }
    let shown = show(&path);
    let help = format!("`::{shown}` for a dependency, `crate::{shown}` for a module of this crate");
    Err(("the path must be absolute".to_owned(), help))
}

/// Whether an option is set for the first time.
pub(crate) fn once(key: &Ident, seen: &mut Vec<Ident>, errors: &mut Errors) -> bool {
    let again = seen.contains(key);
    if again {
        let help = if key == "protocol" { "set it once: `protocol = Ledger + Audit`" } else { "keep one of the two" };
        errors.error(key, format!("`{key}` is set twice"), help);
    } else {
        seen.push(key.clone());
    }
    !again
}

/// The value of an option that is written as `example` is, with `=`.
pub(crate) fn value_of(entry: &Entry, example: &str, errors: &mut Errors) -> Option<TokenStream> {
    let key = &entry.key;
    if let Some(arguments) = &entry.arguments {
        let one = syn::parse2::<Path>(arguments.stream()).is_ok() || syn::parse2::<Lit>(arguments.stream()).is_ok();
        let help = if one { format!("`{key} = {}`", show(arguments.stream())) } else { format!("`{example}`") };
        errors.error(arguments, format!("`{key}` is set with `=`"), help);
        return None;
    }
    if entry.value.is_none() {
        errors.error(key, format!("`{key}` needs a value"), format!("`{example}`"));
    }
    entry.value.clone()
}

/// Reports an option that does not exist.
pub(crate) fn unknown<'a>(key: &Ident, known: impl IntoIterator<Item = &'a str> + Clone, errors: &mut Errors) {
    let meant = names::did_you_mean(&key.to_string(), known.clone());
    let question = meant.map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
    let known: Vec<_> = known.into_iter().map(|name| format!("`{name}`")).collect();
    let help = match known.as_slice() {
        [] => "there are no options here".to_owned(),
        [one] => format!("the only option here is {one}"),
        _ => format!("the options are {}", known.join(", ")),
    };
    errors.error(key, format!("unknown option `{key}`{question}"), help);
}
