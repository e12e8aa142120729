//! The medians, and ours beside each.

use crate::suite::Kind;
use std::collections::BTreeMap;
use std::fmt;

pub(crate) struct Table {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
}

#[derive(Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) unit: String,
    /// By contender; one figure a round.
    pub(crate) rounds: BTreeMap<String, Vec<f64>>,
}

impl Row {
    pub(crate) fn new(name: String, title: String, unit: &str) -> Self {
        Row { name, title, unit: unit.to_owned(), rounds: BTreeMap::new() }
    }

    /// One round; `None` for what a contender cannot do.
    pub(crate) fn add(&mut self, columns: &[Column], figures: &[Option<f64>]) {
        for (column, figure) in columns.iter().zip(figures) {
            if let Some(figure) = figure {
                self.rounds.entry(column.name.clone()).or_default().push(*figure);
            }
        }
    }

    pub(crate) fn median(&self, contender: &str) -> Option<f64> {
        let mut all = self.rounds.get(contender)?.clone();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied()
    }
}

impl Table {
    fn ours(&self) -> Option<&Column> {
        self.columns.iter().find(|column| column.kind == Kind::Ours)
    }

    /// The least of the peers.
    pub(crate) fn best_peer(&self, row: &Row) -> Option<f64> {
        let peers = self.columns.iter().filter(|column| column.kind == Kind::Peer);
        peers.filter_map(|peer| row.median(&peer.name)).min_by(f64::total_cmp)
    }
}

const TITLE: usize = 38;
/// A space comes before each.
const CELL: usize = 9;

impl fmt::Display for Table {
    /// Twice the same shape: medians, then ours as a part of theirs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = |f: &mut fmt::Formatter<'_>, title: &str| {
            write!(f, "{title:TITLE$}")?;
            self.columns.iter().try_for_each(|column| write!(f, " {:>CELL$}", column.name))
        };
        head(f, "median, ns")?;
        writeln!(f)?;
        for row in &self.rows {
            write!(f, "{:TITLE$}", row.title)?;
            for column in &self.columns {
                write!(f, " {:>CELL$}", row.median(&column.name).map_or("-".to_owned(), figure))?;
            }
            writeln!(f)?;
        }
        let Some(ours) = self.ours() else { return Ok(()) };
        writeln!(f)?;
        head(f, &format!("{} / theirs", ours.name))?;
        writeln!(f, " {:>CELL$}", "best peer")?;
        for row in &self.rows {
            let Some(mine) = row.median(&ours.name) else { continue };
            write!(f, "{:TITLE$}", row.title)?;
            let theirs = self.columns.iter().map(|column| row.median(&column.name)).chain([self.best_peer(row)]);
            for median in theirs {
                write!(f, " {:>CELL$}", median.map_or("-".to_owned(), |theirs| format!("{:.2}", mine / theirs)))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// 12.3, 1,234
fn figure(figure: f64) -> String {
    if figure < 100.0 {
        return format!("{figure:.1}");
    }
    let digits = format!("{figure:.0}");
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
