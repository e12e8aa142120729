//! What has been measured, in `target/bench.json`: a run of some rows replaces those.

use crate::suite::Kind;
use crate::table::{Column, Row, Table};
use crate::workload::Workload;
use serde_json::{Map, Value, json};
use std::io;
use std::path::PathBuf;

/// Beside the profile's folder that this program was built into.
fn path() -> io::Result<PathBuf> {
    let program = std::env::current_exe()?;
    let target = program.parent().and_then(|profile| profile.parent());
    Ok(target.ok_or(io::Error::other("this program lies in no target folder"))?.join("bench.json"))
}

fn read() -> io::Result<Map<String, Value>> {
    match std::fs::read(path()?) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(io::Error::other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Map::new()),
        Err(error) => Err(error),
    }
}

/// Keeps the rows; all rows there are now.
pub(crate) fn keep(table: Table) -> io::Result<Table> {
    let mut kept = read()?;
    for row in &table.rows {
        let contenders = table.columns.iter().filter_map(|column| {
            let rounds = row.rounds.get(&column.name)?;
            Some((column.name.clone(), json!({ "median": row.median(&column.name), "rounds": rounds })))
        });
        let contenders: Map<String, Value> = contenders.collect();
        kept.insert(row.name.clone(), json!({ "title": row.title, "unit": row.unit, "contenders": contenders }));
    }
    let path = path()?;
    std::fs::write(&path, serde_json::to_string_pretty(&kept)?)?;
    eprintln!("kept in {}", path.display());
    self::table()
}

/// All that is kept, in the order of the workloads.
pub(crate) fn table() -> io::Result<Table> {
    let kept = read()?;
    let mut rows = Vec::new();
    for workload in Workload::all() {
        let mut row = Row::new(workload.name(), workload.title(), workload.unit());
        let Some(contenders) = kept.get(&row.name).and_then(|row| row["contenders"].as_object()) else { continue };
        for (name, figures) in contenders {
            let rounds = figures["rounds"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
            row.rounds.insert(name.clone(), rounds);
        }
        rows.push(row);
    }
    let mut columns: Vec<Column> = crate::contenders::all()
        .iter()
        .map(|suite| Column { name: suite.name.to_owned(), kind: suite.kind })
        .chain([Column { name: crate::contenders::elixir::Elixir::NAME.to_owned(), kind: Kind::Beam }])
        .collect();
    columns.retain(|column| rows.iter().any(|row| row.rounds.contains_key(&column.name)));
    Ok(Table { columns, rows })
}
