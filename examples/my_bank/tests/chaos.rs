//! 64 customers move money while processes are killed at random, whichever they are: the one that writes to the disk, the
//! endpoint, supervisors, accounts, customers' connections.

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use my_bank::application::MyBank;
use my_bank::tree::{MyBankSupervisor, MyBankSupervisorClient};
use otp_runtime::prelude::*;
use otp_runtime::{ChildState, Tree, application};
use support::{Customer, audit, load, open};

const ACCOUNTS: usize = 16;
const CENTS: u64 = 100_000;

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_killed_every_acknowledged_transfer_is_in_the_books_once() {
    let dir = tempfile::tempdir().unwrap();
    application::put_env_persistent("my_bank", "dir", dir.path().to_owned());
    application::put_env_persistent("my_bank", "max_restarts", 1_000_000_u32);
    application::start(MyBank::spec()).await.unwrap();
    let bank = MyBankSupervisor::named("my_bank");
    let url = format!("http://{}", bank.endpoint().address().await.unwrap());
    let customer = Customer::of(&url);
    open(&customer, ACCOUNTS, CENTS).await;

    let over = Arc::new(AtomicBool::new(false));
    let killer = tokio::spawn(kill_at_random(bank.clone(), over.clone()));
    let told = load(&customer, ACCOUNTS, Duration::from_secs(60), |transfer| transfer >= 40).await;
    over.store(true, SeqCst);
    let killed = killer.await.unwrap();
    println!("{} done, {} refused, killed {killed:?}", told.done.len(), told.refused.len());
    for who in ["processor", "reader", "registry", "accounts", "endpoint", "health", "connections", "books", "Task"] {
        assert!(killed.get(who).is_some_and(|times| *times > 0), "{who} was never killed: {killed:?}");
    }
    assert_eq!(told.unknown.len(), 0);
    assert_eq!(told.done.len() + told.refused.len(), 64 * 40);
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

/// Kills whomever it finds below the top, until it is told to stop; says who it was, how often.
async fn kill_at_random(bank: MyBankSupervisorClient, over: Arc<AtomicBool>) -> BTreeMap<String, u32> {
    let mut killed: BTreeMap<String, u32> = BTreeMap::new();
    while !over.load(SeqCst) {
        tokio::time::sleep(Duration::from_millis(fastrand::u64(5..40))).await;
        let Ok(tree) = bank.tree().await else { continue };
        // by name: there are many connections, and one processor
        let mut by_name: BTreeMap<String, Vec<Pid>> = BTreeMap::new();
        collect(&tree, &mut by_name);
        let spared = |name: &String| (killed.get(name).copied().unwrap_or(0), fastrand::u32(..));
        let Some(name) = by_name.keys().min_by_key(|name| spared(name)).cloned() else { continue };
        if let Some(pid) = fastrand::choice(&by_name[&name]) {
            pid.exit(ExitReason::Kill);
            *killed.entry(name).or_default() += 1;
        }
    }
    killed
}

fn collect(tree: &Tree, by_name: &mut BTreeMap<String, Vec<Pid>>) {
    for child in &tree.children {
        if let ChildState::Running(pid) = child.state {
            by_name.entry(child.id.to_string()).or_default().push(pid);
        }
        collect(child, by_name);
    }
}
