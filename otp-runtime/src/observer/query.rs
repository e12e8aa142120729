//! What a request asks for. Whatever cannot be understood is refused, by name.

use super::fault::Fault;
use crate::Pid;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use std::ops::RangeInclusive;

/// How long a text may be.
const TEXT: usize = 200;

/// The parameters of a request, each to be taken once.
pub(super) struct Parameters(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Parameters {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        match Query::try_from_uri(&parts.uri) {
            Ok(Query(all)) => Ok(Parameters(all)),
            Err(error) => Err(Fault::parameter("query", error.to_string())),
        }
    }
}

impl Parameters {
    /// The value of a parameter; `None` when it is not given.
    fn take(&mut self, name: &str) -> Result<Option<String>, Fault> {
        let Some(at) = self.0.iter().position(|(given, _)| given == name) else { return Ok(None) };
        let (_, value) = self.0.swap_remove(at);
        if self.0.iter().any(|(given, _)| given == name) {
            return Err(Fault::parameter(name, "it is given twice"));
        }
        Ok(Some(value))
    }

    pub(super) fn number(&mut self, name: &str, range: RangeInclusive<usize>) -> Result<Option<usize>, Fault> {
        let Some(value) = self.take(name)? else { return Ok(None) };
        match value.parse() {
            Ok(number) if range.contains(&number) => Ok(Some(number)),
            _ if *range.end() == usize::MAX => Err(Fault::parameter(name, "not a number")),
            _ => Err(Fault::parameter(name, format!("not a number from {} to {}", range.start(), range.end()))),
        }
    }

    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Fault> {
        match self.take(name)? {
            Some(text) if text.len() > TEXT => Err(Fault::parameter(name, format!("longer than {TEXT} bytes"))),
            text => Ok(text),
        }
    }

    pub(super) fn flag(&mut self, name: &str) -> Result<bool, Fault> {
        match self.take(name)?.as_deref() {
            None | Some("0") => Ok(false),
            Some("1") => Ok(true),
            Some(_) => Err(Fault::parameter(name, "neither 0 nor 1")),
        }
    }

    pub(super) fn pid(&mut self, name: &str) -> Result<Option<Pid>, Fault> {
        self.take(name)?.map(|value| pid(name, &value)).transpose()
    }

    pub(super) fn one_of<T: Copy>(&mut self, name: &str, words: &[(&str, T)]) -> Result<Option<T>, Fault> {
        let Some(value) = self.take(name)? else { return Ok(None) };
        let found = words.iter().find(|(word, _)| *word == value).map(|(_, meant)| *meant);
        let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        found.map(Some).ok_or_else(|| Fault::parameter(name, format!("none of {}", known.join(", "))))
    }

    pub(super) fn node(&mut self, name: &str) -> Result<Option<u64>, Fault> {
        self.take(name)?.map(|value| node(name, &value)).transpose()
    }

    /// Nodes with where to begin in each: `0123456789abcdef:100,…`.
    pub(super) fn nodes(&mut self, name: &str, most: usize) -> Result<Vec<(u64, usize)>, Fault> {
        let Some(value) = self.take(name)?.filter(|value| !value.is_empty()) else { return Ok(Vec::new()) };
        let items: Vec<_> = value.split(',').collect();
        if items.len() > most {
            return Err(Fault::parameter(name, format!("more than {most} nodes")));
        }
        let parsed = items.into_iter().map(|item| {
            let (key, offset) = item.split_once(':').unwrap_or((item, "0"));
            let offset = offset.parse().map_err(|_| Fault::parameter(name, "an offset is not a number"))?;
            Ok((node(name, key)?, offset))
        });
        parsed.collect()
    }

    /// Nothing is left that nobody asked for.
    pub(super) fn done(self) -> Result<(), Fault> {
        match self.0.into_iter().next() {
            Some((name, _)) => Err(Fault::parameter(name, "there is no such parameter")),
            None => Ok(()),
        }
    }
}

/// A pid as it is written in addresses, `1.42`.
pub(super) fn pid(name: &str, text: &str) -> Result<Pid, Fault> {
    let parsed = || {
        let (system, count) = text.split_once('.')?;
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit());
        if !digits(system) || !digits(count) {
            return None;
        }
        Pid::of_parts(system.parse().ok()?, count.parse().ok()?)
    };
    parsed().ok_or_else(|| Fault::parameter(name, "not a pid, as 1.42"))
}

fn node(name: &str, text: &str) -> Result<u64, Fault> {
    let hex = text.len() == 16 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    let parsed = if hex { u64::from_str_radix(text, 16).ok() } else { None };
    parsed.ok_or_else(|| Fault::parameter(name, "not a node's key: 16 hexadecimal digits"))
}
