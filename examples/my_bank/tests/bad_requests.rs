//! Requests that are wrong, each in its own way: a 4xx that says what is, and nothing has changed.

mod support;

use reqwest::{Client, Method, StatusCode};
use serde_json::Value;
use support::{Customer, Program};

/// Method, path, headers, body; status, code and the field that is blamed.
type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a str, u16, &'a str, &'a str);

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

#[rustfmt::skip]
const CASES: &[Case<'static>] = &[
    // no such thing
    ("GET", "/nothing", &[], "", 404, "not_found", ""),
    ("POST", "/accounts/a0/crash", JSON, "{}", 404, "not_found", ""),
    ("GET", "/accounts/", &[], "", 404, "not_found", ""),
    ("PUT", "/accounts", JSON, "{}", 405, "method_not_allowed", ""),
    ("DELETE", "/transfers", &[], "", 405, "method_not_allowed", ""),
    ("GET", "/accounts/a0/deposit", &[], "", 405, "method_not_allowed", ""),
    // accounts that are not there
    ("GET", "/accounts/nobody", &[], "", 404, "unknown_account", ""),
    ("GET", "/accounts/nobody/statement", &[], "", 404, "unknown_account", ""),
    ("POST", "/accounts/nobody/deposit", JSON, r#"{"amount": "1"}"#, 404, "unknown_account", ""),
    ("POST", "/transfers", JSON, r#"{"from": "a0", "to": "nobody", "amount": "1"}"#, 404, "unknown_account", ""),
    ("POST", "/transfers", JSON, r#"{"from": "nobody", "to": "a0", "amount": "1"}"#, 404, "unknown_account", ""),
    ("DELETE", "/accounts/nobody", &[], "", 404, "unknown_account", ""),
    ("GET", "/accounts/closed", &[], "", 409, "account_closed", ""),
    ("POST", "/accounts/closed/withdraw", JSON, r#"{"amount": "1"}"#, 409, "account_closed", ""),
    ("POST", "/transfers", JSON, r#"{"from": "a0", "to": "closed", "amount": "1"}"#, 409, "account_closed", ""),
    ("DELETE", "/accounts/closed", &[], "", 409, "account_closed", ""),
    // accounts that are
    ("POST", "/accounts", JSON, r#"{"name": "a0"}"#, 409, "name_taken", ""),
    ("POST", "/accounts", JSON, r#"{"name": "closed"}"#, 409, "name_taken", ""),
    // names
    ("GET", "/accounts/A0", &[], "", 400, "bad_name", ""),
    ("GET", "/accounts/%FF", &[], "", 400, "bad_name", ""),
    ("POST", "/accounts", JSON, r#"{"name": ""}"#, 400, "invalid_fields", "name"),
    ("POST", "/accounts", JSON, r#"{"name": "0a"}"#, 400, "invalid_fields", "name"),
    ("POST", "/accounts", JSON, r#"{"name": "a b"}"#, 400, "invalid_fields", "name"),
    ("POST", "/accounts", JSON, r#"{"name": "a123456789a123456789a123456789abc"}"#, 400, "invalid_fields", "name"),
    ("POST", "/accounts", JSON, r#"{"name": 7}"#, 400, "invalid_fields", "name"),
    // amounts
    ("POST", "/accounts", JSON, r#"{"name": "new", "deposit": "-1"}"#, 400, "invalid_fields", "deposit"),
    ("POST", "/accounts/a0/deposit", JSON, r#"{"amount": "0.00"}"#, 400, "invalid_fields", "amount"),
    ("POST", "/accounts/a0/deposit", JSON, r#"{"amount": "1.234"}"#, 400, "invalid_fields", "amount"),
    ("POST", "/accounts/a0/deposit", JSON, r#"{"amount": "1e3"}"#, 400, "invalid_fields", "amount"),
    ("POST", "/accounts/a0/deposit", JSON, r#"{"amount": 1}"#, 400, "invalid_fields", "amount"),
    ("POST", "/accounts/a0/deposit", JSON, r#"{"amount": null}"#, 400, "invalid_fields", "amount"),
    ("POST", "/accounts/a0/deposit", JSON, r#"{"amount": "10000000000.01"}"#, 400, "invalid_fields", "amount"),
    ("POST", "/accounts/a0/deposit", JSON, r#"{"amount": "99999999999999999999999999"}"#, 400, "invalid_fields", "amount"),
    ("POST", "/accounts/a0/withdraw", JSON, r#"{"amount": "100.01"}"#, 409, "insufficient_funds", ""),
    ("POST", "/transfers", JSON, r#"{"from": "a0", "to": "a1", "amount": "100.01"}"#, 409, "insufficient_funds", ""),
    // fields
    ("POST", "/accounts", JSON, "{}", 400, "invalid_fields", "name"),
    ("POST", "/accounts/a0/withdraw", JSON, "{}", 400, "invalid_fields", "amount"),
    ("POST", "/accounts/a0/deposit", JSON, r#"{"amount": "1", "currency": "EUR"}"#, 400, "invalid_fields", "currency"),
    ("POST", "/transfers", JSON, r#"{"from": "a0", "to": "a0", "amount": "1"}"#, 400, "invalid_fields", "to"),
    ("POST", "/transfers", JSON, r#"{"from": "a0", "amount": "1"}"#, 400, "invalid_fields", "to"),
    // bodies
    ("POST", "/accounts", JSON, "", 400, "bad_json", ""),
    ("POST", "/accounts", JSON, r#"{"name": "new""#, 400, "bad_json", ""),
    ("POST", "/accounts", JSON, r#"["name", "new"]"#, 400, "bad_json", ""),
    ("POST", "/accounts", JSON, "{\"name\": \"\u{0}\"}", 400, "bad_json", ""),
    ("POST", "/accounts", &[], r#"{"name": "new"}"#, 415, "not_json", ""),
    ("POST", "/accounts", &[("content-type", "text/plain")], r#"{"name": "new"}"#, 415, "not_json", ""),
    // keys
    ("POST", "/accounts", &[JSON[0], ("idempotency-key", "")], r#"{"name": "new"}"#, 400, "bad_key", ""),
    ("POST", "/accounts", &[JSON[0], ("idempotency-key", "two words")], r#"{"name": "new"}"#, 400, "bad_key", ""),
    ("POST", "/accounts", &[JSON[0], ("idempotency-key", "a"), ("idempotency-key", "b")], r#"{"name": "new"}"#, 400, "bad_key", ""),
    ("DELETE", "/accounts/a0", &[("idempotency-key", "12345678901234567890123456789012345678901234567890123456789012345")], "", 400, "bad_key", ""),
    ("POST", "/accounts/a0/deposit", &[JSON[0], ("idempotency-key", "used")], r#"{"amount": "2"}"#, 409, "key_reused", ""),
    // parameters
    ("GET", "/accounts?limit=0", &[], "", 400, "invalid_fields", "limit"),
    ("GET", "/accounts?limit=501", &[], "", 400, "invalid_fields", "limit"),
    ("GET", "/accounts?limit=many", &[], "", 400, "invalid_fields", "limit"),
    ("GET", "/accounts?page=2", &[], "", 400, "invalid_fields", "page"),
    ("GET", "/accounts/a0/statement?before=yesterday", &[], "", 400, "invalid_fields", "before"),
];

#[tokio::test]
async fn each_is_refused_in_its_own_way_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let bank = Program::start(dir.path());
    let customer = Customer::of(&bank.url);
    support::open(&customer, 2, 10_000).await;
    customer.post("/accounts", serde_json::json!({ "name": "closed" })).await;
    customer.ask(Method::DELETE, "/accounts/closed", None, None).await.unwrap();
    let deposit = serde_json::json!({ "amount": "1.00" });
    customer.ask(Method::POST, "/accounts/a1/deposit", Some("used"), Some(deposit)).await.unwrap();

    let everything = async || {
        let mut all = Vec::new();
        for path in ["/accounts", "/accounts/a0/statement", "/accounts/a1/statement", "/accounts/closed/statement"] {
            all.push(customer.get(path).await);
        }
        all
    };
    let before = everything().await;
    let http = Client::new();
    assert!(CASES.len() >= 40);
    for case @ (method, path, headers, body, status, code, field) in CASES {
        let mut request = http.request(method.parse().unwrap(), format!("{}{path}", bank.url));
        for (name, value) in *headers {
            request = request.header(*name, *value);
        }
        let response = request.body(*body).send().await.unwrap();
        assert_eq!(response.status().as_u16(), *status, "{case:?}");
        let answer: Value = response.json().await.unwrap_or_else(|error| panic!("{case:?}: {error}"));
        let error = &answer["error"];
        assert_eq!(error["code"], *code, "{case:?}: {answer}");
        assert!(error["message"].as_str().is_some_and(|message| message.len() > 10), "{case:?}: {answer}");
        match *field {
            "" => assert_eq!(error.get("fields"), None, "{case:?}: {answer}"),
            field => {
                let why = error["fields"][field].as_str();
                assert!(why.is_some_and(|why| !why.is_empty()), "{case:?}: {answer}");
                assert_eq!(error["fields"].as_object().map(serde_json::Map::len), Some(1), "{case:?}: {answer}");
            }
        }
    }
    // a body that is too large is not read to its end
    let large = format!(r#"{{"name": "{}"}}"#, "x".repeat(20_000));
    let response = http.post(format!("{}/accounts", bank.url)).header("content-type", "application/json").body(large);
    let response = response.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(response.json::<Value>().await.unwrap()["error"]["code"], "too_large");

    assert_eq!(everything().await, before);
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let bank = Program::start(dir.path());
    let body = serde_json::json!({ "from": "A", "to": 7, "amount": "much", "when": "now" });
    let answer = Customer::of(&bank.url).post("/transfers", body).await;
    let fields = answer.json["error"]["fields"].as_object().unwrap();
    assert_eq!(fields.keys().collect::<Vec<_>>(), ["amount", "from", "to", "when"]);
}
