//! This program under valgrind.

use std::process::Command;

const TIMES: u64 = 4_000;

/// Instructions for one time more.
pub(crate) fn each(case: &str) -> Result<f64, String> {
    Ok((total(case, 2 * TIMES)? - total(case, TIMES)?) / TIMES as f64)
}

fn total(case: &str, times: u64) -> Result<f64, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
    valgrind.args(["--case", case, &times.to_string()]);
    let output = valgrind.output().map_err(|error| format!("valgrind: {error}; it is Debian's package `valgrind`"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("`{case}` failed:\n{said}"));
    }
    let collected = said.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok());
    collected.ok_or(format!("valgrind did not say how many instructions it collected:\n{said}"))
}
