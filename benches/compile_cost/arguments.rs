//! The command line.

use crate::contender::{ALL, Contender};

pub(crate) struct Arguments {
    pub(crate) servers: Vec<usize>,
    pub(crate) rounds: usize,
    pub(crate) only: Vec<&'static Contender>,
    /// Whether the dependencies alone are built too, which takes longer than the rest.
    pub(crate) dependencies: bool,
}

impl Arguments {
    pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut servers, mut rounds, mut only, mut quick) = (None, None, None, false);
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("`{word}` wants a value"));
            match word.as_str() {
                "--servers" => servers = Some(list(&value()?, number)?),
                "--rounds" => rounds = Some(number(&value()?)?),
                "--only" => only = Some(list(&value()?, contender)?),
                "--quick" => quick = true,
                _ => return Err(format!("`{word}` is none of --servers, --rounds, --only, --quick")),
            }
        }
        Ok(Arguments {
            servers: servers.unwrap_or(if quick { vec![10] } else { vec![1, 10, 50] }),
            rounds: rounds.unwrap_or(if quick { 1 } else { 5 }),
            only: only.unwrap_or_else(|| ALL.iter().collect()),
            dependencies: !quick,
        })
    }
}

fn list<T>(words: &str, parse: fn(&str) -> Result<T, String>) -> Result<Vec<T>, String> {
    words.split(',').map(parse).collect()
}

fn number(word: &str) -> Result<usize, String> {
    match word.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(format!("`{word}` is not a positive number")),
    }
}

fn contender(word: &str) -> Result<&'static Contender, String> {
    let names: Vec<&str> = ALL.iter().map(|contender| contender.name).collect();
    let found = ALL.iter().find(|contender| contender.name == word);
    found.ok_or_else(|| format!("`{word}` is none of {}", names.join(", ")))
}
