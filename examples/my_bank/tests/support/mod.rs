//! The bank as a customer sees it, and as its auditor does.
#![allow(dead_code, unreachable_pub, reason = "each test uses some of it")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use reqwest::{Client, Method, StatusCode};
use rusqlite::Connection;
use serde_json::{Value, json};

/// The bank as a program of its own.
pub struct Program {
    child: Child,
    pub url: String,
}

/// The program, to be told more.
pub fn command() -> Command {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let program = profile.join("examples").join(format!("my_bank{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "build it first: cargo build --example my_bank");
    Command::new(program)
}

impl Program {
    /// Starts it on a free port, with its books in `dir`.
    pub fn start(dir: &Path) -> Self {
        Program::of(command().arg("--dir").arg(dir).args(["--port", "0"]))
    }

    /// Starts it as the command says, and waits until it is open.
    pub fn of(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split_whitespace().find(|word| word.starts_with("http://")).map(str::to_owned))
            .expect("it says where it listens");
        // nobody is to wait for a full pipe
        std::thread::spawn(move || lines.for_each(drop));
        Program { child, url }
    }

    pub fn signal(&self, signal: &str) {
        let killed = Command::new("sh").args(["-c", &format!("kill {signal} {}", self.child.id())]).status().unwrap();
        assert!(killed.success());
    }

    /// Waits until it has ended.
    pub fn wait(&mut self, limit: Duration) -> ExitStatus {
        let begin = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begin.elapsed() < limit, "still there after {limit:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer: its status, and what it says.
#[derive(Debug, PartialEq)]
pub struct Answer {
    pub status: StatusCode,
    pub json: Value,
}

/// A customer.
#[derive(Clone)]
pub struct Customer {
    http: Client,
    url: String,
}

impl Customer {
    pub fn of(url: &str) -> Self {
        let http = Client::builder().timeout(Duration::from_secs(10)).build().unwrap();
        Customer { http, url: url.to_owned() }
    }

    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        key: Option<&str>,
        body: Option<Value>,
    ) -> reqwest::Result<Answer> {
        let mut request = self.http.request(method, format!("{}{path}", self.url));
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await?;
        Ok(Answer { status: response.status(), json: response.json().await? })
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None, None).await.unwrap()
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, path, None, Some(body)).await.unwrap()
    }

    /// Asks for a transfer, again and again until there is a word on it. `None`: there was none for that long.
    pub async fn transfer(&self, transfer: &Transfer, patience: Duration) -> Option<Answer> {
        let begin = Instant::now();
        let Transfer { key, from, to, cents } = transfer;
        let body = json!({ "from": from, "to": to, "amount": format!("{}.{:02}", cents / 100, cents % 100) });
        loop {
            match self.ask(Method::POST, "/transfers", Some(key), Some(body.clone())).await {
                Ok(answer) if answer.status.is_server_error() => {
                    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{answer:?}");
                }
                Ok(answer) => return Some(answer),
                Err(_) => {}
            }
            if begin.elapsed() >= patience {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub async fn balance(&self, name: &str) -> String {
        let answer = self.get(&format!("/accounts/{name}")).await;
        answer.json["balance"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
    }
}

/// Accounts `a0`, `a1`, … with so many cents in each.
pub async fn open(customer: &Customer, accounts: usize, cents: u64) {
    for account in 0..accounts {
        let deposit = format!("{}.{:02}", cents / 100, cents % 100);
        let answer = customer.post("/accounts", json!({ "name": format!("a{account}"), "deposit": deposit })).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    }
}

/// A transfer that somebody asks for.
#[derive(Clone, Debug)]
pub struct Transfer {
    pub key: String,
    pub from: String,
    pub to: String,
    pub cents: u64,
}

/// What customers were told of their transfers.
#[derive(Default)]
pub struct Told {
    /// Done: its number by its key.
    pub done: BTreeMap<String, i64>,
    /// Not done.
    pub refused: Vec<String>,
    /// Nobody knows.
    pub unknown: Vec<Transfer>,
}

impl Told {
    pub fn note(&mut self, transfer: Transfer, answer: Option<Answer>) {
        match answer {
            None => self.unknown.push(transfer),
            Some(answer) if answer.status == StatusCode::OK => {
                let number = answer.json["number"].as_i64().unwrap();
                assert_eq!(self.done.insert(transfer.key, number), None);
            }
            Some(answer) => {
                assert_eq!(answer.json["error"]["code"], "insufficient_funds", "{answer:?}");
                self.refused.push(transfer.key);
            }
        }
    }

    pub fn add(&mut self, other: Told) {
        self.done.extend(other.done);
        self.refused.extend(other.refused);
        self.unknown.extend(other.unknown);
    }
}

/// Looks into the books of a bank in which money was only moved between accounts: whether all that was acknowledged is
/// there once, nothing that was refused is, every balance is the sum of its transactions and no money was made or lost.
pub fn audit(dir: &Path, told: &Told, total: u64) {
    let books = Connection::open(dir.join("books.sqlite")).unwrap();
    let mut all = books.prepare("SELECT key, number FROM transactions WHERE kind = 'transfer'").unwrap();
    let rows: Vec<(String, i64)> =
        all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap();
    let written: BTreeMap<String, i64> = rows.iter().cloned().collect();
    assert_eq!(written.len(), rows.len(), "each key is there once");
    for (key, number) in &told.done {
        assert_eq!(written.get(key), Some(number), "{key} was acknowledged");
    }
    for key in &told.refused {
        assert_eq!(written.get(key), None, "{key} was refused");
    }
    for key in written.keys() {
        let open = told.unknown.iter().any(|transfer| transfer.key == *key);
        assert!(told.done.contains_key(key) || open, "{key} was not asked for, or answered otherwise");
    }
    let held: u64 = books.query_row("SELECT sum(balance) FROM accounts", [], |row| row.get(0)).unwrap();
    assert_eq!(held, total, "money is conserved");
    let wrong: u64 = books
        .query_row(
            "SELECT count(*) FROM accounts WHERE balance <> \
               (SELECT coalesce(sum(amount), 0) FROM transactions WHERE account = name AND kind IN ('open', 'deposit')) \
             - (SELECT coalesce(sum(amount), 0) FROM transactions WHERE account = name AND kind NOT IN ('open', 'deposit')) \
             + (SELECT coalesce(sum(amount), 0) FROM transactions WHERE other = name)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(wrong, 0, "every balance is the sum of its transactions");
    let whole: String = books.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(whole, "ok");
}

/// 64 customers who move money at random, each of them until `enough` says so, or there is no answer for as long as they
/// have patience.
pub async fn load(
    customer: &Customer,
    accounts: usize,
    patience: Duration,
    enough: impl Fn(usize) -> bool + Clone + Send + 'static,
) -> Told {
    let customers: Vec<_> = (0..64)
        .map(|number| {
            let (customer, enough) = (customer.clone(), enough.clone());
            tokio::spawn(async move {
                let mut told = Told::default();
                for count in 0.. {
                    if enough(count) {
                        break;
                    }
                    let from = fastrand::usize(..accounts);
                    let to = (from + fastrand::usize(1..accounts)) % accounts;
                    let transfer = Transfer {
                        key: format!("c{number}-{count}"),
                        from: format!("a{from}"),
                        to: format!("a{to}"),
                        cents: fastrand::u64(1..5_000),
                    };
                    if count % 4 == 0 {
                        // there is a process for an account that somebody looks at
                        let _ = customer.ask(Method::GET, &format!("/accounts/{}", transfer.from), None, None).await;
                    }
                    let answer = customer.transfer(&transfer, patience).await;
                    let gone = answer.is_none();
                    told.note(transfer, answer);
                    if gone {
                        break;
                    }
                }
                told
            })
        })
        .collect();
    let mut told = Told::default();
    for customer in customers {
        told.add(customer.await.unwrap());
    }
    told
}
