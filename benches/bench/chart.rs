//! `benches/chart.svg`: bars, on a logarithmic scale; shorter is better. Legible on light and on dark.

use crate::suite::Kind;
use crate::table::{Column, Row, Table};
use std::fmt::Write;
use std::io;

/// The rows that say most.
const ROWS: [&str; 8] = ["call", "call-yielding", "clients", "pairs", "flood-1", "ring", "start-stop", "memory-called"];

/// Groups side by side.
const ACROSS: usize = 2;
const GROUP: f64 = 440.0;
const LABEL: f64 = 70.0;
const BAR: f64 = 13.0;
const PITCH: f64 = 17.0;
const TITLE: f64 = 26.0;
const GAP: f64 = 22.0;
/// Room for the figure behind the longest bar.
const FIGURE: f64 = 70.0;

pub(crate) fn write(table: &Table) -> io::Result<()> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/chart.svg");
    std::fs::write(path, svg(table))?;
    eprintln!("drawn in {path}");
    Ok(())
}

fn svg(table: &Table) -> String {
    let rows: Vec<&Row> = ROWS.iter().filter_map(|name| table.rows.iter().find(|row| row.name == *name)).collect();
    let mut body = String::new();
    let mut top = 0.0;
    for line in rows.chunks(ACROSS) {
        let bars = line.iter().map(|row| row.rounds.len()).max().unwrap_or(0);
        for (place, row) in line.iter().enumerate() {
            group(&mut body, table, row, place as f64 * GROUP, top);
        }
        top += TITLE + bars as f64 * PITCH + GAP;
    }
    let width = GROUP * ACROSS as f64;
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top}" font-family="system-ui, sans-serif" font-size="11">
<style>
text {{ fill: #57606a }} .title {{ font-weight: 600; font-size: 13px }} .end {{ text-anchor: end }}
.Ours {{ fill: #d9480f }} .Queued {{ fill: #f0a070 }} .Hand, .Limited, .Mutex {{ fill: #4c78a8 }} .Peer, .Beam {{ fill: #9aa4b0 }}
@media (prefers-color-scheme: dark) {{ text {{ fill: #b1bac4 }} }}
</style>
{body}</svg>
"##
    )
}

/// A title, and a bar for each contender, shortest first.
fn group(svg: &mut String, table: &Table, row: &Row, left: f64, top: f64) {
    let mut bars: Vec<(&Column, f64)> =
        table.columns.iter().filter_map(|column| Some((column, row.median(&column.name)?))).collect();
    bars.retain(|(column, _)| column.kind != Kind::Crowd);
    bars.sort_by(|(_, one), (_, other)| one.total_cmp(other));
    let (Some((_, least)), Some((_, most))) = (bars.first(), bars.last()) else { return };
    // the shortest is not nothing
    let least = least / 2.0;
    let room = GROUP - LABEL - FIGURE;
    let unit = if row.unit == "ns" { ", ns" } else { "" };
    let (x, y) = (left + LABEL, top + 16.0);
    let _ = writeln!(svg, r#"<text class="title" x="{x}" y="{y}">{}{unit}</text>"#, row.title);
    for (place, (column, median)) in bars.iter().enumerate() {
        let top = top + TITLE + place as f64 * PITCH;
        let length = room * (median / least).ln() / (most / least).ln();
        let base = top + BAR - 3.0;
        let _ = writeln!(svg, r#"<text class="end" x="{:.0}" y="{base:.0}">{}</text>"#, x - 6.0, column.name);
        let _ = writeln!(
            svg,
            r#"<rect class="{:?}" x="{x}" y="{top:.0}" width="{length:.0}" height="{BAR}" rx="2"/>"#,
            column.kind
        );
        let _ = writeln!(svg, r#"<text x="{:.0}" y="{base:.0}">{median:.0}</text>"#, x + length + 5.0);
    }
}
