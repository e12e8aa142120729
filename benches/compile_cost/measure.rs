//! What a command costs.

use crate::fixture::Fixture;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use std::error::Error;
use std::process::Command;
use std::time::Instant;

/// Seconds.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    /// User and system, of the command and all it waited for.
    pub(crate) cpu: f64,
    pub(crate) wall: f64,
}

/// Runs cargo in the fixture, without the network.
pub(crate) fn cargo(fixture: &Fixture, arguments: &[&str]) -> Result<Cost, Box<dyn Error>> {
    let offline: Vec<&str> = arguments.iter().copied().chain(["--offline", "--quiet"]).collect();
    let (before, start) = (children()?, Instant::now());
    output(fixture, &offline)?;
    Ok(Cost { wall: start.elapsed().as_secs_f64(), cpu: children()? - before })
}

/// What cargo prints.
pub(crate) fn output(fixture: &Fixture, arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let mut command = Command::new("cargo");
    // built here and as anybody would, whatever this program was started with
    command.args(arguments).current_dir(&fixture.folder).env("CARGO_TARGET_DIR", fixture.folder.join("target"));
    for variable in ["RUSTFLAGS", "CARGO_INCREMENTAL", "CARGO_ENCODED_RUSTFLAGS"] {
        command.env_remove(variable);
    }
    let output = command.output()?;
    let (said, failed) = (String::from_utf8(output.stdout)?, String::from_utf8_lossy(&output.stderr));
    if output.status.success() {
        Ok(said)
    } else {
        Err(format!("{} with cargo {}:\n{failed}", fixture.contender.name, arguments.join(" ")).into())
    }
}

/// The seconds of CPU of all children that have ended.
fn children() -> nix::Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    Ok((usage.user_time() + usage.system_time()).num_microseconds() as f64 / 1e6)
}

/// The median of one of the figures.
pub(crate) fn median(costs: &[Cost], figure: fn(&Cost) -> f64) -> f64 {
    let mut all: Vec<f64> = costs.iter().map(figure).collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}
