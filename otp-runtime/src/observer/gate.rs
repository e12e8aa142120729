//! Who may do what.
//!
//! | request | allowed |
//! |---|---|
//! | the page itself, which says nothing | whoever gets through to it under a name of this machine, or anybody when there is a token |
//! | looking | whoever gets through to a loopback address under a name of this machine; anybody with the token |
//! | changing | with `.control(true)`: `POST`, the token, and no other site's page behind it |
//!
//! A name that is not this machine's may be one that somebody has pointed here, so that a page of theirs can read ours.

use super::fault::Fault;
use super::token::Token;
use axum::http::{HeaderMap, Method, StatusCode, header};
use std::net::IpAddr;

pub(super) struct Gate {
    pub(super) token: Option<Token>,
    pub(super) control: bool,
    /// It listens on a loopback address.
    pub(super) loopback: bool,
}

/// What a request is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Matter {
    Page,
    Look,
    Change,
}

impl Matter {
    pub(super) fn of(method: &Method, path: &str) -> Matter {
        match *method {
            Method::GET | Method::HEAD if path.starts_with("/api/") => Matter::Look,
            Method::GET | Method::HEAD => Matter::Page,
            _ => Matter::Change,
        }
    }
}

impl Gate {
    pub(super) fn admit(&self, matter: Matter, headers: &HeaderMap) -> Result<(), Fault> {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let known = self.token.as_ref().is_some_and(|token| token.is_in(headers));
        let at_home = self.loopback && is_of_this_machine(host);
        match matter {
            Matter::Page if at_home || self.token.is_some() => Ok(()),
            Matter::Look if at_home || known => Ok(()),
            Matter::Page | Matter::Look if self.token.is_none() => Err(Fault::forbidden(
                "host",
                "this is served under the names of this machine only: localhost, 127.0.0.1 or [::1]",
            )),
            Matter::Page | Matter::Look => Err(self.unknown()),
            Matter::Change if !self.control => Err(Fault::forbidden(
                "control",
                "nothing can be changed here: the observer was not started with `.control(true)`",
            )),
            Matter::Change if !is_own(host, headers) => {
                Err(Fault::forbidden("origin", "the request comes from the page of another site"))
            }
            Matter::Change if known => Ok(()),
            Matter::Change => Err(self.unknown()),
        }
    }

    fn unknown(&self) -> Fault {
        Fault::new(
            StatusCode::UNAUTHORIZED,
            "token",
            "this needs the observer's token: `Authorization: Bearer <token>`",
        )
    }
}

/// Whether it names this machine for itself, with whatever port.
fn is_of_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    };
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether no page of another site sends this. A browser says whose page it is; other programs say nothing.
fn is_own(host: &str, headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(|site| site.as_bytes());
    if site.is_some_and(|site| site != b"same-origin" && site != b"none") {
        return false;
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let origin = origin.to_str().unwrap_or_default();
    let own = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    !host.is_empty() && own.is_some_and(|own| own.eq_ignore_ascii_case(host))
}
