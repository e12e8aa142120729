//! The options of `#[protocol(…)]`.

use proc_macro2::TokenStream;

use crate::diag::Errors;
use crate::gen_server::options::Options;
use crate::settings::{self, Wrong};

/// The names of the options and an example of each.
const OPTIONS: [(&str, &str); 2] = [("client", "client = Name"), ("crate", "crate = ::otp_runtime")];

/// The options of a protocol: some of a server's.
pub(crate) struct ProtocolOptions {
    pub(crate) shared: Options,
    /// Nothing says that this is an unusual place, where rustc may not know the attribute `diagnostic`.
    pub(crate) has_diagnostics: bool,
}

/// Reads the options of a protocol; a wrong one is reported and left out.
pub(crate) fn parse(args: TokenStream, errors: &mut Errors) -> ProtocolOptions {
    let mut options = ProtocolOptions { shared: Options::new(), has_diagnostics: true };
    settings::each(args, OPTIONS, elsewhere, errors, |name, value| {
        if name == "client" {
            options.shared.client = Some(settings::client(value)?);
        } else {
            options.shared.krate = settings::crate_path(value)?;
            // No prelude, no tools: see the docs of the macro.
            options.has_diagnostics = false;
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
