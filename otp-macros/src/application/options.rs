//! The options of `#[application(…)]`.

use proc_macro2::{Group, Ident, TokenStream};
use quote::{ToTokens as _, quote};
use syn::parse::{ParseStream, Parser as _};
use syn::{Expr, ExprLit, Lit, LitStr, Token, Type};

use crate::diag::{Errors, show};
use crate::names;
use crate::settings::{self, Entry, Wrong, entries_or_calls, once, unknown, value_of};
use crate::types;

/// The options of an application, as far as they could be read.
pub(crate) struct Options {
    /// The path of `otp_runtime`.
    pub(crate) krate: TokenStream,
    pub(crate) name: Option<LitStr>,
    /// Expressions.
    pub(crate) description: Option<TokenStream>,
    pub(crate) version: Option<TokenStream>,
    /// The type of its config.
    pub(crate) config: Option<Type>,
    /// Something was said about a config, right or wrong.
    pub(crate) has_config: bool,
    /// The other applications it names, in the order of the source.
    pub(crate) others: Vec<Other>,
}

/// Another application.
pub(crate) struct Other {
    /// The option it stands in.
    pub(crate) list: List,
    pub(crate) target: Target,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Dependencies,
    Optional,
    Includes,
}

/// How another application is told.
pub(crate) enum Target {
    Type(Box<Type>),
    Name(LitStr),
}

/// The names of the options and an example of each.
const OPTIONS: [(&str, &str); 8] = [
    ("name", "name = \"my_bank\""),
    ("description", "description = \"A bank\""),
    ("version", "version = \"1.0\""),
    ("config", "config = BankConfig"),
    ("dependencies", "dependencies(Metrics, Storage)"),
    ("optional", "optional(\"tracing_export\")"),
    ("includes", "includes(Reports)"),
    ("crate", "crate = ::otp_runtime"),
];

/// Words for the same from elsewhere.
const ALIASES: [(&str, &str); 9] = [
    ("depends_on", "dependencies"),
    ("depends", "dependencies"),
    ("applications", "dependencies"),
    ("extra_applications", "dependencies"),
    ("requires", "dependencies"),
    ("optional_applications", "optional"),
    ("included_applications", "includes"),
    ("vsn", "version"),
    ("env", "config"),
];

/// Reads the options of an application; a wrong one is reported and left out.
pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options {
        krate: quote!(::otp_runtime),
        name: None,
        description: None,
        version: None,
        config: None,
        has_config: false,
        others: Vec::new(),
    };
    let before = errors.len();
    let entries = entries_or_calls(tokens, errors);
    // What comes after an error of syntax is not known.
    options.has_config = errors.len() > before;
    let mut seen: Vec<Ident> = Vec::new();
    for entry in entries {
        let name = entry.key.to_string();
        let Some((_, example)) = OPTIONS.iter().find(|(known, _)| *known == name) else {
            unknown_option(&entry.key, &mut options, errors);
            continue;
        };
        options.has_config |= name == "config";
        if !once(&entry.key, &mut seen, errors) {
            continue;
        }
        let list = match name.as_str() {
            "dependencies" => Some(List::Dependencies),
            "optional" => Some(List::Optional),
            "includes" => Some(List::Includes),
            _ => None,
        };
        if let Some(list) = list {
            others(&entry, list, example, &mut options.others, errors);
        } else if let Some(value) = value_of(&entry, example, errors) {
            if let Err((what, help)) = read(&name, &value, &mut options) {
                errors.error(&value, what, help);
            }
        } else if let Some(group) = entry.arguments.filter(|_| name == "config") {
            // It was reported; what the callbacks take is known all the same.
            options.config = config(&group.stream()).ok();
        }
    }
    options
}

fn unknown_option(key: &Ident, options: &mut Options, errors: &mut Errors) {
    let typed = key.to_string();
    options.has_config |= names::did_you_mean(&typed, ["config"]).is_some();
    let Some((_, meant)) = ALIASES.iter().find(|(alias, _)| *alias == typed) else {
        return unknown(key, OPTIONS.map(|(name, _)| name), errors);
    };
    options.has_config |= *meant == "config";
    let example = OPTIONS.iter().find(|(known, _)| known == meant).map_or("", |(_, example)| example);
    errors.error(key, format!("unknown option `{typed}`; did you mean `{meant}`?"), format!("`{example}`"));
}

fn read(name: &str, value: &TokenStream, options: &mut Options) -> Result<(), Wrong> {
    match name {
        "name" => options.name = Some(own_name(value)?),
        "description" => options.description = Some(text(name, value, "A bank")?),
        "version" => options.version = Some(text(name, value, "1.0")?),
        "config" => options.config = Some(config(value)?),
        _ => options.krate = settings::crate_path(value)?,
    }
    Ok(())
}

/// A name that other applications, and environment variables, can use.
fn own_name(value: &TokenStream) -> Result<LitStr, Wrong> {
    let Ok(Lit::Str(text)) = syn::parse2(value.clone()) else {
        let shown = show(value);
        let usable = usable_name(&shown).unwrap_or_else(|| "my_bank".to_owned());
        return Err(("`name` takes a string".to_owned(), format!("`name = \"{usable}\"`")));
    };
    let name = text.value();
    if is_name(&name) {
        return Ok(text);
    }
    let what = if name.is_empty() {
        "an application needs a name".to_owned()
    } else {
        format!("`{name}` cannot be the name of an application: lower-case letters, digits and `_`, a letter first")
    };
    let usable = usable_name(&name).unwrap_or_else(|| "my_bank".to_owned());
    Err((what, format!("`name = \"{usable}\"`")))
}

/// Whether `name` can be the name of an application: in upper case it is the beginning of environment variables.
pub(crate) fn is_name(name: &str) -> bool {
    let good = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.chars().all(good)
}

/// A name that is like `name`.
fn usable_name(name: &str) -> Option<String> {
    let part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let words: Vec<_> =
        name.split(|letter| !part(letter)).filter(|word| !word.is_empty()).map(names::snake_case).collect();
    let usable = words.join("_");
    let usable = usable.trim_start_matches(|first: char| !first.is_ascii_lowercase());
    is_name(usable).then(|| usable.to_owned())
}

/// A string, or an expression that may well be one.
fn text(name: &str, value: &TokenStream, example: &str) -> Result<TokenStream, Wrong> {
    match syn::parse2(value.clone()) {
        Ok(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => Ok(text.to_token_stream()),
        Ok(Expr::Path(_) | Expr::Macro(_)) => Ok(value.clone()),
        Ok(Expr::Lit(ExprLit { lit: Lit::Int(_) | Lit::Float(_), .. })) => {
            Err((format!("`{name}` takes a string"), format!("`{name} = \"{}\"`", show(value))))
        }
        _ => Err((format!("`{name}` takes a string"), format!("`{name} = \"{example}\"`"))),
    }
}

/// The type of the config.
fn config(value: &TokenStream) -> Result<Type, Wrong> {
    if let Ok(Lit::Str(text)) = syn::parse2(value.clone()) {
        let help = format!("write it without the quotes: `config = {}`", text.value());
        return Err(("`config` takes a type, not a string".to_owned(), help));
    }
    let help = || "the name of a struct with `#[config]`: `config = BankConfig`".to_owned();
    match syn::parse2::<Type>(value.clone()) {
        Ok(Type::Reference(reference)) => {
            Err(("the config is not borrowed".to_owned(), format!("`config = {}`", show(&reference.elem))))
        }
        Ok(ty) if matches!(types::bare(&ty), Type::Path(_) | Type::Tuple(_) | Type::Macro(_)) => Ok(ty),
        _ => Err(("`config` takes a type".to_owned(), help())),
    }
}

/// `dependencies(Metrics, "storage")`.
fn others(entry: &Entry, list: List, example: &str, found: &mut Vec<Other>, errors: &mut Errors) {
    let key = &entry.key;
    if let Some(value) = &entry.value {
        let shown = show(value);
        let inner = shown.trim_matches(['[', ']', '(', ')', '{', '}']).trim();
        let what = format!("`{key}` takes a list in brackets, without `=`");
        return errors.error(value, what, format!("`{key}({inner})`"));
    }
    let Some(group) = &entry.arguments else {
        return errors.error(key, format!("`{key}` takes a list of applications"), format!("`{example}`"));
    };
    if let Err(error) = (|input: ParseStream| each(input, list, example, found, errors)).parse2(group.stream()) {
        errors.push(error);
    } else if group.stream().is_empty() {
        empty(key, group, example, errors);
    }
}

fn empty(key: &Ident, group: &Group, example: &str, errors: &mut Errors) {
    errors.error(quote!(#key #group), format!("`{key}` lists no application"), format!("`{example}`, or remove it"));
}

fn each(input: ParseStream, list: List, example: &str, found: &mut Vec<Other>, errors: &mut Errors) -> syn::Result<()> {
    while !input.is_empty() {
        if input.peek(Token![,]) {
            return Err(input.error(format!("expected an application\nhelp: `{example}`")));
        }
        let target = settings::value(input)?;
        match target_of(&target, list) {
            Ok(target) => found.push(Other { list, target }),
            Err((what, help)) => {
                let help = if help.is_empty() { format!("`{example}`") } else { help };
                errors.error(&target, what, help);
            }
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(())
}

/// A type, or a name.
fn target_of(tokens: &TokenStream, list: List) -> Result<Target, Wrong> {
    if let Ok(Lit::Str(name)) = syn::parse2(tokens.clone()) {
        if list == List::Includes {
            let what = "an included application is loaded with this one, so its type must be known".to_owned();
            return Err((what, String::new()));
        }
        return own_name(tokens)
            .map_err(|(what, _)| {
                let usable = usable_name(&name.value()).unwrap_or_else(|| "storage".to_owned());
                (what, format!("`\"{usable}\"`"))
            })
            .map(Target::Name);
    }
    match syn::parse2::<Type>(tokens.clone()) {
        Ok(Type::Reference(reference)) => Err((
            "an application is told by its type; nothing is borrowed".to_owned(),
            format!("`{}`", show(&reference.elem)),
        )),
        Ok(ty) if matches!(types::bare(&ty), Type::Path(_) | Type::Macro(_)) => Ok(Target::Type(Box::new(ty))),
        _ => Err((format!("`{}` is no application: its type, or its name as a string", show(tokens)), String::new())),
    }
}
