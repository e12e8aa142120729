//! The options of `#[protocol(…)]`.

use proc_macro2::TokenStream;

use crate::diag::Errors;
use crate::gen_server::options::Options;
use crate::settings::{self, Wrong};

/// The names of the options and an example of each.
const OPTIONS: [(&str, &str); 2] = [("client", "client = Name"), ("crate", "crate = ::otp_runtime")];

/// Reads the options of a protocol, which are among those of a server; a wrong one is reported and left out.
pub(crate) fn parse(args: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::new();
    settings::each(args, OPTIONS, elsewhere, errors, |name, value| {
        match name {
            "client" => options.client = Some(settings::client(value)?),
            _ => options.krate = settings::crate_path(value)?,
        }
        Ok(settings::nothing())
    });
    options
}

/// What else there is to say of a name that is none of an option.
fn elsewhere(name: &str) -> Option<Wrong> {
    let (what, help) = match name {
        "timeout" => {
            ("`timeout` is set for a server, or for one call".to_owned(), "`#[call(timeout = 20s)]`".to_owned())
        }
        "restart" | "shutdown" | "significant" | "id" | "name" | "mailbox" | "hibernate_after" | "inline" => (
            format!("`{name}` is an option of `#[gen_server]`: each server of a protocol has its own"),
            "remove it".to_owned(),
        ),
        "protocol" => (
            "a protocol speaks no other".to_owned(),
            "let the server list both: `#[gen_server(protocol = Ledger + Audit)]`".to_owned(),
        ),
        _ => return None,
    };
    Some((what, help))
}
