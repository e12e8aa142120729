//! The options of `#[child(…)]`. Some are for every child; any other is a call on what the child's type gives for a spec,
//! so that the types decide which of them there are.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Expr, Lit, LitStr, Token};

use super::number::{Least, checked};
use super::{always_restarted, strategy};
use crate::diag::{Errors, show};
use crate::duration;
use crate::names::{self, did_you_mean};
use crate::settings::{self, Entry, Wrong, entries_or_calls};

/// The options of a child, as far as they could be read.
#[derive(Default)]
pub(crate) struct ChildOptions {
    pub(crate) args: TokenStream,
    /// The calls on what the type's `child` gives.
    pub(crate) building: TokenStream,
    /// The calls on the spec, but for the id.
    pub(crate) settings: TokenStream,
    pub(crate) id: Option<LitStr>,
    /// `significant`, unless it is `false`.
    pub(crate) significant: Option<Ident>,
    permanent: bool,
}

/// The options that may be meant by a misspelt one, and an example of each.
const KNOWN: [(&str, &str); 14] = [
    ("args", "args(1000)"),
    ("id", "id = \"savings\""),
    ("restart", "restart = transient"),
    ("shutdown", "shutdown = 5s"),
    ("significant", "significant = true"),
    ("name", "name = \"savings\""),
    ("via", "via(&registry, key)"),
    ("keys", "keys = unique"),
    ("max_children", "max_children = 100"),
    ("max_restarts", "max_restarts = 3"),
    ("max_seconds", "max_seconds = 5"),
    ("partitions", "partitions = 8"),
    ("strategy", "strategy = one_for_one"),
    ("extra_arguments", "extra_arguments = value"),
];

/// Words that are the value of `keys`.
const KEYS: [(&str, &str); 3] = [("unique", "keys"), ("duplicate", "keys"), ("duplicate_by_key", "keys")];

/// Reads the options of one child.
pub(crate) fn read(tokens: TokenStream, krate: &TokenStream, errors: &mut Errors) -> ChildOptions {
    let mut options = ChildOptions::default();
    if are_arguments(&tokens) {
        errors.error(
            &tokens,
            "what a child is started with stands in `args(…)`",
            format!("`#[child(args({}))]`", show(&tokens)),
        );
        return options;
    }
    let mut seen: Vec<Ident> = Vec::new();
    for entry in entries_or_calls(tokens, errors) {
        // A method of the child's own type may well be called again.
        let repeats = entry.arguments.is_some() && KNOWN.iter().all(|(known, _)| entry.key != known);
        if seen.contains(&entry.key) && !repeats {
            errors.error(&entry.key, format!("`{}` is set twice", entry.key), "keep one of the two");
            continue;
        }
        seen.push(entry.key.clone());
        let key = entry.key.clone();
        let place = entry.value.clone().unwrap_or_else(|| quote!(#key));
        let place = entry.arguments.as_ref().map_or(place, |group| TokenTree::from(group.clone()).into());
        match option(entry, krate, &mut options) {
            Ok(()) => {}
            Err(Mistake::Key(what, help)) => errors.error(&key, what, help),
            Err(Mistake::Value((what, help))) => errors.error(&place, what, help),
            Err(Mistake::Syntax(error)) => errors.push(error),
        }
    }
    if let Some(significant) = options.significant.take_if(|_| options.permanent) {
        always_restarted(&significant, "child", errors);
    }
    options
}

/// `#[child(1000)]`: values, none of which begins as an option does.
fn are_arguments(tokens: &TokenStream) -> bool {
    let values = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone());
    let is_option = |value: &Expr| matches!(value, Expr::Path(_) | Expr::Assign(_) | Expr::Call(_) | Expr::Verbatim(_));
    values.is_ok_and(|values| !values.is_empty() && !values.iter().any(is_option))
}

/// What is wrong with an option.
enum Mistake {
    /// Its name, or that it is there at all.
    Key(String, String),
    Value(Wrong),
    Syntax(syn::Error),
}

impl From<Wrong> for Mistake {
    fn from(wrong: Wrong) -> Self {
        Self::Value(wrong)
    }
}

fn option(entry: Entry, krate: &TokenStream, options: &mut ChildOptions) -> Result<(), Mistake> {
    let is_alone = entry.is_alone();
    let Entry { key, value, arguments, .. } = entry;
    let name = key.to_string();
    if name == "args" {
        options.args = own_arguments(value, arguments)?;
        return Ok(());
    }
    let known = KNOWN.iter().find(|(known, _)| *known == name);
    if known.is_none() {
        misspelt(&key, value.is_none() && arguments.is_none())?;
    }
    if let Some(arguments) = arguments {
        if let Some((_, example)) = known.filter(|(known, example)| example.starts_with(&format!("{known} ="))) {
            let given = arguments.stream();
            let help = if given.is_empty() { (*example).to_owned() } else { format!("{name} = {}", show(given)) };
            return Err((format!("`{name}` is set with `=`"), format!("`{help}`")).into());
        }
        let arguments_given = expressions(&arguments)?;
        let call = call(&key, arguments_given);
        // `via` is what a name is: of the spec, not of what builds it.
        if name == "via" {
            options.settings.extend(call)
        } else {
            options.building.extend(call)
        }
        return Ok(());
    }
    let Some(value) = value else {
        return without_value(&key, known, is_alone, options);
    };
    if let Some(setting) = settings::common(&name, &value) {
        let setting = setting?(krate);
        common(&key, &value, setting, options);
        return Ok(());
    }
    let value = other_value(&name, &value, krate)?;
    options.building.extend(call(&key, value));
    Ok(())
}

/// `.key(arguments)`: what there is not is an error at the option.
fn call(key: &Ident, arguments: TokenStream) -> TokenStream {
    let place = names::located_at(key.span());
    let (dot, arguments) = (quote_spanned!(place=> .), names::parenthesised(arguments, place));
    quote!(#dot #key #arguments)
}

/// An option that every child has.
fn common(key: &Ident, value: &TokenStream, setting: TokenStream, options: &mut ChildOptions) {
    match key.to_string().as_str() {
        "id" => {
            options.id = syn::parse2(value.clone()).ok();
            return;
        }
        "restart" => options.permanent = value.to_string() == "permanent",
        "significant" if value.to_string() == "true" => options.significant = Some(key.clone()),
        _ => {}
    }
    // A child that has no such setting is an error at the option.
    let at = |mut token: TokenTree| {
        token.set_span(names::located_at(key.span()));
        token
    };
    options.settings.extend(setting.into_iter().map(at));
}

fn without_value(
    key: &Ident,
    known: Option<&(&str, &str)>,
    is_alone: bool,
    options: &mut ChildOptions,
) -> Result<(), Mistake> {
    match known {
        Some((name, _)) if *name == "significant" && is_alone => {
            common(key, &quote!(true), quote!(.significant(true)), options);
        }
        Some((name, example)) => {
            return Err(Mistake::Key(format!("`{name}` needs a value"), format!("`{example}`")));
        }
        None if !is_alone => {
            return Err(Mistake::Key(format!("`{key}` needs a value"), format!("`{key} = …`, or `{key}` by itself")));
        }
        None => options.building.extend(call(key, TokenStream::new())),
    }
    Ok(())
}

/// A name that is none, or that is another option's value.
fn misspelt(key: &Ident, alone: bool) -> Result<(), Mistake> {
    let name = key.to_string();
    if let Some((value, option)) = settings::VALUES.iter().chain(&KEYS).find(|(value, _)| alone && *value == name) {
        return Err(Mistake::Key(format!("`{value}` is a value of `{option}`"), format!("`{option} = {value}`")));
    }
    if name == "auto_shutdown" {
        let what = "`auto_shutdown` belongs to a supervisor, not to the child of one".to_owned();
        return Err(Mistake::Key(what, "write it at the `#[supervisor]` itself".to_owned()));
    }
    let meant = match name.as_str() {
        "arg" | "argument" | "arguments" | "start" | "init_arg" | "init_args" => Some("args"),
        "max" | "max_workers" | "max_processes" => Some("max_children"),
        "pool_size" => Some("partitions"),
        // Methods that are not ours may well be called like this.
        "key" | "names" | "ids" => None,
        _ => did_you_mean(&name, KNOWN.map(|(known, _)| known)),
    };
    let example = meant.and_then(|meant| KNOWN.iter().find(|(known, _)| *known == meant));
    if let Some((meant, example)) = example {
        return Err(Mistake::Key(format!("unknown option `{name}`; did you mean `{meant}`?"), format!("`{example}`")));
    }
    if syn::parse2::<Ident>(quote!(#key)).is_err() {
        let known = KNOWN.map(|(known, _)| format!("`{known}`")).join(", ");
        let help = format!("the options are {known}, and what else the type of the child has");
        return Err(Mistake::Key(format!("unknown option `{name}`"), help));
    }
    Ok(())
}

/// `args(…)`: the expressions.
fn own_arguments(value: Option<TokenStream>, arguments: Option<Group>) -> Result<TokenStream, Mistake> {
    if let Some(value) = value {
        let shown = show(&value);
        let shown = shown.strip_prefix('(').and_then(|shown| shown.strip_suffix(')')).unwrap_or(&shown);
        return Err(("`args` takes its values in brackets, without `=`".to_owned(), format!("`args({shown})`")).into());
    }
    let Some(arguments) = arguments else {
        let what = "`args` takes the arguments that the child starts with".to_owned();
        return Err(Mistake::Key(what, "`args(1000)`".to_owned()));
    };
    expressions(&arguments)
}

/// The tokens of a list of expressions, as they came.
fn expressions(arguments: &Group) -> Result<TokenStream, Mistake> {
    let list = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(arguments.stream());
    list.map(|_| arguments.stream()).map_err(Mistake::Syntax)
}

/// The value of an option of the child's own type: an expression, with the words and durations of the others.
fn other_value(name: &str, value: &TokenStream, krate: &TokenStream) -> Result<TokenStream, Mistake> {
    match name {
        "keys" => {
            let known = [("unique", "Unique"), ("duplicate", "Duplicate"), ("duplicate_by_key", "DuplicateByKey")];
            let word = settings::word(name, value, known.map(|(word, _)| word))?;
            let variant = known.iter().find(|(known, _)| *known == word).map_or("Unique", |(_, variant)| variant);
            let variant = Ident::new(variant, Span::call_site());
            return Ok(quote!(#krate::Keys::#variant));
        }
        "strategy" => {
            let variant = Ident::new(strategy(value)?, Span::call_site());
            return Ok(quote!(#krate::Strategy::#variant));
        }
        "max_children" | "max_restarts" => return Ok(checked(name, value, Least::Zero)?),
        "max_seconds" | "partitions" => return Ok(checked(name, value, Least::One)?),
        _ => {}
    }
    let suffix = match syn::parse2::<Lit>(value.clone()) {
        Ok(Lit::Int(int)) => int.suffix().to_owned(),
        Ok(Lit::Float(float)) => float.suffix().to_owned(),
        _ => String::new(),
    };
    if !suffix.is_empty() && !suffix.starts_with(['u', 'i', 'f']) || suffix == "us" {
        return Ok(duration::parse(name, value)?.tokens());
    }
    match syn::parse2::<Expr>(value.clone()) {
        Ok(_) => Ok(value.clone()),
        Err(error) => Err(Mistake::Syntax(error)),
    }
}
