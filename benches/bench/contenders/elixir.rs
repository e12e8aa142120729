//! The BEAM, where there is Elixir: `elixir/bench.exs` is asked for one figure after the other.

use crate::workload::{Size, Workload};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub(crate) struct Elixir {
    beam: Child,
    requests: ChildStdin,
    figures: BufReader<ChildStdout>,
}

impl Elixir {
    pub(crate) const NAME: &str = "elixir";

    /// `None`: it is not installed.
    pub(crate) fn start() -> Option<Self> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/elixir/bench.exs");
        let cores = std::thread::available_parallelism().map_or(2, |cores| cores.get()).max(2);
        let mut beam = Command::new("elixir")
            .arg(script)
            // the script has as many of them online as the workload has workers
            .env("ELIXIR_ERL_OPTIONS", format!("+S {cores} +P 2000000"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let requests = beam.stdin.take()?;
        let figures = BufReader::new(beam.stdout.take()?);
        Some(Elixir { beam, requests, figures })
    }

    /// `None`: it cannot do this.
    pub(crate) fn measure(&mut self, workload: Workload, size: Size) -> Option<f64> {
        if workload.alone() {
            return Self::start()?.ask(workload, size);
        }
        self.ask(workload, size)
    }

    fn ask(&mut self, workload: Workload, size: Size) -> Option<f64> {
        writeln!(self.requests, "{} {}", workload.name(), size.divisor).ok()?;
        let mut figure = String::new();
        self.figures.read_line(&mut figure).ok()?;
        figure.trim().parse().ok()
    }
}

impl Drop for Elixir {
    fn drop(&mut self) {
        let _ = self.beam.kill();
        let _ = self.beam.wait();
    }
}
