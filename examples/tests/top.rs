//! What `top` draws.

#[allow(dead_code, reason = "the keys turn it")]
#[path = "../top/frame.rs"]
mod frame;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use frame::{Frame, Order};
use otp_runtime::prelude::*;
use otp_runtime::process;
use otp_runtime::telemetry::Reading;

struct Till;

#[gen_server]
impl Till {
    #[init]
    fn init() -> Self {
        Till
    }
    #[call]
    fn sell(&mut self) {}
}

/// The columns of each line below the head: whose it is, messages a second.
fn lines(drawn: &str) -> Vec<(String, u64)> {
    let rows = drawn.lines().skip_while(|line| !line.starts_with("pid")).skip(1);
    let row = |line: &str| {
        let cells: Vec<_> = line.split_whitespace().collect();
        (cells[1].to_owned(), cells[cells.len() - 2].parse().unwrap())
    };
    rows.map(row).collect()
}

#[otp_runtime::test]
async fn each_process_has_a_rate_of_its_own_and_the_busiest_comes_first() {
    let (quiet, busy) = (Till::start().name("quiet").await.unwrap(), Till::start().name("busy").await.unwrap());
    quiet.sell().await.unwrap();
    let before = process::snapshot();
    // it was not there in the frame before
    let fresh = Till::start().name("fresh").await.unwrap();
    for (till, sales) in [(&busy, 30), (&fresh, 8)] {
        for _ in 0..sales {
            till.sell().await.unwrap();
        }
    }
    let mut second = Reading::default();
    second.span = Duration::from_secs(2);
    let frame = Frame { size: (100, 30), order: Order::Rate, scrolled: 0 };
    let drawn = lines(&frame.draw(&process::snapshot(), &before, &second));
    let expected =
        [("busy", 15), ("fresh", 4), ("process", 0), ("quiet", 0)].map(|(name, rate)| (name.to_owned(), rate));
    assert_eq!(drawn, expected);
}

/// Cargo builds the examples beside the tests, but not for `cargo test --test top`.
#[test]
fn without_a_terminal_it_prints_what_there_is_after_a_second() {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let program = profile.join("examples").join(format!("top{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "build it first: cargo build --example top");
    let output = Command::new(program).output().unwrap();
    assert!(output.status.success());
    let rows = lines(&String::from_utf8(output.stdout).unwrap());
    assert!(rows.iter().any(|(name, rate)| name == "ledger" && *rate > 0), "{rows:?}");
    assert!(rows.is_sorted_by_key(|(_, rate)| std::cmp::Reverse(*rate)), "{rows:?}");
}
