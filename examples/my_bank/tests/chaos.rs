//! 64 customers move money while processes are killed at random, whichever they are: the one that writes to the disk, the
//! endpoint, supervisors, accounts, customers' connections.

mod support;

use std::time::Duration;

use my_bank::application::MyBank;
use my_bank::chaos::Chaos;
use my_bank::tree::MyBankSupervisor;
use otp_runtime::application;
use otp_runtime::prelude::*;
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

    let chaos = Chaos::start(Duration::from_millis(20)).await.unwrap();
    let told = load(&customer, ACCOUNTS, Duration::from_secs(60), |transfer| transfer >= 40).await;
    let killed = chaos.killed().await.unwrap();
    chaos.stop().await.unwrap();
    println!("{} done, {} refused, killed {killed:?}", told.done.len(), told.refused.len());
    for who in
        ["processor", "reader", "registry", "accounts", "endpoint", "health", "connections", "books", "Task", "a0"]
    {
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
