//! Programs that are applications, run as programs.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// The program while it runs.
struct Program {
    child: Child,
    lines: BufReader<ChildStdout>,
}

/// How it ended.
#[derive(Debug)]
struct Ended {
    status: ExitStatus,
    said: Vec<String>,
    stderr: String,
}

impl Program {
    fn start(env: &[(&str, &str)]) -> Program {
        Program::told(&[], env)
    }

    fn told(arguments: &[&str], env: &[(&str, &str)]) -> Program {
        let mut command = Command::new(env!("CARGO_BIN_EXE_program"));
        command.args(arguments).env_remove("DOES").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.envs(env.iter().copied()).spawn().expect("the program");
        let lines = BufReader::new(child.stdout.take().expect("its output"));
        Program { child, lines }
    }

    /// Waits for its next line.
    #[track_caller]
    fn says(&mut self, line: &str) {
        let mut said = String::new();
        self.lines.read_line(&mut said).expect("a line");
        assert_eq!(said.trim_end(), line);
    }

    /// Waits until it has started.
    #[track_caller]
    fn runs(&mut self) {
        self.says(STARTS);
        self.says("runs");
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("sh").args(["-c", &format!("kill {signal} {}", self.child.id())]).status();
        assert!(sent.expect("a shell").success());
    }

    fn end(mut self) -> Ended {
        let begun = Instant::now();
        while self.child.try_wait().expect("a child").is_none() {
            if begun.elapsed() > Duration::from_secs(60) {
                self.child.kill().expect("a child");
                panic!("it hangs");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let status = self.child.wait().expect("a child");
        let said = self.lines.lines().map(|line| line.expect("a line")).collect();
        let mut stderr = String::new();
        self.child.stderr.take().expect("its errors").read_to_string(&mut stderr).expect("text");
        Ended { status, said, stderr }
    }
}

const STARTS: &str = "starts: port 80, patience 3s, label None";

/// The first signal stops everything in order; that is success.
#[cfg(unix)]
#[test]
fn a_signal_stops_it_in_order() {
    for signal in ["-TERM", "-INT"] {
        let mut program = Program::start(&[]);
        program.runs();
        program.signal(signal);
        let ended = program.end();
        assert_eq!(ended.status.code(), Some(0), "{ended:?}");
        assert_eq!(ended.said, ["shop prepares", "shop stops", "till stops"]);
        assert_eq!(ended.stderr, "");
    }
}

/// So it does while the application starts.
#[cfg(unix)]
#[test]
fn a_signal_while_it_starts() {
    let mut program = Program::start(&[("DOES", "start slowly")]);
    program.says(STARTS);
    program.signal("-TERM");
    let ended = program.end();
    assert_eq!((ended.status.code(), ended.said), (Some(0), vec!["till stops".to_owned()]));
    assert_eq!(ended.stderr, "");
}

/// The second ends it at once, also while all its threads are busy.
#[cfg(unix)]
#[test]
fn a_second_signal_ends_it_at_once() {
    for (does, second, code) in [("hang", "-INT", 130), ("hang", "-TERM", 143), ("block", "-TERM", 143)] {
        let mut program = Program::start(&[("DOES", does)]);
        program.runs();
        program.signal("-TERM");
        program.says("shop prepares");
        program.signal(second);
        let ended = program.end();
        assert_eq!((ended.status.code(), ended.said), (Some(code), vec![]));
    }
}

/// An application that does not stop is killed after the limit, and the others stop in order.
#[cfg(unix)]
#[test]
fn a_stuck_application_is_killed() {
    for does in ["hang", "block"] {
        let mut program = Program::start(&[("DOES", does), ("LIMIT_MS", "200")]);
        program.runs();
        let begun = Instant::now();
        program.signal("-TERM");
        let ended = program.end();
        assert!(begun.elapsed() >= Duration::from_millis(200));
        assert_eq!(
            (ended.status.code(), ended.said),
            (Some(0), vec!["shop prepares".to_owned(), "till stops".to_owned()])
        );
    }
}

/// A top process that crashes: its reason, and failure.
#[test]
fn a_crash_is_told() {
    let ended = Program::start(&[("DOES", "crash")]).end();
    assert_eq!(ended.status.code(), Some(1));
    assert_eq!(ended.said, [STARTS, "shop prepares", "shop stops", "till stops"]);
    let last = ended.stderr.lines().last().unwrap_or_default();
    assert!(last.starts_with("the permanent application \"my_shop\" ended: panicked at"), "{}", ended.stderr);
    assert!(last.ends_with("the roof fell in"), "{last}");
}

/// A supervisor that gives up ends with `Shutdown`: without a log nobody would know where to look.
#[test]
fn a_tree_that_gives_up_says_where_to_look() {
    let ended = Program::start(&[("DOES", "give up")]).end();
    assert_eq!(ended.status.code(), Some(1));
    let told = [
        "the permanent application \"my_shop\" ended: shutdown",
        "help: with a `tracing` subscriber, supervisors tell what their children ended with",
    ];
    assert!(ended.stderr.ends_with(&format!("{}\n", told.join("\n"))), "{}", ended.stderr);
}

/// One that ends because its work is done: success. So does one that asks for the end of everything.
#[test]
fn the_work_is_done() {
    for does in ["finish", "stop all"] {
        let ended = Program::start(&[("DOES", does)]).end();
        assert_eq!((ended.status.code(), &*ended.stderr), (Some(0), ""));
        assert_eq!(ended.said, [STARTS, "shop prepares", "shop stops", "till stops"]);
    }
}

/// A start that fails: its error, and failure; what was started is stopped.
#[test]
fn a_failed_start_is_told() {
    let ended = Program::start(&[("DOES", "fail")]).end();
    assert_eq!((ended.status.code(), ended.said), (Some(1), vec!["till stops".to_owned()]));
    assert_eq!(ended.stderr, "the application \"my_shop\" did not start: Shop::start(Normal): no goods\n");
}

/// Environment variables override what the program and the defaults say; values that code sets may be texts.
#[test]
fn environment_variables() {
    let env = [("DOES", "finish"), ("MY_SHOP_PORT", "9000"), ("MY_SHOP_PATIENCE", "1.5s"), ("MY_SHOP_LABEL", "blue")];
    let mut program = Program::start(&env);
    program.says("starts: port 9000, patience 1.5s, label Some(\"blue\")");
    assert_eq!(program.end().status.code(), Some(0));
    let mut program = Program::start(&[("DOES", "configure"), ("MY_SHOP_LABEL", "")]);
    program.says("starts: port 8000, patience 3s, label Some(\"\")");
    program.child.kill().expect("a child");
    program.end();
}

/// What the program passes on from its command line overrides them.
#[test]
fn the_command_line_has_the_last_word() {
    let env = [
        ("DOES", "listen to arguments"),
        ("MY_SHOP_PORT", "9000"),
        ("MY_SHOP_LABEL", "blue"),
        ("MY_SHOP_PATIENCE", "2s"),
    ];
    let mut program = Program::told(&["port=9001", "label=red"], &env);
    program.says("starts: port 9001, patience 2s, label Some(\"red\")");
    program.child.kill().expect("a child");
    program.end();
    let ended = Program::told(&["port=99999"], &env).end();
    let wrong = "the configuration of my_shop is wrong:\n  \
                 port is \"99999\": expected u16: number too large to fit in target type\n";
    assert_eq!((ended.status.code(), &*ended.stderr), (Some(1), wrong));
}

/// All that is wrong with them is told at once: the variable, its text, the type.
#[test]
fn bad_environment_variables_are_told() {
    let env = [("DOES", "require"), ("MY_SHOP_PORT", "eighty"), ("MY_SHOP_PATIENCE", "5")];
    let ended = Program::start(&env).end();
    assert_eq!((ended.status.code(), ended.said), (Some(1), vec!["till stops".to_owned()]));
    let lines = [
        "the configuration of my_shop is wrong:",
        "  MY_SHOP_PORT=\"eighty\": expected u16: invalid digit found in string",
        "  MY_SHOP_PATIENCE=\"5\": expected Duration (as `5s` or `20ms`): a unit is missing: `ns`, `us`, `ms`, `s`, `min` or `h`",
        "  lanes is not set, nor is MY_SHOP_LANES",
    ];
    assert_eq!(ended.stderr.lines().collect::<Vec<_>>(), lines);
}
