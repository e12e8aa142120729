//! The examples about supervision say what they say.

use std::path::Path;
use std::process::Command;

/// What an example prints. Cargo builds the examples beside the tests, but not for `cargo test --test supervision`.
fn printed_by(example: &str) -> String {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let program = profile.join("examples").join(format!("{example}{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "build it first: cargo build --example {example}");
    let output = Command::new(program).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn thousands_of_crashes_lose_no_data() {
    assert_eq!(printed_by("error_kernel"), "4000 crashes, 16000 readings, their sum is 159984000\n");
}

#[test]
fn who_is_started_again_after_a_crash() {
    let printed = printed_by("supervision_tree");
    let lines: Vec<_> = printed.lines().map(|line| line.split(" <").next().unwrap()).collect();
    let shape = ["root", "├─ core", "│  ├─ database", "│  └─ cache", "├─ web", "│  ├─ pages", "│  └─ api", "└─ jobs"];
    assert_eq!(&lines[..shape.len()], shape, "{printed}");
    assert!(printed.contains("after a crash of root/web/api these are new: api\n"), "{printed}");
    assert!(printed.contains("after a crash of root/core/database these are new: database, cache\n"), "{printed}");
    let after = printed.split("after the core gave up:\n").nth(1).unwrap();
    assert!(after.starts_with("root <") && !after.contains("nap"), "{printed}");
}
