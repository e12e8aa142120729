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

#[test]
fn top_without_a_terminal_prints_what_there_is_and_ends() {
    let printed = printed_by("top");
    let rows: Vec<_> = printed.lines().skip_while(|line| !line.starts_with("pid ")).skip(1).collect();
    for (place, kind) in [("shop", "Supervisor"), ("ledger", "Ledger"), ("till 3", "Till"), ("shop/vandal", "process")]
    {
        let shown = rows.iter().any(|row| row[10..].starts_with(&format!(" {place:<28} {kind:<18}")));
        assert!(shown, "{place} is not there:\n{printed}");
    }
    // the busiest first
    assert!(rows[0].contains("Ledger") || rows[0].contains("Till"), "{printed}");
    let calls: f64 = printed.lines().nth(1).and_then(|line| line.split(' ').next()).unwrap().parse().unwrap();
    assert!(calls > 10.0, "{printed}");
}
