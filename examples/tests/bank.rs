//! The bank example, run as a program, against a model of it without processes.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use proptest::prelude::*;

/// The ledger that comes with the example.
const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/bank/ledger.csv");

/// The last line for it.
const VERDICT: &str = "books balance: in 1307298.03 = held 1069903.09 + paid out 237394.94";

/// How many lines of it are bad in which way.
const KINDS: [(&str, usize); 15] = [
    ("already open", 4),
    ("amount is zero", 3),
    ("insufficient funds", 4),
    ("is closed", 7),
    ("malformed amount", 7),
    ("missing field `account`", 2),
    ("missing field `amount`", 2),
    ("missing field `to`", 1),
    ("quoted", 3),
    ("to itself", 3),
    ("too large", 3),
    ("too many fields", 4),
    ("unknown account", 5),
    ("unknown operation", 4),
    ("would overflow", 3),
];

/// What the program says.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Run {
    fn last_line(&self) -> &str {
        self.stdout.lines().last().unwrap_or_default()
    }

    /// The reported lines: number and reason.
    fn reports(&self) -> Vec<(usize, &str)> {
        self.stderr
            .lines()
            .map(|line| {
                let (number, reason) = line.strip_prefix("line ").and_then(|line| line.split_once(": ")).expect(line);
                (number.parse().expect(line), reason)
            })
            .collect()
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The example, which cargo builds beside the tests, but not for `cargo test --test bank`.
static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let program = profile.join("examples").join(format!("bank{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "build it first: cargo build --example bank");
    program
});

fn bank(arguments: &[&str]) -> Run {
    Command::new(&*PROGRAM).args(arguments).output().unwrap().into()
}

fn bank_reads(ledger: &[u8]) -> Run {
    let mut child = Command::new(&*PROGRAM)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(ledger).unwrap();
    child.wait_with_output().unwrap().into()
}

/// The bank as a program of one page: no processes, no shared code.
#[derive(Default)]
struct Model {
    open: HashMap<String, u128>,
    received: u128,
    paid_out: u128,
    ever: Vec<String>,
    bad: Vec<(usize, &'static str)>,
}

impl Model {
    fn of(ledger: &[u8]) -> Model {
        let mut model = Model::default();
        let text = ledger.strip_prefix("\u{feff}".as_bytes()).unwrap_or(ledger);
        let mut header = false;
        for (index, line) in text.split(|&byte| byte == b'\n').enumerate() {
            let Ok(line) = std::str::from_utf8(line) else {
                if !line.trim_ascii().starts_with(b"#") {
                    model.bad.push((index + 1, "UTF-8"));
                }
                continue;
            };
            if line.trim().is_empty() || line.trim().starts_with('#') {
                continue;
            }
            let fields: Vec<_> = line.split(',').map(|field| field.trim().to_owned()).collect();
            if !header {
                header = true;
                if fields.join(",") == "op,account,amount,to" {
                    continue;
                }
                model.bad.push((index + 1, "expected the header"));
                if !["open", "deposit", "withdraw", "transfer", "close", "crash"].contains(&&*fields[0]) {
                    continue;
                }
            }
            if let Err(why) = model.apply(line.contains('"'), fields) {
                model.bad.push((index + 1, why));
            }
        }
        model
    }

    fn held(&self) -> u128 {
        self.open.values().sum()
    }

    fn verdict(&self) -> String {
        let [received, held, paid_out] = [self.received, self.held(), self.paid_out].map(|cents| {
            let mut digits = format!("{cents:03}");
            digits.insert(digits.len() - 2, '.');
            digits
        });
        format!("books balance: in {received} = held {held} + paid out {paid_out}")
    }

    fn apply(&mut self, quoted: bool, mut fields: Vec<String>) -> Result<(), &'static str> {
        if quoted {
            return Err("quoted");
        }
        let count = fields.len();
        fields.resize(count.max(5), String::new());
        let [op, account, amount, to] = std::array::from_fn(|column| fields[column].clone());
        let (takes_amount, takes_to) = match &*op {
            "open" | "deposit" | "withdraw" => (true, false),
            "transfer" => (true, true),
            "close" | "crash" => (false, false),
            "" => return Err("missing field `op`"),
            _ => return Err("unknown operation"),
        };
        if account.is_empty() {
            return Err("missing field `account`");
        }
        let mut cents = 0;
        if takes_amount {
            cents = Self::cents(&amount)?;
            if cents == 0 && op != "open" {
                return Err("amount is zero");
            }
        }
        if takes_to && to.is_empty() {
            return Err("missing field `to`");
        }
        if count > 4 || (!takes_to && !to.is_empty()) || (!takes_amount && !amount.is_empty()) {
            return Err("too many fields");
        }
        if takes_to && to == account {
            return Err("to itself");
        }
        if op == "open" {
            if self.open.contains_key(&account) {
                return Err("already open");
            }
            self.ever.push(account.clone());
            self.open.insert(account, cents);
            self.received += cents;
            return Ok(());
        }
        let balance = self.balance(&account)?;
        match &*op {
            "deposit" => {
                self.set(account, balance + cents)?;
                self.received += cents;
            }
            // nothing is lost
            "crash" => {}
            "close" => {
                self.open.remove(&account);
                self.paid_out += balance;
            }
            _ => {
                let left = balance.checked_sub(cents).ok_or("insufficient funds")?;
                if takes_to {
                    let other = self.balance(&to)?;
                    self.set(to, other + cents)?;
                } else {
                    self.paid_out += cents;
                }
                self.set(account, left)?;
            }
        }
        Ok(())
    }

    fn balance(&self, account: &str) -> Result<u128, &'static str> {
        let closed = self.ever.iter().any(|name| name == account);
        let missing = if closed { "is closed" } else { "unknown account" };
        self.open.get(account).copied().ok_or(missing)
    }

    fn set(&mut self, account: String, balance: u128) -> Result<(), &'static str> {
        if balance > u128::from(u64::MAX) {
            return Err("would overflow");
        }
        self.open.insert(account, balance);
        Ok(())
    }

    fn cents(text: &str) -> Result<u128, &'static str> {
        if text.is_empty() {
            return Err("missing field `amount`");
        }
        let mut cents = 0_u128;
        let mut places = None;
        for (index, char) in text.char_indices() {
            match (char, places) {
                ('.', None) if index > 0 => places = Some(0),
                ('0'..='9', None | Some(0 | 1)) => {
                    cents = cents.saturating_mul(10).saturating_add(u128::from(char as u32 - '0' as u32));
                    places = places.map(|places| places + 1);
                }
                _ => return Err("malformed amount"),
            }
        }
        cents = match places {
            None => cents.saturating_mul(100),
            Some(0) => return Err("malformed amount"),
            Some(1) => cents.saturating_mul(10),
            Some(_) => cents,
        };
        if cents > u128::from(u64::MAX) { Err("too large") } else { Ok(cents) }
    }
}

/// The program and the model agree on which lines are bad, why, and on the last line.
#[track_caller]
fn assert_agrees(run: &Run, model: &Model) {
    let reports = run.reports();
    for (&(line, reason), &(expected, why)) in reports.iter().zip(&model.bad) {
        assert!(line == expected && reason.contains(why), "line {line}: {reason}\nexpected line {expected}: {why}");
    }
    assert_eq!(reports.len(), model.bad.len(), "reported: {reports:#?}\nexpected: {:#?}", model.bad);
    assert_eq!(run.last_line(), model.verdict());
    assert_eq!(run.code, Some(0));
}

fn assert_reports(ledger: &str, reports: &[(usize, &str)], verdict: &str) {
    let run = bank_reads(ledger.as_bytes());
    assert_eq!(run.reports(), reports, "{ledger}");
    assert_eq!(run.last_line(), verdict, "{ledger}");
    assert_eq!(run.code, Some(0), "{ledger}");
    assert_agrees(&run, &Model::of(ledger.as_bytes()));
}

#[test]
fn the_shipped_ledger() {
    let run = bank(&[]);
    assert_agrees(&run, &Model::of(&std::fs::read(SHIPPED).unwrap()));
    assert_eq!(run.last_line(), VERDICT);
    assert!(run.stdout.lines().count() < 20, "a short statement:\n{}", run.stdout);
    assert_eq!(bank(&[SHIPPED]).stdout, run.stdout);
}

#[test]
fn the_shipped_ledger_is_large_and_has_every_kind_of_bad_line() {
    let model = Model::of(&std::fs::read(SHIPPED).unwrap());
    let mut kinds = BTreeMap::new();
    for &(_, why) in &model.bad {
        *kinds.entry(why).or_insert(0) += 1;
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), KINDS);
    let text = std::fs::read_to_string(SHIPPED).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count();
    assert!(lines - 1 - model.bad.len() >= 2_000);
    assert!(model.ever.len() >= 50);
}

#[test]
fn a_file_that_cannot_be_read() {
    let run = bank(&["no/such/ledger.csv"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("no/such/ledger.csv") && run.stderr.contains("os error"), "{}", run.stderr);

    let run = bank(&[env!("CARGO_MANIFEST_DIR")]);
    assert_eq!((run.code, &*run.stdout), (Some(2), ""));
    assert!(run.stderr.contains(env!("CARGO_MANIFEST_DIR")), "{}", run.stderr);

    assert_eq!(bank(&[SHIPPED, SHIPPED]).code, Some(2));
}

#[test]
fn a_ledger_with_nothing_in_it() {
    let nothing = "books balance: in 0.00 = held 0.00 + paid out 0.00";
    for ledger in ["", "\n", "\u{feff}", "# nothing yet\r\n\r\n", "op,account,amount,to", "op,account,amount,to\n"] {
        assert_reports(ledger, &[], nothing);
    }
}

#[test]
fn a_ledger_from_standard_input() {
    assert_reports(
        "op,account,amount,to\nopen,acme,1234\nopen,bob,0\ntransfer,acme,0.5,bob\nwithdraw,acme,200\nclose,bob\n",
        &[],
        "books balance: in 1234.00 = held 1033.50 + paid out 200.50",
    );
}

#[test]
fn windows_line_ends_a_byte_order_mark_and_blanks() {
    assert_reports(
        "\u{feff}op,account,amount,to\r\n\r\n  # people\r\n open , acme , 7.5 , \r\n\twithdraw,acme,9\r\n",
        &[(5, "insufficient funds in account \"acme\"")],
        "books balance: in 7.50 = held 7.50 + paid out 0.00",
    );
}

#[test]
fn a_header_that_is_not_there() {
    let header = "expected the header `op,account,amount,to`";
    let verdict = "books balance: in 5.00 = held 5.00 + paid out 0.00";
    assert_reports("# old\nname,money\nopen,a,5", &[(2, header)], verdict);
    assert_reports("open,a,5", &[(1, header)], verdict);
    assert_reports("open,a,5\nclose,b", &[(1, header), (2, "unknown account \"b\"")], verdict);
}

#[test]
fn bytes_that_are_no_text_spoil_their_line_only() {
    let run = bank_reads(b"op,account,amount,to\n# caf\xE9\nopen,caf\xE9,5\nopen,caf\xC3\xA9,7\n");
    assert_eq!(run.reports(), [(3, "not valid UTF-8")]);
    assert_eq!(run.last_line(), "books balance: in 7.00 = held 7.00 + paid out 0.00");
    assert_eq!(run.code, Some(0));
}

#[test]
fn a_transfer_that_fails_gives_the_money_back() {
    assert_reports(
        "op,account,amount,to\n\
         open,a,100\n\
         open,full,184467440737095516.15\n\
         open,gone,1\n\
         close,gone\n\
         transfer,a,60,nobody\n\
         transfer,a,60,gone\n\
         transfer,a,60,full\n\
         transfer,nobody,60,a\n\
         withdraw,a,100\n",
        &[
            (6, "unknown account \"nobody\""),
            (7, "account \"gone\" is closed"),
            (8, "the balance would overflow in account \"full\""),
            (9, "unknown account \"nobody\""),
        ],
        "books balance: in 184467440737095617.15 = held 184467440737095516.15 + paid out 101.00",
    );
}

#[test]
fn money_beyond_what_one_account_can_hold() {
    assert_reports(
        "op,account,amount,to\n\
         open,a,184467440737095516.15\n\
         open,b,184467440737095516.16\n\
         open,b,184467440737095516.15\n\
         deposit,a,0.01\n\
         close,a\n\
         deposit,b,1\n",
        &[
            (3, "the amount 184467440737095516.16 is too large"),
            (5, "the balance would overflow in account \"a\""),
            (7, "the balance would overflow in account \"b\""),
        ],
        "books balance: in 368934881474191032.30 = held 184467440737095516.15 + paid out 184467440737095516.15",
    );
}

#[test]
fn a_closed_account_can_be_opened_again() {
    assert_reports(
        "op,account,amount,to\nopen,a,5\nopen,a,6\nclose,a\ndeposit,a,1\nclose,a\nopen,a,7\nclose,a\nopen,a,8\n",
        &[(3, "account \"a\" is already open"), (5, "account \"a\" is closed"), (6, "account \"a\" is closed")],
        "books balance: in 20.00 = held 8.00 + paid out 12.00",
    );
}

#[test]
fn a_crash_loses_nothing() {
    assert_reports(
        "op,account,amount,to\nopen,a,5\ncrash,a\ndeposit,a,1\ncrash,a\ncrash,b\ncrash,a,1\nwithdraw,a,6\nclose,a\ncrash,a\n",
        &[(6, "unknown account \"b\""), (7, "too many fields for `crash`"), (10, "account \"a\" is closed")],
        "books balance: in 6.00 = held 0.00 + paid out 6.00",
    );
}

#[test]
fn the_same_books_while_processes_are_killed() {
    let quiet = bank(&[]);
    let chaos = bank(&["--chaos", "300"]);
    let (first, rest) = chaos.stdout.split_once('\n').unwrap();
    assert_eq!(first.split_whitespace().collect::<Vec<_>>(), ["processes", "killed", "300"]);
    assert_eq!(rest, quiet.stdout);
    assert_eq!((chaos.stderr, chaos.code), (quiet.stderr, Some(0)));
}

#[test]
fn arguments_that_are_none() {
    for arguments in
        [&["--chaos"][..], &["--chaos", "many"], &["--chaos", "-1"], &["--chaos", "1", "--chaos", "1"], &["--kill"]]
    {
        let run = bank(arguments);
        assert_eq!((run.code, &*run.stdout, &*run.stderr), (Some(2), "", "usage: bank [--chaos N] [LEDGER.csv | -]\n"));
    }
}

#[test]
fn names_are_printed_safely() {
    let run = bank_reads(b"op,account,amount,to\nclose,\x1b[31mred\n");
    assert_eq!(run.reports(), [(2, "unknown account \"\\u{1b}[31mred\"")]);
}

fn line() -> impl Strategy<Value = String> {
    let name = || prop::sample::select(vec!["a", "b", "c", "d", "", " a ", "née", "\"a\""]);
    let amount = prop_oneof![
        8 => (0..2_000_u64).prop_map(|cents| format!("{}.{:02}", cents / 100, cents % 100)),
        2 => (0..30_u64).prop_map(|whole| whole.to_string()),
        1 => Just("184467440737095516.15".to_owned()),
        1 => Just("184467440737095516.16".to_owned()),
        1 => "[-+0-9.e ]{0,6}",
    ];
    let op = prop::sample::select(vec![
        "open", "open", "deposit", "withdraw", "transfer", "transfer", "transfer", "close", "crash", "Open", "",
    ]);
    prop_oneof![
        12 => (op, name(), amount, name(), 0..8).prop_map(|(op, account, amount, to, shape)| match (op, shape) {
            ("close" | "crash", 1..) => format!("{op},{account}"),
            ("transfer", _) => format!("{op},{account},{amount},{to}"),
            (_, 0) => format!("{op},{account},{amount},{to}"),
            _ => format!("{op},{account},{amount}"),
        }),
        1 => Just(String::new()),
        1 => Just("# a comment, with \"words\"".to_owned()),
        1 => Just("op,account,amount,to".to_owned()),
        1 => "[ -~]{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn any_ledger_gives_what_the_model_gives(
        header in prop::bool::weighted(0.8),
        end in prop::sample::select(vec!["\n", "\r\n"]),
        lines in prop::collection::vec(line(), 0..60),
    ) {
        let mut ledger = if header { format!("op,account,amount,to{end}") } else { String::new() };
        ledger.extend(lines.into_iter().map(|line| line + end));
        assert_agrees(&bank_reads(ledger.as_bytes()), &Model::of(ledger.as_bytes()));
    }
}
