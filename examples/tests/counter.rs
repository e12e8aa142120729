//! The counter does the same with the macro and without.

use std::path::Path;
use std::process::Command;

/// What an example prints. Cargo builds the examples beside the tests, but not for `cargo test --test counter`.
fn printed_by(example: &str) -> String {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let program = profile.join("examples").join(format!("{example}{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "build it first: cargo build --example {example}");
    let output = Command::new(program).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn both_counters_print_the_same() {
    let printed = printed_by("counter");
    assert!(printed.starts_with("value: 42\ntake 40: Ok(2)\ntake 3: only 2 left\nvalue: 0\n"), "{printed}");
    assert!(printed.ends_with("no such process\n"), "{printed}");
    assert_eq!(printed, printed_by("counter_expanded"));
}
