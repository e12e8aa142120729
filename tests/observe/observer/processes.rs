//! One process: looked at, traced, changed.

use super::api::{Till, here, until};
use super::client::{TOKEN, Visitor};
use otp_runtime::prelude::*;
use otp_runtime::process::{self, ProcessStatus};
use otp_runtime::{SysEvent, observer};
use serde_json::json;
use std::ops::ControlFlow;

fn path(pid: Option<Pid>) -> String {
    format!("/api/process/{}", pid.unwrap().to_string().trim_matches(['<', '>']))
}

async fn in_control() -> Visitor {
    let observer = observer::serve(([127, 0, 0, 1], 0)).token(TOKEN).control(true).start_link().await.unwrap();
    Visitor::of(&observer).await
}

#[otp_runtime::test]
async fn a_process_is_shown_with_its_state_and_relations() {
    let till = Till::start_link(5).name("till").await.unwrap();
    process::monitor(till.pid().unwrap());
    let visitor = here().await;
    let me = Pid::current().unwrap().to_string();
    let look = visitor.get(&path(till.pid())).await;
    assert_eq!((&look["server"], &look["name"], &look["status"]), (&"Till".into(), &"till".into(), &"idle".into()));
    assert_eq!((&look["state"]["text"], &look["state"]["busy"]), (&"5 cents".into(), &false.into()));
    assert_eq!((&look["links"][0]["pid"], &look["monitored_by"]), (&me.as_str().into(), &1.into()));
    assert_eq!(look["ancestors"][0]["pid"], me);
    // a task says what it runs
    async fn count_stock() {
        std::future::pending().await
    }
    let task = Task::start_link(count_stock());
    let look = visitor.get(&path(Some(task))).await;
    assert!(look["server"] == "Task" && look["function"].as_str().unwrap().ends_with("::count_stock"), "{look}");
    // one that is no server has no state to show
    let look = visitor.get(&path(Pid::current())).await;
    assert_eq!((&look["server"], &look["monitors"][0]["called"]), (&"process".into(), &"till".into()));
}

#[otp_runtime::test]
async fn one_that_is_busy_is_asked_once_and_shown_all_the_same() {
    let till = Till::start_link(5).await.unwrap();
    let waits = till.never().send();
    while process::info(till.pid().unwrap()).unwrap().status != ProcessStatus::Waiting {
        tokio::task::yield_now().await;
    }
    let visitor = here().await;
    for waiting in [0, 1, 1, 1] {
        let look = visitor.get(&path(till.pid())).await;
        assert_eq!((&look["state"]["busy"], &look["state"]["text"]), (&true.into(), &json!(null)));
        assert_eq!(
            (&look["mailbox"], &look["status"]),
            (&waiting.into(), &"waiting".into()),
            "one request waits, not many"
        );
    }
    drop(waits);
    till.exit(ExitReason::Kill);
}

#[otp_runtime::test]
async fn a_long_state_is_cut_off() {
    let long = Agent::start_link(|| "ä".repeat(20_000)).await.unwrap();
    let look = here().await.get(&path(long.pid())).await;
    let text = look["state"]["text"].as_str().unwrap();
    assert!(text.len() < 8_100 && (text.ends_with('…') || text.len() < 100), "{} bytes", text.len());
}

#[otp_runtime::test]
async fn with_control_a_process_is_suspended_resumed_and_killed() {
    let till = Till::start(5).await.unwrap();
    let (visitor, path) = (in_control().await, path(till.pid()));
    assert_eq!(visitor.post(&format!("{path}/suspend")).await.status, 200);
    assert_eq!(visitor.get(&path).await["status"], "suspended");
    assert_eq!(visitor.post(&format!("{path}/resume")).await.status, 200);
    assert_eq!(till.cents().await, Ok(5));
    let died = till.monitor();
    assert_eq!(visitor.post(&format!("{path}/kill")).await.status, 200);
    assert_eq!(died.await.reason, ExitReason::Killed);
    for action in ["suspend", "resume", "kill", "trace"] {
        assert_eq!(visitor.post(&format!("{path}/{action}")).await.status, 404, "{action}");
    }
    until(&visitor, "/api/crashes", |crashes| crashes["crashes"][0]["kind"] == "killed").await;
}

#[otp_runtime::test]
async fn what_cannot_be_done_is_refused() {
    let observer = observer::serve(([127, 0, 0, 1], 0)).token(TOKEN).control(true).start_link().await.unwrap();
    let visitor = Visitor::of(&observer).await;
    let busy = Till::start(5).await.unwrap();
    let _waits = busy.never().send();
    let task = Task::start(std::future::pending());
    for (pid, action, status, code) in [
        (observer.pid(), "suspend", 409, "own"),
        (Some(task), "suspend", 409, "no_server"),
        (Some(task), "trace", 409, "no_server"),
        (busy.pid(), "suspend", 504, "busy"),
    ] {
        let answer = visitor.post(&format!("{}/{action}", path(pid))).await;
        assert_eq!((answer.status, &answer.json()["error"]["code"]), (status, &code.into()), "{action}");
    }
    assert_eq!(visitor.post("/api/process/x/kill").await.status, 400);
    assert_eq!(visitor.ask("GET", &format!("{}/kill", path(Some(task))), &[]).await.status, 405);
    task.exit(ExitReason::Kill);
}

#[otp_runtime::test]
async fn a_trace_tells_each_message_and_ends_with_whoever_looks() {
    let till = Till::start_link(5).await.unwrap();
    let visitor = in_control().await;
    // the user's own debug functions stay
    till.sys().install("mine", |_: &SysEvent<'_, Till>, _: &Till| ControlFlow::Continue(())).await.unwrap();
    let bearer = format!("Bearer {TOKEN}");
    let mut trace = visitor.events("POST", &format!("{}/trace", path(till.pid())), &[("authorization", &bearer)]).await;
    assert!(trace.next("begin").await.is_some());
    till.put(7);
    let (got, done) = (trace.next("line").await.unwrap(), trace.next("line").await.unwrap());
    assert!(got["text"].as_str().unwrap().starts_with("got cast `put` Put { cents: 7 }"), "{got}");
    assert_eq!((&done["text"], &done["missed"]), (&"done; new state 12 cents".into(), &0.into()));
    let debug = till.sys().status().await.unwrap().debug;
    assert!(debug.len() == 2 && debug.contains(&"mine".to_owned()), "{debug:?}");
    drop(trace);
    while till.sys().status().await.unwrap().debug != ["mine"] {
        // the connection is seen to be closed when something is written to it, or read from it
        till.put(1);
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[otp_runtime::test]
async fn names_and_reasons_come_as_they_are_and_as_nothing_but_text() {
    let name = r#"<img src=x onerror=alert(1)>"#;
    let till = Till::start(5).name(name).await.unwrap();
    let visitor = here().await;
    let answer = visitor.ask("GET", &path(till.pid()), &[]).await;
    assert_eq!(answer.json()["name"], name);
    assert!(
        answer.has("content-type: application/json") && answer.has("x-content-type-options: nosniff"),
        "{}",
        answer.head
    );
    till.stop().await.unwrap();
}
