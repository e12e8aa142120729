//! What a server costs to compile, beside the other actor macros and beside the same written by hand.
//!
//! `cargo run --release -p otp-benches --bin compile_cost -- [--servers 1,10,50] [--rounds 5] [--only us,hand] [--quick]`.
//! Each contender gets crates under `target/compile_cost` with so many servers of ten messages each (`servers/*.rs`: five
//! calls, five casts, two of them async), all of which are used; each wants its replies within 5 s, as our calls do. Measured
//! with the dependencies built: a clean `cargo check`, one after an edit in one handler, and a clean release build with its
//! link. Then the dependencies alone: a clean debug build of them.
//!
//! The figures are seconds of CPU, user and system, of cargo and all it starts: they say what the work is, and other
//! programs change them less than the wall clock that stands beside them. `--quick` is one round of ten servers unless told
//! otherwise, without the dependencies alone. Contenders take turns in each round; only the ratios of the
//! medians are worth quoting. `target/compile_cost/results.json` has all of it.

mod arguments;
mod contender;
mod fixture;
mod measure;
mod report;

use arguments::Arguments;
use fixture::Fixture;
use measure::cargo;
use report::Report;
use std::error::Error;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { servers, rounds, only, dependencies } = Arguments::parse(std::env::args().skip(1))?;
    let mut fixtures = Vec::new();
    for contender in only {
        eprintln!("building the dependencies of {}", contender.name);
        let fixture = Fixture::write(contender, &servers)?;
        fixture.build_dependencies()?;
        fixtures.push(fixture);
    }
    let mut report = Report::new(&fixtures)?;
    for round in 1..=rounds {
        for &count in &servers {
            for fixture in &fixtures {
                eprintln!("round {round} of {rounds}: {count} servers, {}", fixture.contender.name);
                let package = Fixture::package(count);
                fixture.clean(&package)?;
                report.add(&format!("check, {count} servers"), fixture, cargo(fixture, &["check", "-p", &package])?);
                fixture.edit(count, round)?;
                report.add(&format!("edit and check, {count}"), fixture, cargo(fixture, &["check", "-p", &package])?);
                let build = ["build", "--release", "-p", &package];
                report.add(&format!("release build, {count}"), fixture, cargo(fixture, &build)?);
            }
        }
        // a run that is cut short leaves what it has
        report.save()?;
    }
    if dependencies {
        for fixture in &fixtures {
            eprintln!("the dependencies of {} alone", fixture.contender.name);
            fixture.clean_all()?;
            report.add("dependencies, debug", fixture, cargo(fixture, &["build", "-p", "dependencies"])?);
        }
    }
    report.print();
    println!("all of it: {}", report.save()?.display());
    Ok(())
}
