//! This crate beside others: hand-written tokio, a `Mutex`, other actor libraries, and the BEAM.
//!
//! `cargo run --release -p otp-benches --features peers`: about a quarter of an hour on two cores, `-- --quick` a minute. All
//! contenders take turns in each round, each measurement on a fresh runtime with two workers; the figures are medians over
//! the rounds. Only the ratios are worth quoting.
//!
//! Who takes part:
//!
//! - `ours`, and `queued`: the same with `inline = false`. `OTP_INLINE=0` makes both the same.
//! - `hand`: a task, a channel, a `oneshot` for each reply. `hand+5s`: each call under tokio's `timeout`.
//! - `mutex`: no server, only a lock.
//! - `floor`: no server at all, only what none can do without: a task that is woken, memory that is listed, a panic.
//! - the peers, in their fastest form: no tracing, unbounded mailboxes where they have them, no timeout where it is not asked
//!   for. Without `--features peers` they are neither built nor run.
//! - `elixir`, where it is on the path.
//! - `crowd`: ours among 1,000,000 other processes; only when `--contenders` names it. To be compared with `--apart`: the
//!   memory that a million processes have used is not what the next measurement finds otherwise.
//!
//! A ticker runs throughout, as in every real program: a timer that is the only one of its runtime costs several times what
//! it costs beside others.

mod arrivals;
mod chart;
mod contender;
mod contenders;
mod kept;
mod options;
mod suite;
mod table;
mod workload;
mod workloads;

use contenders::elixir::Elixir;
use options::{Errand, Options};
use std::process::{Command, ExitCode};
use suite::{Kind, Suite};
use table::{Column, Row, Table};
use workload::Workload;

fn main() -> ExitCode {
    match options::parse(std::env::args().skip(1)) {
        Ok(Errand::Help) => print!("{}", options::HELP),
        Ok(Errand::Alone { contender, workload, size }) => {
            silence();
            let suite = contenders::all().into_iter().find(|suite| suite.name == contender);
            if let Some(figure) = suite.and_then(|suite| suite.run(workload, size)) {
                println!("{figure}");
            }
        }
        Ok(Errand::Kept) => return written(kept::table().and_then(show)),
        Ok(Errand::Run(options)) => {
            silence();
            let table = run(&options);
            if !options.complete {
                print!("{table}");
                return ExitCode::SUCCESS;
            }
            return written(kept::keep(table).and_then(show));
        }
        Err(error) => {
            eprintln!("{error}\n\n{}", options::HELP);
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

/// The table, and the chart of it.
fn show(table: Table) -> std::io::Result<()> {
    print!("{table}");
    chart::write(&table)
}

fn written(result: std::io::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Panics that were asked for are not printed.
fn silence() {
    std::panic::set_hook(Box::new(|info| {
        if info.payload_as_str() != Some(contender::CRASH) {
            eprintln!("{info}");
        }
    }));
}

fn run(options: &Options) -> Table {
    let suites = contenders::all();
    let suites: Vec<&Suite> = suites.iter().filter(|suite| options.takes_part(suite.name, suite.kind)).collect();
    let mut elixir = options.takes_part(Elixir::NAME, Kind::Beam).then(Elixir::start).flatten();
    let mut columns: Vec<Column> =
        suites.iter().map(|suite| Column { name: suite.name.to_owned(), kind: suite.kind }).collect();
    columns.extend(elixir.is_some().then(|| Column { name: Elixir::NAME.to_owned(), kind: Kind::Beam }));
    let mut table = Table { columns, rows: Vec::new() };
    for workload in options.workloads() {
        let mut row = Row::new(workload.name(), workload.title(), workload.unit());
        for round in 0..workload.rounds(options.rounds) {
            eprint!("\r{:40} round {}  ", workload.title(), round + 1);
            let mut figures: Vec<Option<f64>> = suites.iter().map(|suite| measure(suite, workload, options)).collect();
            if let Some(elixir) = &mut elixir {
                figures.push(elixir.measure(workload, options.size));
            }
            row.add(&table.columns, &figures);
        }
        table.rows.push(row);
    }
    eprint!("\r{:60}\r", "");
    table
}

fn measure(suite: &Suite, workload: Workload, options: &Options) -> Option<f64> {
    let size = options.size;
    if !(options.apart || workload.alone()) {
        return suite.run(workload, size);
    }
    let bench = std::env::current_exe().expect("the path of this program");
    let arguments = ["--alone", suite.name, &workload.name(), &size.divisor.to_string()];
    let output = Command::new(bench).args(arguments).output().expect("this program runs");
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}
