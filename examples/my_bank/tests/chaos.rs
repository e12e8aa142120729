//! 64 customers move money while processes are killed at random, whichever they are: the one that writes to the disk, the
//! endpoint, supervisors, accounts, customers' connections.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use my_bank::application::MyBank;
use my_bank::chaos::Chaos;
use my_bank::tree::bank;
use otp_runtime::prelude::*;
use otp_runtime::{Tree, application};
use support::{Customer, Transfer, audit, load, open};

const ACCOUNTS: usize = 16;
const CENTS: u64 = 100_000;

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_killed_every_acknowledged_transfer_is_in_the_books_once() {
    let dir = tempfile::tempdir().unwrap();
    application::put_env_persistent("my_bank", "dir", dir.path().to_owned());
    application::put_env_persistent("my_bank", "max_restarts", 1_000_000_u32);
    application::start(MyBank::spec()).await.unwrap();
    let url = format!("http://{}", bank().endpoint().address().await.unwrap());
    let customer = Customer::of(&url);
    open(&customer, ACCOUNTS, CENTS).await;

    let chaos = Chaos::start(Duration::from_millis(20)).await.unwrap();
    let everybody = Arc::new(AtomicBool::new(false));
    let enough = everybody.clone();
    let customers = tokio::spawn({
        let customer = customer.clone();
        async move { load(&customer, ACCOUNTS, Duration::from_secs(60), move |_| enough.load(SeqCst)).await }
    });
    // each of these at least once, however fast the customers are
    const ALL: [&str; 10] =
        ["processor", "reader", "registry", "accounts", "endpoint", "health", "connections", "books", "Task", "a0"];
    let mut killed = chaos.killed().await.unwrap();
    while !ALL.iter().all(|who| killed.contains_key(*who)) {
        tokio::time::sleep(Duration::from_millis(20)).await;
        killed = chaos.killed().await.unwrap();
    }
    everybody.store(true, SeqCst);
    let told = customers.await.unwrap();
    chaos.stop().await.unwrap();
    println!("{} done, {} refused, killed {killed:?}", told.done.len(), told.refused.len());
    assert!(told.done.len() >= 64, "they have hardly begun");
    assert_eq!(told.unknown.len(), 0);
    audit(dir.path(), &told, ACCOUNTS as u64 * CENTS);

    // the accounts' processes say what the books say
    let books = my_bank::books::Books::open(&dir.path().join("books.sqlite")).unwrap();
    for row in books.accounts("", 100).unwrap() {
        let balance = format!("{}.{:02}", row.balance / 100, row.balance % 100);
        // a connection that was killed a moment ago may still be in the customer's pool
        let mut answer = customer.ask(reqwest::Method::GET, &format!("/accounts/{}", row.name), None, None).await;
        while answer.is_err() {
            answer = customer.ask(reqwest::Method::GET, &format!("/accounts/{}", row.name), None, None).await;
        }
        assert_eq!(answer.unwrap().json["balance"], balance, "{}", row.name);
    }
    application::stop("my_bank").await.unwrap();
}

/// Without a limit of its own for the test: one crash of whomever is within what the bank bears with.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_crash_of_anybody_is_survived() {
    let dir = tempfile::tempdir().unwrap();
    application::put_env_persistent("my_bank", "dir", dir.path().to_owned());
    let mut number = 0;
    for who in ["books", "processor", "reader", "registry", "accounts", "a0", "connections", "endpoint", "health"] {
        application::start(MyBank::spec()).await.unwrap();
        let customer = Customer::of(&format!("http://{}", bank().endpoint().address().await.unwrap()));
        if number == 0 {
            open(&customer, 2, CENTS).await;
        }
        customer.balance("a0").await;
        let pid = find(&bank().tree().await.unwrap(), who).expect(who);
        pid.exit(ExitReason::Kill);
        pid.monitor().await;
        for _ in 0..3 {
            number += 1;
            let transfer = Transfer { key: number.to_string(), from: "a0".into(), to: "a1".into(), cents: 1 };
            let answer = customer.transfer(&transfer, Duration::from_secs(10)).await.expect(who);
            assert_eq!(answer.status, reqwest::StatusCode::OK, "after a crash of {who}: {answer:?}");
        }
        application::stop("my_bank").await.unwrap();
    }
}

/// Whoever asks for an account starts its process again, and nobody else is bothered.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_number_of_accounts_may_crash_at_once() {
    let dir = tempfile::tempdir().unwrap();
    application::put_env_persistent("my_bank", "dir", dir.path().to_owned());
    application::start(MyBank::spec()).await.unwrap();
    let customer = Customer::of(&format!("http://{}", bank().endpoint().address().await.unwrap()));
    open(&customer, ACCOUNTS, CENTS).await;
    let supervisor = bank().books().accounts().pid();
    for _ in 0..3 {
        for account in 0..ACCOUNTS {
            assert_eq!(customer.balance(&format!("a{account}")).await, "1000.00");
        }
        let tree = bank().tree().await.unwrap();
        let pids: Vec<_> = (0..ACCOUNTS).map(|account| find(&tree, &format!("a{account}")).unwrap()).collect();
        pids.iter().for_each(|pid| pid.exit(ExitReason::Kill));
        for pid in pids {
            pid.monitor().await;
        }
    }
    for account in 0..ACCOUNTS {
        assert_eq!(customer.balance(&format!("a{account}")).await, "1000.00");
    }
    assert_eq!(bank().books().accounts().pid(), supervisor);
    application::stop("my_bank").await.unwrap();
}

fn find(tree: &Tree, id: &str) -> Option<Pid> {
    if &*tree.id == id { tree.pid() } else { tree.children.iter().find_map(|child| find(child, id)) }
}
