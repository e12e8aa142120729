//! Random traffic on the real runtime: many callers, servers that crash, are killed, stopped, suspended and replaced.
//!
//! Nobody may wait for ever, nothing may be lost or overtaken, and nothing may be left over. It looks for what a model of
//! the status word leaves out. `OTP_STRESS_SECONDS` makes it longer (3 by default), `OTP_STRESS_SEED` repeats the random
//! choices of a run (not its interleavings).

mod found;
mod random;
mod server;
mod shutdown;
mod traffic;

use std::process::Command;
use std::time::Duration;

fn seconds() -> Duration {
    let seconds = std::env::var("OTP_STRESS_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs_f64(seconds.unwrap_or(3.0))
}

fn seed() -> u64 {
    let given = std::env::var("OTP_STRESS_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.map_or(1, |now| now.as_nanos() as u64)
    })
}

/// Crashes are what this is about: they are not printed, unless the code that asserts is ours.
fn quiet() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if info.location().is_none_or(|at| !at.file().ends_with("stress/server.rs")) {
                before(info);
            }
        }));
    });
}

#[test]
fn everybody_is_told_and_nothing_is_lost() {
    quiet();
    traffic::run(seed(), seconds());
}

#[test]
fn the_runtime_goes_and_every_caller_is_told() {
    quiet();
    shutdown::run(seed(), seconds());
}

/// The switch is read when a runtime's first process starts, so the other mode is another program.
#[test]
fn the_same_without_calls_in_place() {
    if std::env::var_os("OTP_INLINE").is_some_and(|value| value == "0") {
        println!("this run is without calls in place already");
        return;
    }
    let program = std::env::current_exe().expect("the path of this program");
    let output = Command::new(program)
        .args(["--nocapture", "--test-threads=1"])
        .env("OTP_INLINE", "0")
        .output()
        .expect("this program runs again");
    println!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "without calls in place");
}
