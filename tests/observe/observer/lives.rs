//! How it is started, and how it ends.

use super::api::until;
use super::client::Visitor;
use crate::leaks;
use otp_runtime::observer::{self, Observer, ObserverError};
use otp_runtime::prelude::*;
use tokio::net::{TcpListener, TcpStream};

#[otp_runtime::test]
async fn a_supervised_one_ends_with_its_supervisor_and_its_port_is_free() {
    leaks::checked(async {
        let observer = observer::serve(([127, 0, 0, 1], 0));
        let top = Supervisor::builder(Strategy::OneForOne).child(observer).start_link().await.unwrap();
        let visitor = Visitor::of(&top.child::<Observer>("Observer")).await;
        let mut events = visitor.events("GET", "/api/events", &[]).await;
        assert!(events.next("update").await.is_some());
        top.stop().await.unwrap();
        assert!(events.next("update").await.is_none(), "whoever looks is told that it is over");
        TcpListener::bind(visitor.address).await.unwrap();
    })
    .await;
}

#[otp_runtime::test]
async fn one_that_is_killed_is_started_again_at_the_same_port() {
    let observer = observer::serve(([127, 0, 0, 1], 0));
    let top = Supervisor::builder(Strategy::OneForOne).child(observer).start_link().await.unwrap();
    let client = top.child::<Observer>("Observer");
    let visitor = Visitor::of(&client).await;
    let mut events = visitor.events("GET", "/api/events", &[]).await;
    assert!(events.next("update").await.is_some());
    let died = client.monitor();
    client.exit(ExitReason::Kill);
    died.await;
    assert!(events.next("update").await.is_none());
    assert_eq!(client.address().wait().await.unwrap(), visitor.address);
    let summary = visitor.get("/api/summary").await;
    assert_eq!(summary["observer"], client.pid().unwrap().to_string());
    top.stop().await.unwrap();
}

#[otp_runtime::test]
async fn so_many_may_look_and_no_more() {
    let observer = observer::serve(([127, 0, 0, 1], 0)).await.unwrap();
    let visitor = Visitor::of(&observer).await;
    let mut viewers = Vec::new();
    for _ in 0..64 {
        let mut events = visitor.events("GET", "/api/events", &[]).await;
        assert!(events.next("update").await.is_some());
        viewers.push(events);
    }
    let answer = visitor.ask("GET", "/api/events", &[]).await;
    assert_eq!((answer.status, &answer.json()["error"]["code"]), (503, &"viewers".into()));
    // asking once is free all the same; and whoever goes makes room
    visitor.get("/api/summary").await;
    viewers.clear();
    while visitor.ask("HEAD", "/api/events", &[]).await.status == 503 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    observer.stop().await.unwrap();
}

#[otp_runtime::test]
async fn an_address_that_is_taken_is_an_error_at_once() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = taken.local_addr().unwrap();
    let error = observer::serve(address).await.unwrap_err();
    let StartError::Init(ObserverError::Address { address: told, .. }) = &error else { panic!("{error:?}") };
    assert_eq!(*told, address);
    assert!(error.to_string().contains(&address.to_string()), "{error}");
}

#[otp_runtime::test]
async fn two_of_them_do_not_disturb_each_other() {
    let first = observer::serve(([127, 0, 0, 1], 0)).await.unwrap();
    let second = observer::serve(([127, 0, 0, 1], 0)).await.unwrap();
    let (one, other) = (Visitor::of(&first).await, Visitor::of(&second).await);
    first.stop().await.unwrap();
    assert!(TcpStream::connect(one.address).await.is_err());
    Task::spawn(async {}).join().await.unwrap();
    until(&other, "/api/rates", |rates| {
        rates["history"].as_array().unwrap().iter().any(|second| second["started"].as_f64().unwrap() > 0.0)
    })
    .await;
    second.stop().await.unwrap();
}
