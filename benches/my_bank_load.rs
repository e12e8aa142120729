//! The flagship example under load, beside the same endpoint with a map behind it.
//!
//! `cargo run --release -p otp-benches --bin my_bank_load`. 64 connections, each of which asks, waits for the answer and asks
//! again, over loopback; requests per second, and how long an answer took (p50, p99). The contenders take turns, a round
//! each; the figures are medians over the rounds, and only the ratios are worth quoting: customers and bank share the
//! machine. The endpoint, the reading of requests and the JSON of the answers are the same code for all.
//!
//! - **my_bank**: a process for each account, a transaction processor, SQLite. A transfer is on the disk when it is
//!   acknowledged.
//! - **map**: a `Mutex<HashMap>`. Nothing is on a disk, and a key is not looked at.
//! - **map + SQLite**: the map, and under its lock the same books, a commit for each transfer: as durable as my_bank.

use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use my_bank::books::Books;
use my_bank::endpoint::Endpoint;
use my_bank::http::answer::Balance;
use my_bank::http::error::HttpError;
use my_bank::http::input::{Fields, IdempotencyKey, Name};
use my_bank::money::Cents;
use my_bank::transaction::{AccountName, Operation, Transaction};
use my_bank::tree::{MyBankSupervisor, Premises};
use std::collections::HashMap;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const CONNECTIONS: usize = 64;
const ACCOUNTS: usize = 1_000;
const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_secs(2);

/// A bank that keeps its accounts in a map.
#[derive(Clone)]
struct Map(Arc<Mutex<Kept>>);

struct Kept {
    balances: HashMap<AccountName, u64>,
    books: Option<Books>,
}

impl Map {
    fn new(books: Option<Books>) -> Self {
        let balances = (0..ACCOUNTS).map(|account| (name(account), 1_000_000)).collect();
        let mut kept = Kept { balances, books };
        if let Some(books) = &mut kept.books {
            books.commit(&openings()).expect("the books are written");
        }
        Map(Arc::new(Mutex::new(kept)))
    }

    fn router(self) -> Router {
        Router::new().route("/accounts/{name}", get(balance)).route("/transfers", post(transfer)).with_state(self)
    }
}

async fn balance(State(map): State<Map>, Name(name): Name) -> Result<Json<Balance>, HttpError> {
    let balance = map.0.lock().expect("nobody panics").balances.get(&name).copied();
    let balance = balance.ok_or_else(HttpError::not_found)?;
    Ok(Json(Balance { account: name.to_string(), balance: Cents(balance).to_string() }))
}

async fn transfer(
    State(map): State<Map>,
    IdempotencyKey(key): IdempotencyKey,
    mut fields: Fields,
) -> Result<Json<Balance>, HttpError> {
    let parts = fields.name("from").zip(fields.name("to")).zip(fields.amount("amount"));
    let ((from, to), amount) = fields.finish(parts)?;
    let mut kept = map.0.lock().expect("nobody panics");
    if let Some(books) = &mut kept.books {
        let operation = Operation::Transfer(from.clone(), to.clone(), amount);
        books.commit([&Transaction { key, operation }]).expect("the books are written")[0].as_ref().expect("funds");
    }
    let held = kept.balances.get_mut(&from).ok_or_else(HttpError::not_found)?;
    *held = held.checked_sub(amount.get()).ok_or_else(HttpError::not_found)?;
    let left = *held;
    *kept.balances.get_mut(&to).ok_or_else(HttpError::not_found)? += amount.get();
    Ok(Json(Balance { account: from.to_string(), balance: Cents(left).to_string() }))
}

fn name(account: usize) -> AccountName {
    format!("a{account}").parse().expect("a name")
}

fn openings() -> Vec<Transaction> {
    let opening = |account| Transaction {
        key: format!("open-{account}").parse().expect("a key"),
        operation: Operation::Open(name(account), 1_000_000),
    };
    (0..ACCOUNTS).map(opening).collect()
}

fn door() -> (Arc<TcpListener>, SocketAddr) {
    let door = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    door.set_nonblocking(true).expect("a socket");
    let address = door.local_addr().expect("an address");
    (Arc::new(door), address)
}

/// Starts the contenders, and says where they listen.
async fn start(dir: &Path) -> Vec<(&'static str, SocketAddr)> {
    let file = dir.join("my_bank.sqlite");
    Books::open(&file).and_then(|mut books| books.commit(&openings())).expect("the books are written");
    let (my_door, my_bank) = door();
    let premises = Premises { file: Arc::new(file), door: my_door, max_restarts: 3 };
    MyBankSupervisor::start(premises).await.expect("it starts");
    let mut all = vec![("my_bank", my_bank)];
    // their connections live under my_bank's supervisor of connections, as its own do
    let books = Books::open(&dir.join("map.sqlite")).expect("books");
    for (contender, map) in [("map", Map::new(None)), ("map + SQLite", Map::new(Some(books)))] {
        let (door, address) = door();
        Endpoint::start(door, map.router()).await.expect("it starts");
        all.push((contender, address));
    }
    all
}

#[derive(Clone, Copy)]
enum Load {
    Balances,
    Transfers,
}

impl Load {
    fn request(self, text: &mut String) {
        use std::fmt::Write;
        text.clear();
        let (from, to) = (fastrand::usize(..ACCOUNTS), fastrand::usize(..ACCOUNTS - 1));
        let to = if to == from { ACCOUNTS - 1 } else { to };
        let _ = match self {
            Load::Balances => write!(text, "GET /accounts/a{from} HTTP/1.1\r\nhost: bank\r\n\r\n"),
            Load::Transfers => {
                let body = format!(r#"{{"from":"a{from}","to":"a{to}","amount":"0.01"}}"#);
                let length = body.len();
                write!(
                    text,
                    "POST /transfers HTTP/1.1\r\nhost: bank\r\ncontent-type: application/json\r\n\
                     content-length: {length}\r\n\r\n{body}"
                )
            }
        };
    }
}

/// How many requests a second, and how long they took.
#[derive(Clone, Copy)]
struct Figures {
    per_second: f64,
    p50: Duration,
    p99: Duration,
}

async fn round(address: SocketAddr, load: Load) -> Figures {
    let end = Instant::now() + ROUND;
    let customers: Vec<_> = (0..CONNECTIONS).map(|_| tokio::spawn(customer(address, load, end))).collect();
    let mut times = Vec::new();
    for customer in customers {
        times.extend(customer.await.expect("nobody panics"));
    }
    times.sort_unstable();
    let at = |share: usize| times[times.len() * share / 100];
    Figures { per_second: times.len() as f64 / ROUND.as_secs_f64(), p50: at(50), p99: at(99) }
}

async fn customer(address: SocketAddr, load: Load, end: Instant) -> Vec<Duration> {
    let mut bank = TcpStream::connect(address).await.expect("it listens");
    bank.set_nodelay(true).expect("a socket");
    let (mut times, mut request, mut answer) = (Vec::new(), String::new(), Vec::new());
    loop {
        load.request(&mut request);
        let begin = Instant::now();
        if begin > end {
            return times;
        }
        bank.write_all(request.as_bytes()).await.expect("it reads");
        read_answer(&mut bank, &mut answer).await;
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
        times.push(begin.elapsed());
    }
}

async fn read_answer(bank: &mut TcpStream, answer: &mut Vec<u8>) {
    answer.clear();
    loop {
        assert!(bank.read_buf(answer).await.expect("it answers") > 0, "it has closed the connection");
        let Some(head) = answer.windows(4).position(|end| end == b"\r\n\r\n") else { continue };
        let lines = String::from_utf8_lossy(&answer[..head]).to_ascii_lowercase();
        let length = lines.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        if answer.len() >= head + 4 + length.expect("a length") {
            return;
        }
    }
}

fn median(figures: &[Figures], of: impl Fn(&Figures) -> f64) -> f64 {
    let mut all: Vec<f64> = figures.iter().map(of).collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn main() {
    let dir = tempfile::tempdir().expect("a directory");
    let bank = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let contenders = bank.block_on(start(dir.path()));
    let customers = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for (title, load) in [("balances", Load::Balances), ("transfers", Load::Transfers)] {
        let mut all = vec![Vec::new(); contenders.len()];
        for _ in 0..ROUNDS {
            for ((_, address), figures) in contenders.iter().zip(&mut all) {
                figures.push(customers.block_on(round(*address, load)));
            }
        }
        println!("{title:<14} {:>10} {:>10} {:>10} {:>22}", "req/s", "p50 us", "p99 us", "req/s against the map");
        let map = median(&all[1], |figures| figures.per_second);
        for ((contender, _), figures) in contenders.iter().zip(&all) {
            let per_second = median(figures, |figures| figures.per_second);
            let us = |of: fn(&Figures) -> Duration| median(figures, |figures| of(figures).as_secs_f64() * 1e6);
            println!(
                "{contender:<14} {per_second:>10.0} {:>10.0} {:>10.0} {:>22.2}",
                us(|figures| figures.p50),
                us(|figures| figures.p99),
                per_second / map
            );
        }
    }
}
