//! What the bank does for customers who ask properly.

mod support;

use reqwest::{Method, StatusCode};
use serde_json::json;
use support::{Customer, Program};

#[tokio::test]
async fn the_life_of_two_accounts() {
    let dir = tempfile::tempdir().unwrap();
    let bank = Program::start(dir.path());
    let customer = Customer::of(&bank.url);

    let opened = customer.post("/accounts", json!({ "name": "alice", "deposit": "100.00" })).await;
    assert_eq!((opened.status, &opened.json["balance"]), (StatusCode::CREATED, &json!("100.00")));
    let opened = customer.post("/accounts", json!({ "name": "bob" })).await;
    assert_eq!((opened.status, &opened.json["balance"]), (StatusCode::CREATED, &json!("0.00")));

    let paid_in = customer.post("/accounts/bob/deposit", json!({ "amount": "7.5" })).await;
    assert_eq!((paid_in.status, &paid_in.json["balance"]), (StatusCode::OK, &json!("7.50")));
    let paid_out = customer.post("/accounts/alice/withdraw", json!({ "amount": "30" })).await;
    assert_eq!((paid_out.status, &paid_out.json["balance"]), (StatusCode::OK, &json!("70.00")));
    let moved = customer.post("/transfers", json!({ "from": "alice", "to": "bob", "amount": "20.05" })).await;
    assert_eq!((moved.status, &moved.json["balance"]), (StatusCode::OK, &json!("49.95")));
    // whoever has the answer sees what it says, in both accounts
    assert_eq!(customer.balance("alice").await, "49.95");
    assert_eq!(customer.balance("bob").await, "27.55");

    let statement = customer.get("/accounts/bob/statement").await.json;
    let lines: Vec<_> = statement["transactions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (line["kind"].as_str().unwrap(), line["amount"].as_str().unwrap(), line["balance"].as_str().unwrap())
        })
        .collect();
    assert_eq!(lines, [("transfer", "20.05", "27.55"), ("deposit", "7.50", "7.50"), ("open", "0.00", "0.00")]);
    let newest = statement["transactions"][0]["number"].as_i64().unwrap();
    let older = customer.get(&format!("/accounts/bob/statement?before={newest}&limit=1")).await.json;
    assert_eq!(older["transactions"].as_array().unwrap().len(), 1);
    assert_eq!(older["transactions"][0]["kind"], "deposit");

    let accounts = customer.get("/accounts").await.json;
    let expected = json!([
        { "account": "alice", "balance": "49.95" },
        { "account": "bob", "balance": "27.55" },
    ]);
    assert_eq!(accounts["accounts"], expected);
    assert_eq!(customer.get("/accounts?after=alice&limit=1").await.json["accounts"][0]["account"], "bob");

    let closed = customer.ask(Method::DELETE, "/accounts/bob", None, None).await.unwrap();
    assert_eq!((closed.status, &closed.json["amount"]), (StatusCode::OK, &json!("27.55")));
    let gone = customer.get("/accounts/bob").await;
    assert_eq!((gone.status, &gone.json["error"]["code"]), (StatusCode::CONFLICT, &json!("account_closed")));
    // what happened to it is still known
    assert_eq!(customer.get("/accounts/bob/statement").await.json["transactions"][0]["kind"], "close");
}

#[tokio::test]
async fn a_write_with_a_key_is_carried_out_once() {
    let dir = tempfile::tempdir().unwrap();
    let bank = Program::start(dir.path());
    let customer = Customer::of(&bank.url);
    support::open(&customer, 2, 10_000).await;

    let ask = async |path: &str, body| customer.ask(Method::POST, path, Some("rent-july"), Some(body)).await.unwrap();
    let body = json!({ "from": "a0", "to": "a1", "amount": "10.00" });
    let first = ask("/transfers", body.clone()).await;
    assert_eq!((first.status, &first.json["balance"]), (StatusCode::OK, &json!("90.00")));
    // spent meanwhile: the answer is the first one all the same
    customer.post("/accounts/a0/withdraw", json!({ "amount": "90.00" })).await;
    assert_eq!(ask("/transfers", body).await, first);
    assert_eq!((customer.balance("a0").await, customer.balance("a1").await), ("0.00".into(), "110.00".into()));

    // the key stands for one transaction, not for others
    let other = ask("/transfers", json!({ "from": "a1", "to": "a0", "amount": "10.00" })).await;
    assert_eq!((other.status, &other.json["error"]["code"]), (StatusCode::CONFLICT, &json!("key_reused")));
    let other = ask("/accounts/a1/deposit", json!({ "amount": "10.00" })).await;
    assert_eq!(other.json["error"]["code"], "key_reused");
    assert_eq!(customer.balance("a1").await, "110.00");
}

#[tokio::test]
async fn after_a_restart_all_accounts_are_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut bank = Program::start(dir.path());
    let customer = Customer::of(&bank.url);
    support::open(&customer, 20, 12_345).await;
    let before = customer.get("/accounts").await;
    bank.signal("-TERM");
    assert_eq!(bank.wait(std::time::Duration::from_secs(10)).code(), Some(0));

    let bank = Program::start(dir.path());
    let customer = Customer::of(&bank.url);
    assert_eq!(customer.get("/accounts").await, before);
    assert_eq!(customer.balance("a19").await, "123.45");
}

#[tokio::test]
async fn the_bank_says_how_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let bank = Program::start(dir.path());
    let customer = Customer::of(&bank.url);
    support::open(&customer, 2, 100).await;
    customer.balance("a0").await;

    let mut health = customer.get("/health").await;
    // it looks once a second
    while health.json["transactions"] != 2 {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        health = customer.get("/health").await;
    }
    let expected = json!({
        "status": "ok", "processor": "ok", "reader": "ok", "endpoint": "ok",
        "books_balance": true, "accounts": 2, "transactions": 2,
    });
    assert_eq!((health.status, health.json), (StatusCode::OK, expected));

    let tree = customer.get("/tree").await.json;
    let ids = |node: &serde_json::Value| -> Vec<String> {
        let children = node["children"].as_array().unwrap();
        children.iter().map(|child| child["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(tree["id"], "my_bank");
    assert_eq!(ids(&tree), ["books", "connections", "endpoint", "health"]);
    assert_eq!(ids(&tree["children"][0]), ["processor", "reader", "registry", "accounts"]);
    assert_eq!(ids(&tree["children"][0]["children"][3]), ["a0"]);

    let page = reqwest::get(&bank.url).await.unwrap();
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    assert!(page.text().await.unwrap().contains("<h2>Supervision tree</h2>"));
}
