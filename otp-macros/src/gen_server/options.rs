//! The options of `#[gen_server(…)]`; those of the helper attributes are in `handler`.

mod handler;

pub(crate) use handler::{HandlerOptions, Limit, handler};

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Lit, Path, Token};

use crate::diag::{Errors, show};
use crate::duration;
use crate::names;

/// The options of a server, as far as they could be read.
pub(crate) struct Options {
    /// The path of `otp_runtime`.
    pub(crate) krate: TokenStream,
    /// The name of the client type.
    pub(crate) client: Option<Ident>,
    /// `mailbox` is set, so a cast may fail.
    pub(crate) bounded: bool,
    /// The calls that build the runtime's `Options`.
    pub(crate) settings: TokenStream,
}

/// The names of the options and an example of each.
const OPTIONS: [(&str, &str); 11] = [
    ("restart", "restart = transient"),
    ("shutdown", "shutdown = 5s"),
    ("id", "id = \"account\""),
    ("name", "name = \"account\""),
    ("mailbox", "mailbox = 64"),
    ("timeout", "timeout = 20s"),
    ("significant", "significant = true"),
    ("client", "client = Name"),
    ("crate", "crate = ::otp_runtime"),
    ("inline", "inline = false"),
    ("hibernate_after", "hibernate_after = 5s"),
];

/// `key` or `key = value`.
struct Entry {
    key: Ident,
    value: Option<TokenStream>,
}

/// Splits `key = value, key, …`; stops at what is not of this form.
fn entries(tokens: TokenStream, errors: &mut Errors) -> Vec<Entry> {
    let mut found = Vec::new();
    let parser = |input: ParseStream| {
        while !input.is_empty() {
            if !input.peek(Ident::peek_any) {
                return Err(input.error("expected the name of an option"));
            }
            let key = Ident::parse_any(input)?;
            let mut value = None;
            if input.parse::<Option<Token![=]>>()?.is_some() {
                let mut tokens = TokenStream::new();
                while !input.is_empty() && !input.peek(Token![,]) {
                    if !tokens.is_empty() && input.peek(Ident::peek_any) && input.peek2(Token![=]) {
                        return Err(input.error("expected `,` before the next option"));
                    }
                    tokens.extend([input.parse::<TokenTree>()?]);
                }
                value = Some(tokens).filter(|tokens| !tokens.is_empty());
            }
            found.push(Entry { key, value });
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens) {
        errors.push(error);
    }
    found
}

/// Reads the options of a server; a wrong one is reported and left out.
pub(crate) fn parse(args: TokenStream, errors: &mut Errors) -> Options {
    let mut options =
        Options { krate: quote!(::otp_runtime), client: None, bounded: false, settings: TokenStream::new() };
    let mut settings = Vec::new();
    let mut seen: Vec<Ident> = Vec::new();
    for entry in entries(args, errors) {
        let name = entry.key.to_string();
        let Some((_, example)) = OPTIONS.iter().find(|(known, _)| *known == name) else {
            unknown(&entry.key, OPTIONS.map(|(name, _)| name), errors);
            continue;
        };
        if seen.contains(&entry.key) {
            errors.error(&entry.key, format!("`{name}` is set twice"), "keep one of the two");
            continue;
        }
        seen.push(entry.key.clone());
        let Some(value) = entry.value else {
            errors.error(&entry.key, format!("`{name}` needs a value"), format!("`{example}`"));
            continue;
        };
        match read(&name, &value, &mut options) {
            Ok(setting) => settings.push(setting),
            Err((what, help)) => errors.error(&value, what, help),
        }
    }
    // Built last: each may name the crate, wherever `crate` stands among them.
    let krate = &options.krate;
    options.settings = settings.into_iter().map(|setting| setting(krate)).collect();
    options
}

/// What a setting becomes, given the path of the runtime.
type Setting = Box<dyn Fn(&TokenStream) -> TokenStream>;

fn read(name: &str, value: &TokenStream, options: &mut Options) -> Result<Setting, (String, String)> {
    let fixed = |tokens: TokenStream| -> Setting { Box::new(move |_| tokens.clone()) };
    let variant = |method: &str, kind: &str, variant: &str| -> Setting {
        let [method, kind, variant] =
            [method, kind, variant].map(|name| Ident::new(name, proc_macro2::Span::call_site()));
        Box::new(move |krate| quote!(.#method(#krate::#kind::#variant)))
    };
    match name {
        "restart" => {
            let known = [("permanent", "Permanent"), ("transient", "Transient"), ("temporary", "Temporary")];
            let chosen = word(name, value, known.map(|(word, _)| word))?;
            let found = known.iter().find(|(word, _)| *word == chosen);
            Ok(found.map_or_else(|| fixed(TokenStream::new()), |(_, name)| variant("restart", "Restart", name)))
        }
        "shutdown" if value.to_string() == "brutal_kill" => Ok(variant("shutdown", "Shutdown", "BrutalKill")),
        "shutdown" if is_infinity(value) => Ok(variant("shutdown", "Shutdown", "Infinity")),
        "shutdown" => {
            let after = duration::parse(name, value).map_err(|error| or_words(error, "`infinity` or `brutal_kill`"))?;
            let after = after.tokens();
            Ok(Box::new(move |krate| quote!(.shutdown(#krate::Shutdown::After(#after)))))
        }
        "id" | "name" => {
            let Ok(Lit::Str(text)) = syn::parse2(value.clone()) else {
                let shown = show(value);
                return Err((
                    format!("`{name}` takes a string"),
                    format!("`{name} = \"{}\"`", shown.trim_matches('"')),
                ));
            };
            let method = Ident::new(name, proc_macro2::Span::call_site());
            Ok(fixed(quote!(.#method(#text))))
        }
        "mailbox" => {
            let size = size(value)?;
            options.bounded = true;
            Ok(fixed(quote!(.mailbox(#size))))
        }
        "timeout" if is_infinity(value) => Ok(fixed(quote!(.no_timeout()))),
        "timeout" => {
            let after = duration::parse(name, value).map_err(|error| or_words(error, "`infinity`"))?.tokens();
            Ok(fixed(quote!(.timeout(#after))))
        }
        "hibernate_after" => {
            let after = duration::parse(name, value)?.tokens();
            Ok(fixed(quote!(.hibernate_after(#after))))
        }
        "significant" | "inline" => {
            let method = Ident::new(name, proc_macro2::Span::call_site());
            let chosen = Ident::new(word(name, value, ["true", "false"])?, proc_macro2::Span::call_site());
            Ok(fixed(quote!(.#method(#chosen))))
        }
        "client" => {
            let help = format!("`client = {}`", "Name");
            let client =
                syn::parse2(value.clone()).map_err(|_| ("`client` takes a name for the type".to_owned(), help))?;
            options.client = Some(client);
            Ok(fixed(TokenStream::new()))
        }
        _ => {
            options.krate = crate_path(value)?;
            Ok(fixed(TokenStream::new()))
        }
    }
}

fn is_infinity(value: &TokenStream) -> bool {
    value.to_string() == "infinity"
}

/// Adds to the help for a duration that some words are good, too.
fn or_words((what, help): (String, String), words: &str) -> (String, String) {
    (what, format!("{help}; or {words}"))
}

/// One of a few words.
fn word<'a, const N: usize>(name: &str, value: &TokenStream, known: [&'a str; N]) -> Result<&'a str, (String, String)> {
    let typed = value.to_string();
    if let Some(found) = known.iter().find(|word| **word == typed) {
        return Ok(found);
    }
    let unquoted = typed.trim_matches('"').to_owned();
    let choices = known.map(|word| format!("`{word}`")).join(", ");
    if unquoted != typed {
        return Err((format!("`{name}` takes a word, not a string"), format!("write one of {choices} without quotes")));
    }
    let meant = names::did_you_mean(&typed, known);
    let question = meant.map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
    Err((format!("`{name}` cannot be `{}`{question}", show(value)), format!("write one of {choices}")))
}

/// The size of a mailbox.
fn size(value: &TokenStream) -> Result<TokenStream, (String, String)> {
    let help = "`mailbox = 64`".to_owned();
    match syn::parse2(value.clone()) {
        Ok(Lit::Int(size)) if size.suffix().is_empty() || size.suffix() == "usize" => {
            match size.base10_parse::<usize>() {
                Ok(0) => Err(("`mailbox` must be at least 1".to_owned(), help)),
                Ok(_) => Ok(size.to_token_stream()),
                Err(_) => Err(("`mailbox` is too large".to_owned(), help)),
            }
        }
        Ok(Lit::Str(_)) => Err(("`mailbox` takes an integer, not a string".to_owned(), help)),
        _ => Err(("`mailbox` takes an integer".to_owned(), help)),
    }
}

/// The path of the runtime: it must mean the same in every module.
fn crate_path(value: &TokenStream) -> Result<TokenStream, (String, String)> {
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

/// Reports an option that does not exist.
fn unknown<'a>(key: &Ident, known: impl IntoIterator<Item = &'a str> + Clone, errors: &mut Errors) {
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
