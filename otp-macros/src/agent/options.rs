//! The options of `#[agent(…)]`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::diag::Errors;
use crate::settings::{self, Setting, Wrong};

/// The options of an agent, as far as they could be read.
pub(crate) struct Options {
    /// The path of `otp_runtime`.
    pub(crate) krate: TokenStream,
    /// The name of the client type.
    pub(crate) client: Option<Ident>,
    /// The calls that build the runtime's `Options`.
    pub(crate) settings: TokenStream,
}

/// The names of the options and an example of each.
const OPTIONS: [(&str, &str); 8] = [
    ("restart", "restart = transient"),
    ("shutdown", "shutdown = 5s"),
    ("significant", "significant = true"),
    ("id", "id = \"settings\""),
    ("name", "name = \"settings\""),
    ("timeout", "timeout = 20s"),
    ("client", "client = Name"),
    ("crate", "crate = ::otp_runtime"),
];

/// Reads the options of an agent; a wrong one is reported and left out.
pub(crate) fn parse(args: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options { krate: quote!(::otp_runtime), client: None, settings: TokenStream::new() };
    let settings = settings::each(args, OPTIONS, elsewhere, errors, |name, value| read(name, value, &mut options));
    // Built last: each may name the crate, wherever `crate` stands among them.
    let krate = &options.krate;
    options.settings = settings.into_iter().map(|setting| setting(krate)).collect();
    options
}

/// What else there is to say of a name that is none of an option.
fn elsewhere(name: &str) -> Option<Wrong> {
    let (what, help) = match name {
        "skip" => (
            "`skip` is for a field".to_owned(),
            "write `#[agent(skip)]` above the field that needs no accessors".to_owned(),
        ),
        "init" | "start" | "default" | "args" => (
            "the function that makes the first value is given to `start` and `child`".to_owned(),
            "`Settings::start(Settings::default)`, say".to_owned(),
        ),
        "mailbox" | "inline" | "hibernate_after" => {
            (format!("`{name}` is an option of `#[gen_server]`, and agents have none such"), "remove it".to_owned())
        }
        _ => return None,
    };
    Some((what, help))
}

fn read(name: &str, value: &TokenStream, options: &mut Options) -> Result<Setting, Wrong> {
    if let Some(setting) = settings::common(name, value) {
        return setting;
    }
    match name {
        "timeout" => return settings::timeout(name, value),
        "client" => options.client = Some(settings::client(value)?),
        _ => options.krate = settings::crate_path(value)?,
    }
    Ok(settings::nothing())
}
