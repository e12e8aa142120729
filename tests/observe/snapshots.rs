//! Snapshots: all processes and trees, from outside.

use crate::children::{crash, ends, worker};
use otp_runtime::prelude::*;
use otp_runtime::process::{self, ProcessStatus, Snapshot};
use otp_runtime::{ChildKind, ChildState};
use std::time::{Duration, Instant};

struct Quiet;

#[gen_server]
impl Quiet {
    #[init]
    fn init() -> Self {
        Quiet
    }
    #[call]
    async fn long(&mut self) {
        std::future::pending::<()>().await;
    }
    #[call]
    fn ping(&self) {}
    #[cast]
    fn poke(&mut self) {}
}

#[supervisor(strategy = rest_for_one)]
struct Top {
    #[child]
    first: Quiet,
    #[child(max_children = 10)]
    many: DynamicSupervisor<Quiet>,
    #[child]
    last: Quiet,
}

fn info(snapshot: &Snapshot, pid: Option<Pid>) -> &process::ProcessInfo {
    snapshot.get(pid.unwrap()).unwrap()
}

#[otp_runtime::test]
async fn a_snapshot_has_the_trees_as_their_supervisors_see_them() {
    let top = Top::start_link().name("top").await.unwrap();
    let dynamic = [(); 2].map(|()| Quiet::child());
    let mut started = Vec::new();
    for spec in dynamic {
        started.push(top.many().start_child(spec).await.unwrap());
    }
    let snapshot = process::snapshot();
    assert_eq!(snapshot.trees.len(), 1);
    assert_eq!(snapshot.trees[0], top.tree().await.unwrap());
    let tree = &snapshot.trees[0];
    assert_eq!((&*tree.id, tree.label, tree.kind), ("top", "rest_for_one", ChildKind::Supervisor));
    let ids: Vec<_> = tree.children.iter().map(|child| &*child.id).collect();
    assert_eq!(ids, ["first", "many", "last"]);
    let below: Vec<_> = tree.children[1].children.iter().map(|child| child.pid()).collect();
    assert_eq!(below, started.iter().map(|quiet| quiet.pid()).collect::<Vec<_>>());
    assert_eq!(snapshot.mermaid(), tree.mermaid());
    assert_eq!(snapshot.dot(), tree.dot());
    assert!(snapshot.to_string().starts_with(&tree.to_string()));
    assert_eq!(snapshot.processes.iter().map(|process| process.pid).collect::<Vec<_>>(), process::list());
    assert_eq!(info(&snapshot, top.last().pid()).place.as_deref(), Some("top/last"));
    assert_eq!(info(&snapshot, top.pid()).place, None);
    top.stop().await.unwrap();
    assert_eq!(process::snapshot().trees, []);
}

/// A snapshot knows more than one look does; it says the same.
#[otp_runtime::test]
async fn ancestors_and_places_are_the_same_in_a_snapshot_and_alone() {
    fn chain(length: usize, last: Pid) {
        process::spawn(async move {
            match length {
                0 => last.send(Pid::current().unwrap()),
                _ => chain(length - 1, last),
            }
            std::future::pending::<()>().await;
        });
    }
    let top = Top::start_link().name("top").await.unwrap();
    let other = Supervisor::builder(Strategy::OneForOne).child(worker("a")).child(worker("b")).start().await.unwrap();
    top.many().start_child(Quiet::child()).await.unwrap();
    chain(70, Pid::current().unwrap());
    let youngest = process::receive::<Pid>().await;
    ends(&other, "a", crash()).await;
    let snapshot = process::snapshot();
    for process in &snapshot.processes {
        let alone = process::info(process.pid).unwrap();
        assert_eq!((&process.ancestors, &process.place), (&alone.ancestors, &alone.place), "{process}");
    }
    assert_eq!(snapshot.get(youngest).unwrap().ancestors.len(), 64);
    top.stop().await.unwrap();
    other.stop().await.unwrap();
}

#[otp_runtime::test]
async fn a_snapshot_asks_nobody() {
    let top = Supervisor::builder(Strategy::OneForOne).child(Quiet::child()).child(worker("a")).start().await.unwrap();
    let quiet = top.child::<Quiet>("Quiet");
    top.sys().suspend().await.unwrap();
    let busy = quiet.long().send();
    quiet.poke();
    while process::snapshot().get(quiet.pid().unwrap()).unwrap().status != ProcessStatus::Waiting {
        tokio::task::yield_now().await;
    }
    let snapshot = process::snapshot();
    assert_eq!(info(&snapshot, top.pid()).status, ProcessStatus::Suspended);
    assert_eq!(info(&snapshot, Pid::current()).status, ProcessStatus::Running);
    // its supervisor cannot restart it
    let (pid, end) = (quiet.pid(), quiet.monitor());
    quiet.exit(ExitReason::Kill);
    end.await;
    let snapshot = process::snapshot();
    assert_eq!(snapshot.trees[0].children[0].state, ChildState::Restarting);
    assert!(snapshot.get(pid.unwrap()).is_none());
    assert!(busy.await.is_err());
    top.sys().resume().await.unwrap();
    quiet.ping().wait().await.unwrap();
    top.terminate_child("a").await.unwrap();
    let snapshot = process::snapshot();
    assert_eq!(snapshot.trees[0].children[1].state, ChildState::Stopped);
    assert_eq!(snapshot.trees[0], top.tree().await.unwrap());
    top.stop().await.unwrap();
}

/// Each place is in the tree once, whoever comes and goes while it is drawn.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_place_is_missing_while_children_are_restarted() {
    const IDS: [&str; 3] = ["a", "b", "c"];
    let children = IDS.map(|id| Quiet::child().id(id));
    let top = Supervisor::builder(Strategy::OneForOne).max_restarts(u32::MAX).children(children).start().await.unwrap();
    let quiets = IDS.map(|id| top.child::<Quiet>(id));
    let killer = Task::start(async move {
        for turn in 0.. {
            let quiet = &quiets[turn % quiets.len()];
            quiet.exit(ExitReason::Kill);
            quiet.ping().wait().await.ok();
        }
    });
    let mut restarting = 0;
    for _ in 0..20_000 {
        let snapshot = process::snapshot();
        let children = &snapshot.trees[0].children;
        assert_eq!(children.iter().map(|child| &*child.id).collect::<Vec<_>>(), IDS, "{snapshot}");
        restarting += usize::from(children.iter().any(|child| child.state == ChildState::Restarting));
    }
    assert!(restarting > 0);
    killer.exit(ExitReason::Kill);
    top.stop().await.unwrap();
}

#[otp_runtime::test]
async fn a_place_remembers_its_restarts_and_the_last_exit() {
    let top = Supervisor::builder(Strategy::OneForOne).max_restarts(9).child(worker("a")).start().await.unwrap();
    for restarts in 0..3 {
        let snapshot = process::snapshot();
        let info = info(&snapshot, snapshot.trees[0].children[0].pid());
        assert_eq!(info.restarts, restarts);
        assert_eq!(info.last_exit, (restarts > 0).then(crash));
        assert_eq!(info.place.as_deref(), Some("supervisor/a"));
        ends(&top, "a", crash()).await;
    }
    top.stop().await.unwrap();
}

#[otp_runtime::test]
async fn a_process_is_shown_with_its_relations() {
    let quiet = Quiet::start_link().name("quiet").await.unwrap();
    let (me, pid) = (Pid::current().unwrap(), quiet.pid().unwrap());
    let _watch = quiet.monitor();
    process::monitor(pid);
    let (mine, its) = (process::info(me).unwrap(), process::info(pid).unwrap());
    assert_eq!((mine.links, mine.monitors), (vec![pid], vec![pid]));
    assert_eq!((its.links, its.monitored_by), (vec![me], 2));
    assert_eq!((its.starter, its.ancestors), (Some(me), vec![me]));
    assert_eq!((its.registered_name.as_deref(), its.kind, its.status), (Some("quiet"), "Quiet", ProcessStatus::Idle));
    quiet.sys().suspend().await.unwrap();
    quiet.poke();
    let its = process::info(pid).unwrap();
    assert_eq!(its.status, ProcessStatus::Suspended);
    assert!(its.to_string().starts_with(&format!("{pid} Quiet (quiet) suspended")), "{its}");
    quiet.sys().resume().await.unwrap();
    quiet.stop().await.unwrap();
    assert!(process::info(pid).is_none());
}

#[otp_runtime::test]
async fn the_messages_of_a_server_are_counted() {
    let quiet = Quiet::start().await.unwrap();
    let handled = || process::info(quiet.pid().unwrap()).unwrap().messages_handled;
    assert_eq!(handled(), 0);
    quiet.ping().await.unwrap();
    quiet.poke();
    quiet.ping().send().await.unwrap();
    assert_eq!(handled(), 3);
    quiet.pid().unwrap().send("nobody takes it");
    quiet.sys().status().await.unwrap();
    quiet.ping().await.unwrap();
    // the one that no handler takes counts, what sys asks does not
    assert_eq!(handled(), 5);
    let long = quiet.long().send();
    while handled() < 6 {
        tokio::task::yield_now().await;
    }
    quiet.exit(ExitReason::Kill);
    assert!(long.await.is_err());
    assert_eq!(process::info(Pid::current().unwrap()).unwrap().messages_handled, 0);
}

#[otp_runtime::test]
async fn a_snapshot_is_json() {
    let top = Top::start_link().name("top").await.unwrap();
    top.first().ping().await.unwrap();
    let json = serde_json::to_value(process::snapshot()).unwrap();
    let first = &json["trees"][0]["children"][0];
    assert_eq!((&first["id"], &first["kind"]), (&"first".into(), &"worker".into()));
    let pid = top.first().pid().unwrap().to_string();
    assert_eq!(first["state"]["running"], pid);
    let process = json["processes"].as_array().unwrap().iter().find(|process| process["pid"] == pid).unwrap();
    assert_eq!((&process["kind"], &process["status"]), (&"Quiet".into(), &"idle".into()));
    assert_eq!((&process["place"], &process["messages_handled"]), (&"top/first".into(), &1.into()));
    top.stop().await.unwrap();
}

/// The figures are printed; the bound is generous, for machines that do other things as well.
#[otp_runtime::test]
async fn ten_thousand_processes_take_milliseconds() {
    const MANY: usize = 10_000;
    let best = |shape: &str| {
        let mut best = Duration::MAX;
        for _ in 0..50 {
            let begun = Instant::now();
            let snapshot = process::snapshot();
            best = best.min(begun.elapsed());
            assert!(snapshot.processes.len() > MANY);
        }
        println!("a snapshot of {MANY} processes, {shape}: {best:?}");
        assert!(best < Duration::from_millis(if cfg!(debug_assertions) { 1_000 } else { 25 }), "{best:?}");
    };
    let mut flat = Vec::new();
    for _ in 0..MANY {
        flat.push(Quiet::start().await.unwrap());
    }
    best("under nobody");
    for quiet in flat {
        quiet.stop().await.unwrap();
    }
    let top = DynamicSupervisor::<Quiet>::builder().start_link().await.unwrap();
    for _ in 0..MANY {
        top.start_child(Quiet::child()).await.unwrap();
    }
    best("under a dynamic supervisor");
    assert_eq!(process::snapshot().trees[0].children.len(), MANY);
    top.stop().await.unwrap();
    let named = (0..MANY).map(|number| Quiet::child().id(format!("quiet {number}")).name(format!("quiet {number}")));
    let shop = Supervisor::builder(Strategy::OneForOne).children(named);
    let top = Supervisor::builder(Strategy::OneForOne).child(shop).start_link().name("top").await.unwrap();
    best("supervised by name, two levels down");
    top.stop().await.unwrap();
}
