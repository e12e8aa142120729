//! The options of `#[gen_server(…)]`; those of the helper attributes are in `handler`.

mod handler;
mod protocols;

pub(crate) use handler::{HandlerOptions, Limit, handler};

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Lit;

use crate::diag::Errors;
use crate::duration;
use crate::gen_server::model::Spoken;
use crate::settings::{self, Setting, Wrong};

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
    /// What it speaks besides its own messages.
    pub(crate) protocols: Vec<Spoken>,
}

/// The names of the options and an example of each.
const OPTIONS: [(&str, &str); 12] = [
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
    ("protocol", "protocol = Ledger + Audit"),
];

impl Options {
    /// Those of whoever sets none.
    pub(crate) fn new() -> Self {
        Options {
            krate: quote!(::otp_runtime),
            client: None,
            bounded: false,
            settings: TokenStream::new(),
            protocols: Vec::new(),
        }
    }
}

/// Reads the options of a server; a wrong one is reported and left out.
pub(crate) fn parse(args: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::new();
    let meant = |name: &str| protocols::meant(name).or_else(|| elsewhere(name));
    let settings = settings::each(args, OPTIONS, meant, errors, |name, value| read(name, value, &mut options));
    // Built last: each may name the crate, wherever `crate` stands among them.
    let krate = &options.krate;
    options.settings = settings.into_iter().map(|setting| setting(krate)).collect();
    protocols::are_distinct(&mut options.protocols, errors);
    options
}

/// What else there is to say of a name that is none of an option: words of other macros, and other words for the same.
fn elsewhere(name: &str) -> Option<Wrong> {
    let meant = match name {
        "strategy" | "max_restarts" | "max_seconds" | "auto_shutdown" => {
            let what = format!("`{name}` is an option of `#[supervisor]`: a server has no children");
            return Some((what, "write it at the supervisor of this server".to_owned()));
        }
        "args" | "init" | "init_arg" => {
            let what = "a server is started with the arguments of its `#[init]`".to_owned();
            return Some((what, "`#[init] fn init(first: u64) -> Self`, and `Counter::start(1)`".to_owned()));
        }
        "blocking" => {
            let what = "`blocking` is for one handler".to_owned();
            return Some((what, "`#[call(blocking)]` or `#[cast(blocking)]`".to_owned()));
        }
        "capacity" | "buffer" | "mailbox_size" | "queue" | "bound" => "mailbox",
        "call_timeout" => "timeout",
        "register" | "registered_name" | "local" | "global" | "via" => "name",
        "hibernate" => "hibernate_after",
        "kill_after" | "shutdown_timeout" => "shutdown",
        "handle" => "client",
        _ => return None,
    };
    let example = OPTIONS.iter().find(|(known, _)| *known == meant)?.1;
    Some((format!("unknown option `{name}`; did you mean `{meant}`?"), format!("`{example}`")))
}

fn read(name: &str, value: &TokenStream, options: &mut Options) -> Result<Setting, Wrong> {
    if let Some(setting) = settings::common(name, value) {
        return setting;
    }
    match name {
        "mailbox" => {
            let size = size(value)?;
            options.bounded = true;
            Ok(settings::fixed(quote!(.mailbox(#size))))
        }
        "timeout" => settings::timeout(name, value),
        "hibernate_after" => {
            let after = duration::parse(name, value)?.tokens();
            Ok(settings::fixed(quote!(.hibernate_after(#after))))
        }
        "inline" => settings::flag(name, value),
        "protocol" => {
            options.protocols = protocols::read(value)?;
            Ok(settings::nothing())
        }
        "client" => {
            options.client = Some(settings::client(value)?);
            Ok(settings::nothing())
        }
        _ => {
            options.krate = settings::crate_path(value)?;
            Ok(settings::nothing())
        }
    }
}

/// The size of a mailbox.
fn size(value: &TokenStream) -> Result<TokenStream, Wrong> {
    let help = "`mailbox = 64`".to_owned();
    if settings::is_infinity(value) || value.to_string() == "unbounded" {
        return Err(("a mailbox without this option has no bound".to_owned(), "remove it".to_owned()));
    }
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
