//! How many instructions a message costs, beside what it cost before: a guard that no noise moves.
//!
//! `cargo run --profile instructions -p otp-instructions`; with `-- --bless` what is counted becomes what is kept in
//! `counts.txt`. Needs valgrind. Each case runs twice, once for twice as long: the difference is what counts, so starting
//! costs nothing. On a runtime of one thread, where nothing depends on who comes first.

mod cases;
mod counting;

use cases::CASES;
use std::fmt::Write;
use std::process::ExitCode;

/// Over what is kept. The allocator's and tokio's share differs a little with their versions.
const TOLERANCE: f64 = 0.03;

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/counts.txt");

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        [] => compare(),
        ["--bless"] => bless(),
        ["--case", case, times] => cases::run(case, times),
        _ => Err("instructions [--bless]".to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn compare() -> Result<(), String> {
    let kept = std::fs::read_to_string(KEPT).map_err(|error| format!("{KEPT}: {error}"))?;
    let kept = |case: &str| -> Option<f64> {
        let words = kept.lines().map(|line| line.split_once(' '));
        words.flatten().find(|(name, _)| *name == case)?.1.trim().parse().ok()
    };
    let mut worse = Vec::new();
    println!("{:14}{:>10}{:>10}", "instructions", "now", "kept");
    for case in CASES {
        let now = counting::each(case)?;
        let Some(before) = kept(case) else { return Err(format!("{KEPT} has no `{case}`: run with --bless")) };
        let change = now / before - 1.0;
        println!("{case:14}{now:>10.0}{before:>10.0}  {:+.1} %", change * 100.0);
        if change > TOLERANCE {
            worse.push(case);
        } else if change < -TOLERANCE {
            println!("{:14}fewer than are kept: bless them, or the gain may be lost unnoticed", "");
        }
    }
    match worse.is_empty() {
        true => Ok(()),
        false => {
            Err(format!("more instructions than before: {}; if it must be so, run with --bless", worse.join(", ")))
        }
    }
}

fn bless() -> Result<(), String> {
    let mut counts = String::new();
    for case in CASES {
        let _ = writeln!(counts, "{case} {:.0}", counting::each(case)?);
    }
    std::fs::write(KEPT, &counts).map_err(|error| format!("{KEPT}: {error}"))?;
    print!("{counts}");
    Ok(())
}
