//! The whole program is killed, or asked to end, while 64 customers move money.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::{Duration, Instant};

use support::{Customer, Program, audit, load, open};

const ACCOUNTS: usize = 16;
const CENTS: u64 = 100_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_of_it_it_knows_all_it_has_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let mut bank = Program::start(dir.path());
    let customer = Customer::of(&bank.url);
    open(&customer, ACCOUNTS, CENTS).await;
    let working = tokio::spawn({
        let customer = customer.clone();
        async move { load(&customer, ACCOUNTS, Duration::ZERO, |_| false).await }
    });
    tokio::time::sleep(Duration::from_millis(1500)).await;
    bank.signal("-KILL");
    bank.wait(Duration::from_secs(5));
    let mut told = working.await.unwrap();
    assert!(told.done.len() > 64, "{} were acknowledged", told.done.len());
    audit(dir.path(), &told, ACCOUNTS as u64 * CENTS);

    // it comes back with all of it, and those who do not know ask again
    let bank = Program::start(dir.path());
    let customer = Customer::of(&bank.url);
    assert_eq!(customer.get("/accounts").await.json["accounts"].as_array().unwrap().len(), ACCOUNTS);
    for transfer in std::mem::take(&mut told.unknown) {
        let answer = customer.transfer(&transfer, Duration::from_secs(5)).await;
        told.note(transfer, answer);
    }
    assert!(told.unknown.is_empty());
    audit(dir.path(), &told, ACCOUNTS as u64 * CENTS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_end_it_loses_nothing_and_exits_with_0() {
    let dir = tempfile::tempdir().unwrap();
    let mut bank = Program::start(dir.path());
    let customer = Customer::of(&bank.url);
    open(&customer, ACCOUNTS, CENTS).await;
    let over = Arc::new(AtomicBool::new(false));
    let working = tokio::spawn({
        let (customer, over) = (customer.clone(), over.clone());
        async move { load(&customer, ACCOUNTS, Duration::ZERO, move |_| over.load(SeqCst)).await }
    });
    tokio::time::sleep(Duration::from_millis(1500)).await;
    bank.signal("-TERM");
    let asked = Instant::now();
    assert_eq!(bank.wait(Duration::from_secs(20)).code(), Some(0));
    assert!(asked.elapsed() < Duration::from_secs(10), "it took {:?}", asked.elapsed());
    over.store(true, SeqCst);
    let told = working.await.unwrap();
    assert!(told.done.len() > 64, "{} were acknowledged", told.done.len());
    audit(dir.path(), &told, ACCOUNTS as u64 * CENTS);
}
