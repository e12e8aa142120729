//! The bank as a program.
//!
//! ```text
//! cargo run --example my_bank                              # on a free port, its books in a temporary directory
//! cargo run --example my_bank -- --dir books --port 8080
//! MY_BANK_PORT=8080 cargo run --example my_bank            # the same by the environment: MY_BANK_DIR, MY_BANK_HOST, …
//!                                                          # (where both say something, the command line is heard)
//! cargo run --example my_bank -- --chaos 2s                # and kill a process every two seconds: watch the page
//! cargo run --example my_bank -- --observer 127.0.0.1:4000 # and look at all its processes there
//! ```
//!
//! It prints where it listens: open that in a browser, or
//!
//! ```text
//! curl -d '{"name": "alice", "deposit": "100.00"}' -H 'Content-Type: application/json' localhost:8080/accounts
//! ```
//!
//! With `MY_BANK_OBSERVER_TOKEN` set as well, whoever gives that token to the observer's page may suspend and kill processes.
//!
//! SIGINT or SIGTERM closes it in order: whoever is being served gets an answer. `--verbose` reports each process that starts.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use my_bank::application::MyBank;
use otp_runtime::application::Runner;
use tracing::Level;

fn main() -> ExitCode {
    let Some((runner, level)) = arguments(std::env::args_os().skip(1)) else {
        eprintln!("usage: my_bank [--dir DIRECTORY] [--port PORT] [--chaos DURATION] [--observer ADDRESS] [--verbose]");
        return ExitCode::from(2);
    };
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).with_ansi(colours).init();
    runner.run()
}

fn arguments(mut given: impl Iterator<Item = OsString>) -> Option<(Runner<MyBank>, Level)> {
    let (mut runner, mut level) = (Runner::new(), Level::WARN);
    while let Some(argument) = given.next() {
        match argument.to_str()? {
            "--dir" => runner = runner.argument("dir", PathBuf::from(given.next()?)),
            key @ ("--port" | "--chaos" | "--observer") => runner = runner.argument(&key[2..], given.next()?.to_str()?),
            "--verbose" => level = Level::INFO,
            _ => return None,
        }
    }
    Some((runner, level))
}
