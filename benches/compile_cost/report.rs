//! The table, and the file with all rounds.

use crate::fixture::{Fixture, target};
use crate::measure::{Cost, median};
use serde::Serialize;
use std::error::Error;
use std::path::PathBuf;

pub(crate) struct Report {
    contenders: Vec<(&'static str, Vec<String>)>,
    rows: Vec<Row>,
}

/// One thing that was measured, in the order it came up.
struct Row {
    what: String,
    /// The rounds of each contender.
    costs: Vec<Vec<Cost>>,
}

impl Report {
    pub(crate) fn new(fixtures: &[Fixture]) -> Result<Self, Box<dyn Error>> {
        let mut contenders = Vec::new();
        for fixture in fixtures {
            contenders.push((fixture.contender.name, fixture.tree()?));
        }
        Ok(Report { contenders, rows: Vec::new() })
    }

    pub(crate) fn add(&mut self, what: &str, fixture: &Fixture, cost: Cost) {
        let column = self.contenders.iter().position(|(name, _)| *name == fixture.contender.name);
        let row = match self.rows.iter().position(|row| row.what == what) {
            Some(row) => row,
            None => {
                self.rows.push(Row { what: what.to_owned(), costs: vec![Vec::new(); self.contenders.len()] });
                self.rows.len() - 1
            }
        };
        if let Some(column) = column {
            self.rows[row].costs[column].push(cost);
        }
    }

    /// Medians of CPU and wall, and the CPU beside that of the first contender.
    pub(crate) fn print(&self) {
        print!("{:22}", "seconds: CPU, wall");
        for (name, _) in &self.contenders {
            print!("{name:>22}");
        }
        println!();
        for row in &self.rows {
            print!("{:22}", row.what);
            let mut first = None;
            for costs in &row.costs {
                let cpu = median(costs, |cost| cost.cpu);
                let ratio = cpu / *first.get_or_insert(cpu);
                print!("{:>22}", format!("{cpu:6.2} {:6.2} {ratio:5.2}x", median(costs, |cost| cost.wall)));
            }
            println!();
        }
        print!("{:22}", "crates in the tree");
        for (_, tree) in &self.contenders {
            print!("{:>22}", tree.len());
        }
        println!();
    }

    pub(crate) fn save(&self) -> Result<PathBuf, Box<dyn Error>> {
        let contenders = self.contenders.iter().enumerate().map(|(column, (name, crates))| Contender {
            name,
            crates,
            measured: self.rows.iter().map(|row| Measured::of(row, column)).collect(),
        });
        let file = target().join("results.json");
        std::fs::write(&file, serde_json::to_string_pretty(&contenders.collect::<Vec<_>>())?)?;
        Ok(file)
    }
}

#[derive(Serialize)]
struct Contender<'a> {
    name: &'static str,
    crates: &'a [String],
    measured: Vec<Measured<'a>>,
}

/// The seconds of each round.
#[derive(Serialize)]
struct Measured<'a> {
    what: &'a str,
    cpu: Vec<f64>,
    wall: Vec<f64>,
}

impl<'a> Measured<'a> {
    fn of(row: &'a Row, column: usize) -> Self {
        let costs = &row.costs[column];
        Measured {
            what: &row.what,
            cpu: costs.iter().map(|cost| cost.cpu).collect(),
            wall: costs.iter().map(|cost| cost.wall).collect(),
        }
    }
}
