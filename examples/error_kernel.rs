//! An error kernel: data that must not be lost, in a server too small to fail, and workers that do the hard part and
//! crash.
//!
//! The workers parse readings that somebody else wrote. Some of the text is broken, and the parser, written in a hurry,
//! panics on it. Each panic costs one worker its life; its supervisor starts it again. What was counted before is with the
//! tally, which nobody can crash.
//!
//! ```text
//! cargo run --example error_kernel
//! ```

use std::error::Error;
use std::io::{self, Write};
use std::panic;

use otp_runtime::prelude::*;

/// How many readings there are; every fifth is broken.
const READINGS: u64 = 20_000;
/// How many workers share them.
const WORKERS: u64 = 4;

/// The kernel: it only adds and remembers.
struct Tally {
    sum: u64,
    seen: u64,
}

#[gen_server(name = "tally")]
impl Tally {
    #[init]
    fn init() -> Self {
        Tally { sum: 0, seen: 0 }
    }

    /// Takes note of a reading.
    #[cast]
    fn add(&mut self, value: u64) {
        self.sum += value;
        self.seen += 1;
    }

    /// How many readings there were, and their sum.
    #[call]
    fn total(&self) -> (u64, u64) {
        (self.seen, self.sum)
    }
}

/// Understands readings, more or less.
struct Worker {
    tally: TallyClient,
}

#[gen_server]
impl Worker {
    #[init]
    fn init() -> Self {
        Worker { tally: Tally::named("tally") }
    }

    /// Reads one line. The answer is whether it could be read; broken text is no answer at all.
    #[call]
    fn read(&mut self, line: String) -> bool {
        let value = line.strip_prefix("reading ").expect("a reading").parse().expect("a number");
        self.tally.add(value);
        true
    }
}

/// The workers may crash as often as they like. They come after the tally: if that went down, which it does not, they
/// would be started again too.
#[supervisor(strategy = rest_for_one)]
struct Station {
    tally: Tally,
    workers: Workers,
}

#[supervisor(strategy = one_for_one, max_restarts = 1_000_000, max_seconds = 1)]
struct Workers {
    first: Worker,
    second: Worker,
    third: Worker,
    fourth: Worker,
}

/// A line for each number; every fifth is broken in one of two ways.
fn line(number: u64) -> String {
    match number % 10 {
        4 => format!("reading {number}?"),
        9 => format!("noise {number}"),
        _ => format!("reading {number}"),
    }
}

#[otp_runtime::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // thousands of panics are expected here, and not worth a line each
    panic::set_hook(Box::new(|_| {}));
    let station = Station::start_link().await?;
    let (tally, workers) = (station.tally(), station.workers());
    let kernel = tally.pid();

    let mut crashes = 0_u64;
    for number in 0..READINGS {
        let worker = match number % WORKERS {
            0 => workers.first(),
            1 => workers.second(),
            2 => workers.third(),
            _ => workers.fourth(),
        };
        // `wait`: it may be on its way back from the last crash
        if let Err(error) = worker.read(line(number)).wait().await {
            assert!(matches!(error, CallError::Exit(..)), "{error}");
            crashes += 1;
        }
    }

    let (seen, sum) = tally.total().await?;
    let whole = (0..READINGS).filter(|number| number % 5 != 4);
    let expected = (whole.clone().count() as u64, whole.sum());
    writeln!(io::stdout(), "{crashes} crashes, {seen} readings, their sum is {sum}")?;
    assert_eq!((seen, sum), expected, "nothing is lost, nothing is counted twice");
    assert_eq!(tally.pid(), kernel, "the kernel never went down");
    station.stop().await?;
    Ok(())
}
