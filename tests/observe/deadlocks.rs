//! Processes that wait for each other are reported when they begin to, and not when they time out.

use otp_runtime::prelude::*;
use otp_runtime::telemetry::{self, Event};
use otp_runtime::{SupervisorClient, process};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

struct Node {
    next: Option<NodeClient>,
}

#[gen_server]
impl Node {
    #[init]
    fn init() -> Self {
        Node { next: None }
    }
    #[call]
    fn point_at(&mut self, next: NodeClient) {
        self.next = Some(next);
    }
    /// Asks the next one, which asks the one after it.
    #[call]
    async fn ask(&mut self, hops: u32) -> Result<u32, String> {
        match &self.next {
            Some(next) if hops > 0 => {
                let asked = next.ask(hops - 1).timeout(Duration::from_millis(300)).await;
                asked.map_err(|error| error.to_string())
            }
            _ => Ok(hops),
        }
    }
    /// Answers from a process of its own, after a call to whoever asked.
    #[call]
    fn ask_back(&mut self, asker: NodeClient, reply: ReplyTo<u32>) {
        process::spawn(async move {
            asker.ask(0).timeout(Duration::from_millis(50)).await.ok();
            reply.send(1);
        });
    }
    #[call]
    async fn ask_for(&mut self, other: NodeClient, ctx: &mut Context<Self>) -> Result<u32, String> {
        other.ask_back(ctx.client()).await.map_err(|error| error.to_string())
    }
}

/// The circles reported while it lives.
#[derive(Clone, Default)]
struct Circles(Arc<Mutex<Vec<Circle>>>);

/// When, and who waits for whom.
type Circle = (Instant, Vec<String>);

impl Circles {
    fn watched() -> Self {
        let circles = Circles::default();
        let there = circles.clone();
        let note = move |event: &Event<'_>| {
            if let Event::Deadlock { path } = event {
                let steps = path.iter().map(ToString::to_string).collect();
                there.0.lock().unwrap().push((Instant::now(), steps));
            }
        };
        telemetry::detect_deadlocks(true);
        telemetry::attach("circles", note).unwrap();
        circles
    }

    fn all(&self) -> Vec<Circle> {
        self.0.lock().unwrap().clone()
    }
}

async fn ring<const N: usize>() -> [NodeClient; N] {
    let mut nodes = Vec::new();
    for _ in 0..N {
        nodes.push(Node::start().await.unwrap());
    }
    for at in 0..N {
        nodes[at].point_at(nodes[(at + 1) % N].clone()).await.unwrap();
    }
    nodes.try_into().unwrap()
}

async fn is_reported<const N: usize>() {
    let circles = Circles::watched();
    let ring = ring::<N>().await;
    let pids: Vec<_> = ring.iter().map(|node| node.pid().unwrap()).collect();
    let begun = Instant::now();
    let outcome = ring[0].ask(N as u32).await;
    let waited = begun.elapsed();
    assert!(matches!(&outcome, Err(CallError::Handler(why)) if why.contains("no reply within")), "{outcome:?}");
    let all = circles.all();
    assert_eq!(all.len(), 1, "{all:#?}");
    let (at, steps) = &all[0];
    assert!(*at - begun < waited, "at once, and not when it is over");
    assert_eq!(steps.len(), N);
    for (at, pid) in pids.iter().enumerate() {
        let expected = format!("Node {pid} waits for `ask` of {}", pids[(at + 1) % N]);
        assert!(steps.contains(&expected), "no {expected} in {steps:#?}");
    }
    telemetry::detach("circles");
}

#[otp_runtime::test]
async fn two_that_call_each_other_are_reported_at_once_and_time_out() {
    is_reported::<2>().await;
}

#[otp_runtime::test]
async fn so_is_a_ring_of_five() {
    is_reported::<5>().await;
}

#[otp_runtime::test]
async fn a_chain_is_none() {
    let circles = Circles::watched();
    let ring = ring::<4>().await;
    for _ in 0..50 {
        assert_eq!(ring[0].ask(3).await, Ok(0));
    }
    assert_eq!(circles.all(), []);
}

/// The reply comes from somebody who is free.
#[otp_runtime::test]
async fn a_deferred_reply_is_none() {
    let circles = Circles::watched();
    let (one, two) = (Node::start().await.unwrap(), Node::start().await.unwrap());
    assert_eq!(one.ask_for(two).await, Ok(1));
    assert_eq!(circles.all(), []);
}

/// Waits for tasks of its own, one of which asks it for something.
struct Parent;

/// How it waits for them.
#[derive(Clone, Copy, Debug)]
enum Way {
    Join,
    JoinMany,
    Wait,
    WaitMany,
    /// One of them is enough.
    WaitForOne,
    /// Not at all, when it has been asked.
    Look,
}

#[gen_server]
impl Parent {
    #[init]
    fn init() -> Self {
        Parent
    }
    #[call]
    fn ping(&self) {}
    #[call]
    async fn work(&mut self, way: Way, asks: bool, ctx: &mut Context<Self>) {
        const SOON: Duration = Duration::from_millis(100);
        let (me, ready) = (ctx.client(), Task::spawn(async {}));
        let task = Task::spawn(async move {
            if asks {
                me.ping().timeout(SOON * 3).await.ok();
            }
        });
        let mut tasks = [ready, task];
        match way {
            Way::Join => {
                let [ready, task] = tasks;
                ready.await.unwrap();
                task.join().timeout(SOON).await.ok();
            }
            Way::JoinMany => _ = Task::join_many(tasks).timeout(SOON).await,
            Way::Wait => _ = tasks[1].wait(SOON).await,
            Way::WaitMany => _ = Task::wait_many(&mut tasks).timeout(SOON).await,
            Way::Look => {
                while process::info(ctx.pid()).unwrap().message_queue_len == 0 {
                    tokio::task::yield_now().await;
                }
                assert_eq!(tasks[1].wait(Duration::ZERO).await, Ok(None));
                _ = Task::wait_many(&mut tasks).timeout(Duration::ZERO).await;
                let [_, task] = tasks;
                task.join().timeout(Duration::ZERO).await.unwrap_err();
            }
            Way::WaitForOne => _ = Task::wait_many(&mut tasks).limit(1).timeout(SOON).await,
        }
    }
}

#[otp_runtime::test]
async fn a_server_that_waits_for_a_task_that_calls_it_is_reported_at_once() {
    for (way, operation) in
        [(Way::Join, "join"), (Way::JoinMany, "join_many"), (Way::Wait, "wait"), (Way::WaitMany, "wait_many")]
    {
        let circles = Circles::watched();
        let parent = Parent::start().await.unwrap();
        let begun = Instant::now();
        parent.work(way, true).await.unwrap();
        let waited = begun.elapsed();
        let all = circles.all();
        assert_eq!(all.len(), 1, "{way:?}: {all:#?}");
        let (at, steps) = &all[0];
        assert!(*at - begun < waited, "{way:?}: at once, and not when it is over");
        let pid = parent.pid().unwrap();
        assert_eq!(steps.len(), 2, "{way:?}: {steps:#?}");
        let starts = |start: &str| steps.iter().any(|step| step.starts_with(start));
        assert!(starts(&format!("Parent {pid} waits for `{operation}` of ")), "{way:?}: {steps:#?}");
        assert!(starts("Task ") && steps.iter().any(|step| step.ends_with(&format!("waits for `ping` of {pid}"))));
        telemetry::detach("circles");
        parent.exit(ExitReason::Kill);
    }
}

#[otp_runtime::test]
async fn one_that_need_not_wait_for_that_task_is_not() {
    let circles = Circles::watched();
    let parent = Parent::start().await.unwrap();
    for way in [Way::WaitForOne, Way::Look] {
        parent.work(way, true).await.unwrap();
    }
    for way in [Way::Join, Way::JoinMany, Way::Wait, Way::WaitMany] {
        parent.work(way, false).await.unwrap();
        // it is not known to wait any more
        let other = parent.clone();
        Task::spawn(async move { other.ping().await }).await.unwrap().unwrap();
    }
    assert_eq!(circles.all(), []);
}

/// The classic: a child that asks its supervisor for a sibling from its `init`.
#[otp_runtime::test]
async fn a_child_that_calls_its_supervisor_from_init_is_reported() {
    struct Child;
    #[gen_server]
    impl Child {
        #[init]
        async fn init() -> Self {
            let top: SupervisorClient = Ref::<Supervisor>::named("top").into();
            _ = tokio::time::timeout(Duration::from_millis(50), top.which_children()).await;
            Child
        }
        #[call]
        fn ping(&self) {}
    }
    let circles = Circles::watched();
    let top = Supervisor::builder(Strategy::OneForOne).child(Child::child()).start().name("top").await.unwrap();
    let all = circles.all();
    assert_eq!(all.len(), 1, "{all:#?}");
    assert_eq!(all[0].1.len(), 2, "{all:#?}");
    assert!(all[0].1.iter().any(|step| step.starts_with("Child") && step.contains("`which_children`")), "{all:#?}");
    assert!(all[0].1.iter().any(|step| step.starts_with("Supervisor") && step.contains("`init`")), "{all:#?}");
    top.child::<Child>("Child").ping().await.unwrap();
    top.stop().await.unwrap();
}

#[otp_runtime::test]
async fn nothing_is_reported_when_it_is_off() {
    let circles = Circles::watched();
    telemetry::detect_deadlocks(false);
    let ring = ring::<2>().await;
    assert!(ring[0].ask(2).await.is_err());
    assert_eq!(circles.all(), []);
}
