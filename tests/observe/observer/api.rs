//! What it answers.

use super::client::Visitor;
use crate::children::worker;
use otp_runtime::prelude::*;
use otp_runtime::{observer, process};
use serde_json::Value;

pub(super) struct Till {
    cents: u64,
}

#[gen_server]
impl Till {
    #[init]
    pub(super) fn init(cents: u64) -> Self {
        Till { cents }
    }
    #[call]
    pub(super) fn cents(&self) -> u64 {
        self.cents
    }
    #[call]
    pub(super) async fn never(&mut self) {
        std::future::pending::<()>().await;
    }
    #[cast]
    pub(super) fn put(&mut self, cents: u64) {
        self.cents += cents;
    }
    #[cast]
    pub(super) fn spill(&mut self) {
        panic!("spilt");
    }
    #[format_status]
    fn shown(&self) -> String {
        format!("{} cents", self.cents)
    }
}

#[supervisor(strategy = one_for_one, max_restarts = 100)]
pub(super) struct Shop {
    #[child(args(5))]
    till: Till,
    #[child]
    tills: DynamicSupervisor<Till>,
}

pub(super) async fn here() -> Visitor {
    let observer = observer::serve(([127, 0, 0, 1], 0)).start_link().await.unwrap();
    Visitor::of(&observer).await
}

pub(super) fn ids(rows: &Value) -> Vec<&str> {
    rows["rows"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

/// Asks again until it is so: a second may have to pass.
pub(super) async fn until(visitor: &Visitor, path: &str, so: impl Fn(&Value) -> bool) -> Value {
    loop {
        let answer = visitor.get(path).await;
        if so(&answer) {
            return answer;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[otp_runtime::test]
async fn the_trees_are_told_a_level_at_a_time() {
    let shop = Shop::start_link().name("shop").await.unwrap();
    shop.tills().start_child(Till::child(7)).await.unwrap();
    let visitor = here().await;
    let tops = visitor.get("/api/tree").await;
    assert_eq!(ids(&tops), ["shop", "outside the trees"]);
    let top = &tops["rows"][0];
    assert_eq!((&top["supervisor"], &top["label"], &top["children"]), (&true.into(), &"one_for_one".into(), &2.into()));
    assert_eq!(top["below"]["processes"], 4);
    let below = visitor.get(&format!("/api/tree?node={}", top["key"].as_str().unwrap())).await;
    assert_eq!(ids(&below), ["till", "tills"]);
    let till = &below["rows"][0];
    assert_eq!((&till["server"], &till["status"], &till["mailbox"]), (&"Till".into(), &"idle".into(), &0.into()));
    assert_eq!(till["pid"], shop.till().pid().unwrap().to_string());

    // whoever belongs to nobody is there as well
    let outside = visitor.get(&format!("/api/tree?node={}", tops["rows"][1]["key"].as_str().unwrap())).await;
    assert!(ids(&outside).contains(&"Observer"), "{outside}");
    shop.stop().await.unwrap();
}

#[otp_runtime::test]
async fn a_key_holds_through_restarts() {
    let shop = Shop::start_link().name("shop").await.unwrap();
    let visitor = here().await;
    let top = visitor.get("/api/tree").await["rows"][0]["key"].as_str().unwrap().to_owned();
    let path = format!("/api/tree?node={top}");
    let before = visitor.get(&path).await["rows"][0].clone();
    let died = shop.till().monitor();
    shop.till().exit(ExitReason::Kill);
    died.await;
    shop.till().cents().wait().await.unwrap();
    let after = until(&visitor, &path, |rows| rows["rows"][0]["restarts"] == 1).await["rows"][0].clone();
    assert_eq!(before["key"], after["key"]);
    assert_ne!(before["pid"], after["pid"]);
    assert_eq!(after["last_exit"], "killed");
    shop.stop().await.unwrap();
}

#[otp_runtime::test]
async fn many_children_come_in_pages() {
    let many = (0..250).map(|number| worker("worker").id(format!("worker {number}")));
    let top = Supervisor::builder(Strategy::OneForOne).children(many).start_link().name("top").await.unwrap();
    let visitor = here().await;
    let key = visitor.get("/api/tree").await["rows"][0]["key"].as_str().unwrap().to_owned();
    let mut seen = Vec::new();
    for (offset, expected) in [(0, 100), (100, 100), (200, 50)] {
        let page = visitor.get(&format!("/api/tree?node={key}&offset={offset}")).await;
        assert_eq!((&page["total"], &page["offset"]), (&250.into(), &offset.into()));
        assert_eq!(ids(&page).len(), expected);
        seen.extend(ids(&page).into_iter().map(str::to_owned));
    }
    assert_eq!(seen, (0..250).map(|number| format!("worker {number}")).collect::<Vec<_>>());
    // one that looks at what is there no more gets the last page
    let page = visitor.get(&format!("/api/tree?node={key}&offset=900&limit=100")).await;
    assert_eq!((&page["offset"], ids(&page).len()), (&200.into(), 50));
    assert_eq!(ids(&visitor.get(&format!("/api/tree?node={key}&limit=3")).await).len(), 3);
    top.stop().await.unwrap();
}

#[otp_runtime::test]
async fn processes_are_found_by_what_they_are_called() {
    let top = Supervisor::builder(Strategy::OneForOne)
        .children((0..60).map(|number| Till::child(1).id(format!("Drawer {number}"))))
        .start_link()
        .name("shop")
        .await
        .unwrap();
    let named = Till::start_link(9).name("petty cash").await.unwrap();
    let visitor = here().await;
    let found = visitor.get("/api/processes?q=PETTY").await;
    assert_eq!((ids(&found).len(), &found["more"]), (1, &0.into()));
    assert_eq!(found["rows"][0]["pid"], named.pid().unwrap().to_string());
    // by type, no more than 50
    let found = visitor.get("/api/processes?q=till").await;
    assert_eq!((ids(&found).len(), &found["more"]), (50, &11.into()));
    // by place, and the way to it
    let found = visitor.get("/api/processes?q=shop/drawer%2042&limit=5").await;
    assert_eq!(ids(&found), ["Drawer 42"]);
    assert_eq!(found["rows"][0]["above"], serde_json::json!([visitor.get("/api/tree").await["rows"][0]["key"]]));
    // by pid, as it is written
    let pid = named.pid().unwrap().to_string();
    let found = visitor.get(&format!("/api/processes?q={}", pid.replace('<', "%3C").replace('>', "%3E"))).await;
    assert_eq!(found["rows"][0]["name"], "petty cash");
    assert_eq!(visitor.get("/api/processes?q=nobody").await["rows"], serde_json::json!([]));
    top.stop().await.unwrap();
}

#[otp_runtime::test]
async fn the_longest_mailbox_comes_first() {
    let (quiet, busy) = (Till::start_link(1).await.unwrap(), Till::start_link(2).name("busy").await.unwrap());
    busy.sys().suspend().await.unwrap();
    for _ in 0..20 {
        busy.put(1);
    }
    busy.sys().status().await.unwrap();
    let visitor = here().await;
    let found = visitor.get("/api/processes?sort=mailbox&limit=1").await;
    assert_eq!((&found["rows"][0]["name"], &found["rows"][0]["mailbox"]), (&"busy".into(), &20.into()));
    assert!(found["rows"][0]["bytes"].as_u64().unwrap() >= 20 * 16);
    assert_eq!(found["rows"][0]["status"], "suspended");
    let summary = visitor.get("/api/summary").await;
    assert_eq!((&summary["mailbox"], &summary["control"]), (&20.into(), &false.into()));
    busy.sys().resume().await.unwrap();
    quiet.stop().await.unwrap();
}

#[otp_runtime::test]
async fn a_process_that_is_busy_is_told_from_one_that_is_stuck() {
    let top = Supervisor::builder(Strategy::OneForOne)
        .children(["busy", "stuck"].map(|name| Till::child(1).id(name).name(name)))
        .start_link()
        .name("shop")
        .await
        .unwrap();
    let (busy, stuck) = (top.child::<Till>("busy"), top.child::<Till>("stuck"));
    let observer = observer::serve(([127, 0, 0, 1], 0)).rates(false).start_link().await.unwrap();
    let visitor = Visitor::of(&observer).await;
    let first = visitor.get("/api/processes?q=busy").await;
    assert_eq!((&first["rows"][0]["handled"], &first["rows"][0]["rate"]), (&0.into(), &Value::Null));
    let _never = stuck.never().send();
    while process::info(stuck.pid().unwrap()).unwrap().messages_handled == 0 {
        tokio::task::yield_now().await;
    }
    stuck.put(1);
    for _ in 0..500 {
        busy.cents().await.unwrap();
    }
    // the next look, which has one before it
    let is_next = |found: &Value| found["rows"][0]["handled"] == 500;
    let found = until(&visitor, "/api/processes?sort=rate&limit=1", is_next).await;
    assert_eq!(found["rows"][0]["name"], "busy");
    let rate = found["rows"][0]["rate"].as_f64().unwrap();
    assert!(rate > 1.0 && rate <= 500.0 / 0.8, "{found}");
    let found = visitor.get("/api/processes?sort=handled&limit=1").await;
    assert_eq!(found["rows"][0]["name"], "busy");
    let look = visitor.get(&format!("/api/process/{}", busy.pid().unwrap().to_string().trim_matches(['<', '>']))).await;
    assert!(look["handled"] == 500 && look["rate"].is_f64(), "{look}");
    // all of a supervisor's children together
    let tops = until(&visitor, "/api/tree", |tops| tops["rows"][0]["below"]["rate"] == 0.0).await;
    assert_eq!(tops["rows"][0]["id"], "shop");
    let found = visitor.get("/api/processes?q=stuck").await["rows"][0].clone();
    assert_eq!((&found["mailbox"], &found["handled"], &found["rate"]), (&1.into(), &1.into(), &0.0.into()));
    stuck.exit(ExitReason::Kill);
    top.stop().await.unwrap();
}

#[otp_runtime::test]
async fn rates_are_told_by_server_and_method() {
    let till = Till::start_link(5).await.unwrap();
    let visitor = here().await;
    for _ in 0..40 {
        till.cents().await.unwrap();
        till.put(1);
    }
    let of_till = |rates: &Value| -> Vec<Value> {
        let all = rates["rates"].as_array().unwrap();
        all.iter().filter(|rate| rate["server"] == "Till").cloned().collect()
    };
    let rates = until(&visitor, "/api/rates", |rates| of_till(rates).len() == 2).await;
    let till = of_till(&rates);
    let rows: Vec<_> = till.iter().map(|rate| (&rate["method"], &rate["total"])).collect();
    assert_eq!(rows, [(&"cents".into(), &40.into()), (&"put".into(), &40.into())]);
    assert!(till[0]["calls"].as_f64().unwrap() > 0.0 && till[0]["p99"].is_u64(), "{rates}");
    let sum: f64 = rates["history"].as_array().unwrap().iter().map(|second| second["casts"].as_f64().unwrap()).sum();
    assert!(sum > 1.0, "{rates}");
}

#[otp_runtime::test]
async fn without_rates_messages_cost_nothing_and_crashes_are_told_all_the_same() {
    let observer = observer::serve(([127, 0, 0, 1], 0)).rates(false).history(2).start_link().await.unwrap();
    let visitor = Visitor::of(&observer).await;
    let shop = Shop::start_link().name("shop").await.unwrap();
    for _ in 0..3 {
        let died = shop.till().monitor();
        shop.till().spill();
        died.await;
        shop.till().cents().wait().await.unwrap();
    }
    let crashes = visitor.get("/api/crashes").await;
    let numbers: Vec<_> =
        crashes["crashes"].as_array().unwrap().iter().map(|crash| crash["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [3, 2], "the last two, newest first");
    let last = &crashes["crashes"][0];
    assert_eq!(
        (&last["server"], &last["place"], &last["kind"]),
        (&"Till".into(), &"shop/till".into(), &"panic".into())
    );
    assert!(last["reason"].as_str().unwrap().ends_with("spilt") && last["restarts"] == 2, "{last}");
    assert_eq!(visitor.get("/api/crashes?limit=1").await["crashes"].as_array().unwrap().len(), 1);
    let rates = until(&visitor, "/api/rates", |rates| !rates["history"].as_array().unwrap().is_empty()).await;
    assert_eq!(rates["rates"], serde_json::json!([]), "nothing at all is counted");
    assert_eq!(visitor.get("/api/summary").await["counts"], false);
    shop.stop().await.unwrap();
}

#[otp_runtime::test]
async fn bad_input_is_refused_by_name() {
    let visitor = here().await;
    for (path, parameter) in [
        ("/api/tree?node=shop", "node"),
        ("/api/tree?node=00000000000000zz", "node"),
        ("/api/tree?node=", "node"),
        ("/api/tree?offset=-1", "offset"),
        ("/api/tree?offset=99999999999999999999999", "offset"),
        ("/api/tree?limit=0", "limit"),
        ("/api/tree?limit=101", "limit"),
        ("/api/tree?limit=ten", "limit"),
        ("/api/tree?limit=1&limit=2", "limit"),
        ("/api/tree?colour=red", "colour"),
        ("/api/processes?sort=beauty", "sort"),
        ("/api/processes?limit=51", "limit"),
        (&format!("/api/processes?q={}", "x".repeat(201)), "q"),
        ("/api/process/abc", "pid"),
        ("/api/process/1", "pid"),
        ("/api/process/1.", "pid"),
        ("/api/process/1.0", "pid"),
        ("/api/process/1.2.3", "pid"),
        ("/api/process/-1.2", "pid"),
        ("/api/process/+1.2", "pid"),
        ("/api/process/99999999999.2", "pid"),
        ("/api/process/1.99999999999999999", "pid"),
        ("/api/process/%FF", "pid"),
        ("/api/process/1.1?x=1", "x"),
        ("/api/crashes?limit=1000", "limit"),
        ("/api/rates?since=1", "since"),
        ("/api/summary?x", "x"),
        ("/api/events?open=1", "open"),
        ("/api/events?open=0123456789abcdef:x", "open"),
        (&format!("/api/events?open={}", ["0123456789abcdef"; 65].join(",")), "open"),
        ("/api/events?pid=x", "pid"),
        ("/api/events?rates=yes", "rates"),
        ("/api/events?everything=1", "everything"),
    ] {
        let answer = visitor.ask("GET", path, &[]).await;
        assert_eq!(answer.status, 400, "{path}: {}", answer.body);
        let error = &answer.json()["error"];
        assert_eq!((&error["parameter"], &error["code"]), (&parameter.into(), &"parameter".into()), "{path}");
        assert!(error["message"].as_str().unwrap().contains(&format!("`{parameter}`")), "{path}: {error}");
    }
    for path in [
        "/api/process/1.999999",
        "/api/process/900000.1",
        "/api/tree?node=0123456789abcdef",
        "/api/nothing",
        "/x",
        "/api",
    ] {
        let answer = visitor.ask("GET", path, &[]).await;
        assert_eq!((answer.status, &answer.json()["error"]["code"]), (404, &"not_found".into()), "{path}");
    }
}

#[otp_runtime::test]
async fn events_bring_what_was_asked_for_again_each_second() {
    let shop = Shop::start_link().name("shop").await.unwrap();
    let visitor = here().await;
    let top = visitor.get("/api/tree").await["rows"][0]["key"].as_str().unwrap().to_owned();
    let pid = shop.till().pid().unwrap().to_string();
    let bare = pid.trim_matches(['<', '>']);
    let path = format!("/api/events?open={top},0123456789abcdef:7&pid={bare}&q=till&crashes=1&rates=1");
    let mut events = visitor.events("GET", &path, &[]).await;
    let first = events.next("update").await.unwrap();
    let opened: Vec<_> = first["tree"].as_array().unwrap().iter().map(|rows| rows["node"].as_str()).collect();
    assert_eq!(opened, [None, Some(top.as_str())], "the tops, and the open node that is there");
    assert_eq!((&first["process"]["pid"], &first["process"]["state"]["text"]), (&pid.into(), &"5 cents".into()));
    assert_eq!(ids(&first["found"]), ["till", "tills"]);
    assert!(first["history"].is_array() && first["rates"].is_array() && first["crashes"] == serde_json::json!([]));

    // what happens meanwhile is in the next ones; a process that has ended is null
    let died = shop.till().monitor();
    shop.till().spill();
    died.await;
    loop {
        let next = events.next("update").await.unwrap();
        assert!(next.get("history").is_none());
        if next["process"].is_null() && next["crashes"][0]["place"] == "shop/till" {
            assert_eq!(next["tree"][1]["rows"][0]["restarts"], 1);
            break;
        }
    }
    shop.stop().await.unwrap();
}
