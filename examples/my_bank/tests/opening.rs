//! What the bank is told, and what keeps it from opening.

mod support;

use std::net::TcpListener;
use std::process::Command;

use support::{Program, command};

/// The exit code and stderr of a bank that does not open; nobody was told that it is open.
fn refused(command: &mut Command) -> (Option<i32>, String) {
    let output = command.output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_command_line_overrides_the_environment() {
    let dir = tempfile::tempdir().unwrap();
    let bank = Program::of(command().env("MY_BANK_PORT", "a door").arg("--dir").arg(dir.path()).args(["--port", "0"]));
    assert!(bank.url.starts_with("http://127.0.0.1:"), "{}", bank.url);
    assert!(dir.path().join("books.sqlite").exists());
}

#[test]
fn a_value_that_makes_no_sense_is_reported_and_so_is_every_other() {
    let (code, told) = refused(command().env("MY_BANK_HOST", "nowhere").args(["--port", "99999", "--chaos", "often"]));
    assert_eq!(code, Some(1));
    for line in [
        "the configuration of my_bank is wrong:",
        "  MY_BANK_HOST=\"nowhere\": expected IpAddr: invalid IP address syntax",
        "  port is \"99999\": expected u16: number too large to fit in target type",
    ] {
        assert!(told.lines().any(|found| found == line), "{told}");
    }
    assert!(told.contains("  chaos is \"often\": expected Duration"), "{told}");
    let (code, told) = refused(command().arg("--prot"));
    assert!(code == Some(2) && told.starts_with("usage: my_bank "), "{told}");
}

#[test]
fn a_port_that_somebody_has_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (code, told) = refused(command().arg("--dir").arg(dir.path()).args(["--port", &address.port().to_string()]));
    assert!(code == Some(1) && told.contains(&format!("cannot listen on {address}: ")), "{told}");
    // of the observer as well
    let (code, told) = refused(command().arg("--dir").arg(dir.path()).args(["--observer", &address.to_string()]));
    assert!(code == Some(1) && told.contains(&format!("cannot listen on {address}: ")), "{told}");
    let (code, told) = refused(command().arg("--dir").arg(dir.path()).args(["--observer", "0.0.0.0:0"]));
    assert!(code == Some(1) && told.contains("0.0.0.0:0 is not a loopback address: give `.token(..)`"), "{told}");
}

#[test]
fn books_that_are_none_are_named() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("books.sqlite"), "not a database, but a letter to the editor").unwrap();
    let (code, told) = refused(command().arg("--dir").arg(dir.path()));
    let last = told.lines().last().unwrap();
    assert!(
        code == Some(1)
            && last.ends_with("failed to start child \"processor\": the child did not start: file is not a database"),
        "{told}"
    );
    assert!(!told.contains('\u{1b}'), "no colours where there is no terminal: {told:?}");
}
