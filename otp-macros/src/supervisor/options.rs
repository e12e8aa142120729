//! The options of `#[supervisor(…)]`; those of `#[child(…)]` are in `child`.

mod args;
pub(crate) mod child;
mod number;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::diag::Errors;
use crate::names;
use crate::settings::{self, Entry, Setting, Wrong, entries_or_calls, once, unknown, value_of};
use crate::supervisor::model::Arg;
pub(crate) use args::anything;
use number::{Least, number};

/// The options of a supervisor, as far as they could be read.
pub(crate) struct Options {
    /// The path of `otp_runtime`.
    pub(crate) krate: TokenStream,
    /// The name of the client type.
    pub(crate) client: Option<Ident>,
    /// Which of the runtime's strategies.
    pub(crate) strategy: &'static str,
    /// Something was written that says which, or that hides whether something was.
    pub(crate) has_strategy: bool,
    /// The calls on the builder.
    pub(crate) building: TokenStream,
    /// It may shut itself down when a significant child has ended.
    pub(crate) auto_shutdown: bool,
    pub(crate) args: Vec<Arg>,
    /// Where these stand.
    pub(crate) args_at: Span,
    /// The calls that build the runtime's `Options`.
    pub(crate) settings: TokenStream,
}

/// The names of the options and an example of each.
const OPTIONS: [(&str, &str); 12] = [
    ("strategy", "strategy = one_for_one"),
    ("max_restarts", "max_restarts = 3"),
    ("max_seconds", "max_seconds = 5"),
    ("auto_shutdown", "auto_shutdown = any_significant"),
    ("args", "args(name: Type)"),
    ("restart", "restart = transient"),
    ("shutdown", "shutdown = 5s"),
    ("significant", "significant = true"),
    ("id", "id = \"bank\""),
    ("name", "name = \"bank\""),
    ("client", "client = Name"),
    ("crate", "crate = ::otp_runtime"),
];

const STRATEGIES: [(&str, &str); 3] =
    [("one_for_one", "OneForOne"), ("one_for_all", "OneForAll"), ("rest_for_one", "RestForOne")];

/// What the options become, given the path of the runtime.
#[derive(Default)]
struct Settings {
    building: Vec<Setting>,
    own: Vec<Setting>,
    shutdown: bool,
    /// `significant`, and that the supervisor is said to be permanent.
    significant: Option<Ident>,
    permanent: bool,
}

/// Reads the options of a supervisor; a wrong one is reported and left out.
pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options {
        krate: quote!(::otp_runtime),
        client: None,
        strategy: "OneForOne",
        has_strategy: false,
        building: TokenStream::new(),
        auto_shutdown: false,
        args: Vec::new(),
        args_at: Span::call_site(),
        settings: TokenStream::new(),
    };
    let mut settings = Settings::default();
    let before = errors.len();
    let entries = entries_or_calls(tokens, errors);
    options.has_strategy = errors.len() > before;
    let mut seen: Vec<Ident> = Vec::new();
    for entry in entries {
        let name = entry.key.to_string();
        let Some((_, example)) = OPTIONS.iter().find(|(known, _)| *known == name) else {
            unknown_option(&entry, &mut options, errors);
            continue;
        };
        options.has_strategy |= name == "strategy";
        if !once(&entry.key, &mut seen, errors) {
            continue;
        }
        if name == "args" {
            options.args_at = entry.arguments.as_ref().map_or(options.args_at, |group| names::located_at(group.span()));
            args::read(&entry, &mut options.args, errors);
            continue;
        }
        let value = match &entry {
            entry if name == "significant" && entry.is_alone() => Some(quote!(true)),
            entry => value_of(entry, example, errors),
        };
        let Some(value) = value else {
            continue;
        };
        if let Err((what, help)) = read(&entry.key, &value, &mut options, &mut settings) {
            errors.error(&value, what, help);
        }
    }
    if let Some(significant) = settings.significant.take_if(|_| settings.permanent) {
        always_restarted(&significant, "supervisor", errors);
    }
    finish(&mut options, settings);
    options
}

/// What is restarted whatever its end does not end anything.
fn always_restarted(significant: &Ident, what: &str, errors: &mut Errors) {
    let what = format!("a `permanent` {what} is always restarted, so it cannot be significant");
    errors.error(significant, what, "`restart = transient` or `restart = temporary`, or remove `significant`");
}

/// Built last: each setting may name the crate, wherever `crate` stands among them.
fn finish(options: &mut Options, mut settings: Settings) {
    if !settings.own.is_empty() && !settings.shutdown {
        // Unlike a server, a supervisor is given all the time it needs.
        settings.own.insert(0, settings::variant("shutdown", "Shutdown", "Infinity"));
    }
    let krate = &options.krate;
    options.building = settings.building.iter().map(|setting| setting(krate)).collect();
    options.settings = settings.own.iter().map(|setting| setting(krate)).collect();
}

/// An option that does not exist, though a strategy may be meant by it.
fn unknown_option(entry: &Entry, options: &mut Options, errors: &mut Errors) {
    let key = entry.key.to_string();
    if entry.value.is_none() && STRATEGIES.iter().any(|(word, _)| *word == key) {
        options.has_strategy = true;
        errors.error(&entry.key, format!("`{key}` is a strategy"), format!("`strategy = {key}`"));
        return;
    }
    options.has_strategy |= names::did_you_mean(&key, ["strategy"]).is_some();
    if let Some((what, help)) = elsewhere(&key) {
        return errors.error(&entry.key, what, help);
    }
    unknown(&entry.key, OPTIONS.map(|(name, _)| name), errors);
}

/// What else there is to say of a name that is none of an option: Erlang's words, and options of other macros.
fn elsewhere(key: &str) -> Option<Wrong> {
    let meant = match key {
        "intensity" => "max_restarts",
        "period" => "max_seconds",
        "children" => {
            let what = "the children of a supervisor are the fields of its struct".to_owned();
            return Some((what, "`struct Bank { accounts: BankAccount }`".to_owned()));
        }
        "max_children" | "keys" | "partitions" => {
            return Some((
                format!("`{key}` is an option of a child"),
                format!("`#[child({key} = …)]` above its field"),
            ));
        }
        "mailbox" | "inline" | "timeout" | "hibernate_after" => {
            let what = format!("`{key}` is an option of `#[gen_server]`, and supervisors have none such");
            return Some((what, "remove it".to_owned()));
        }
        _ => return None,
    };
    let example = OPTIONS.iter().find(|(known, _)| *known == meant)?.1;
    Some((format!("unknown option `{key}`; did you mean `{meant}`?"), format!("`{example}`")))
}

fn read(key: &Ident, value: &TokenStream, options: &mut Options, settings: &mut Settings) -> Result<(), Wrong> {
    let name = key.to_string();
    if let Some(setting) = settings::common(&name, value) {
        settings.own.push(setting?);
        settings.shutdown |= name == "shutdown";
        let value = value.to_string();
        settings.permanent |= name == "restart" && value == "permanent";
        if name == "significant" && value == "true" {
            settings.significant = Some(key.clone());
        }
        return Ok(());
    }
    match name.as_str() {
        "strategy" => options.strategy = strategy(value)?,
        "max_restarts" => settings.building.push(number(&name, value, Least::Zero)?),
        "max_seconds" => settings.building.push(number(&name, value, Least::One)?),
        "auto_shutdown" => {
            // It was meant to, whatever it says.
            options.auto_shutdown = value.to_string() != "never";
            let known =
                [("never", "Never"), ("any_significant", "AnySignificant"), ("all_significant", "AllSignificant")];
            settings.building.push(settings::choice(&name, "AutoShutdown", value, known)?);
        }
        "client" => options.client = Some(settings::client(value)?),
        _ => options.krate = settings::crate_path(value)?,
    }
    Ok(())
}

/// One of the strategies; of a word that is none of them, the nearest is named.
fn strategy(value: &TokenStream) -> Result<&'static str, Wrong> {
    let words = STRATEGIES.map(|(word, _)| word);
    let last = value.clone().into_iter().last().map(|token: TokenTree| token.to_string()).unwrap_or_default();
    if last == "simple_one_for_one" {
        let what = "`simple_one_for_one` is what a `DynamicSupervisor` does".to_owned();
        return Err((what, "give this supervisor a field of type `DynamicSupervisor<Child>`".to_owned()));
    }
    let (what, help) = match settings::word("strategy", value, words) {
        Ok(word) => {
            return Ok(STRATEGIES.iter().find(|(known, _)| *known == word).map_or("OneForOne", |(_, name)| name));
        }
        Err(wrong) => wrong,
    };
    // Something with two of its words is the strategy, mixed up.
    let parts = |word: &str| word.split('_').filter(|part| last.split('_').any(|typed| typed == *part)).count();
    let nearest = words.into_iter().filter(|word| parts(word) > 1).max_by_key(|word| parts(word));
    let question = nearest.filter(|_| !what.contains('?')).map(|word| format!("; did you mean `{word}`?"));
    Err((format!("{what}{}", question.unwrap_or_default()), help))
}
