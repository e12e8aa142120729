//! In which order the world learns of a death.

use crate::directory::Directory;
use crate::support::{Event, Sign, current_thread, death, multi_thread, poll_once, soon, waker};
use otp_runtime::prelude::*;
use otp_runtime::{Registrar, process};
use std::future::pending;
use std::sync::{Arc, Mutex};

struct Mortal {
    waiting: Vec<ReplyTo<()>>,
    _state: Sign,
}

/// How a server ends in the middle of a handler.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Panics,
    Exits,
    Stops,
    /// By a signal from outside.
    IsKilled,
    /// The same, not by force.
    IsShutDown,
}

#[gen_server]
impl Mortal {
    #[init]
    fn init(state: Sign) -> Self {
        Mortal { waiting: Vec::new(), _state: state }
    }

    #[call]
    fn get(&self) {}

    #[call]
    fn later(&mut self, reply: ReplyTo<()>) {
        self.waiting.push(reply);
    }

    #[call]
    fn fall(&mut self, end: End, reply: ReplyTo<()>, ctx: &mut Context<Self>) {
        self.waiting.push(reply);
        fall(end, ctx);
    }

    /// Says that it has begun, and goes on when told to.
    #[call]
    async fn fall_later(&mut self, begun: Event, go: Event, end: End, reply: ReplyTo<()>, ctx: &mut Context<Self>) {
        self.waiting.push(reply);
        begun.set();
        go.wait().await;
        fall(end, ctx);
    }
}

fn fall(end: End, ctx: &mut Context<Mortal>) {
    match end {
        End::Panics => panic!("as told"),
        End::Exits => otp_runtime::exit(ExitReason::Shutdown),
        End::Stops => ctx.stop(ExitReason::Shutdown),
        End::IsKilled | End::IsShutDown => {}
    }
}

/// Who was told, and what was so at that moment.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    who: &'static str,
    state_dropped: bool,
    name_free: bool,
    key_free: bool,
}

#[derive(Clone, Default)]
struct Witness {
    told: Arc<Mutex<Vec<Told>>>,
    state: Event,
    directory: Directory,
}

impl Witness {
    /// Notes the moment at which somebody is woken.
    fn of(&self, who: &'static str) -> std::task::Waker {
        let witness = self.clone();
        waker(move || {
            let told = Told {
                who,
                state_dropped: witness.state.is_set(),
                name_free: process::whereis("mortal").is_none(),
                key_free: witness.directory.whereis_name(&"mortal") == Ok(None),
            };
            witness.told.lock().unwrap().push(told);
        })
    }

    /// Waits until this many were told; who, in order.
    async fn order(&self, count: usize) -> Vec<&'static str> {
        soon(async {
            while self.told.lock().unwrap().len() < count {
                tokio::task::yield_now().await;
            }
        })
        .await;
        let told = self.told.lock().unwrap().clone();
        for told in &told {
            let Told { who, state_dropped, name_free, key_free } = told;
            assert!(*state_dropped, "{who} was told before the state was dropped");
            assert!(*name_free && *key_free, "{who} was told before the names were free: {name_free} {key_free}");
        }
        told.into_iter().map(|told| told.who).collect()
    }

    async fn server(&self) -> MortalClient {
        let server = Mortal::start_link(Sign(self.state.clone())).via(&self.directory, "mortal").await.unwrap();
        process::register("mortal", server.pid().unwrap()).unwrap();
        server
    }
}

#[otp_runtime::test]
async fn state_names_callers_links_monitors() {
    process::trap_exit(true);
    for end in [End::Panics, End::Exits, End::Stops, End::IsKilled, End::IsShutDown] {
        let witness = Witness::default();
        let server = witness.server().await;
        let (begun, go) = (Event::default(), Event::default());
        let mut deferred = server.later().send();
        server.get().await.unwrap();
        let mut running = server.fall_later(begun.clone(), go.clone(), end).send();
        begun.wait().await;
        let mut queued = server.get().send();
        let mut stop = server.stop().into_future();
        let mut monitor = server.monitor();
        let mut link = Box::pin(process::receive::<Exit>());
        assert!(poll_once(&mut deferred, &witness.of("deferred")).is_pending());
        assert!(poll_once(&mut running, &witness.of("running")).is_pending());
        assert!(poll_once(&mut queued, &witness.of("queued")).is_pending());
        assert!(poll_once(&mut stop, &witness.of("stop")).is_pending());
        assert!(poll_once(&mut monitor, &witness.of("monitor")).is_pending());
        assert!(poll_once(&mut link, &witness.of("link")).is_pending());
        match end {
            End::IsKilled => server.exit(ExitReason::Kill),
            End::IsShutDown => {
                // trapped by nobody here: the server does not trap exits
                server.exit(ExitReason::Shutdown);
            }
            _ => go.set(),
        }

        let mut order = witness.order(6).await;
        assert_eq!(order[3..], ["link", "monitor", "stop"], "{end:?}");
        order.truncate(3);
        order.sort_unstable();
        assert_eq!(order, ["deferred", "queued", "running"], "{end:?}");
        let reason = monitor.await.reason;
        assert_eq!(link.await.reason, reason);
        for caller in [deferred, running, queued] {
            assert_eq!(death(caller.await), reason);
        }
        assert_eq!(death(stop.await), reason);
    }
}

#[otp_runtime::test]
async fn who_crashes_an_idle_server_is_told_with_the_others() {
    process::trap_exit(true);
    for end in [End::Panics, End::Exits, End::Stops] {
        let witness = Witness::default();
        let server = witness.server().await;
        let mut deferred = server.later().send();
        server.get().await.unwrap();
        let mut monitor = server.monitor();
        let mut link = Box::pin(process::receive::<Exit>());
        assert!(poll_once(&mut deferred, &witness.of("caller")).is_pending());
        assert!(poll_once(&mut monitor, &witness.of("monitor")).is_pending());
        assert!(poll_once(&mut link, &witness.of("link")).is_pending());
        let mut call = server.fall(end);
        assert!(poll_once(&mut call, &witness.of("caller")).is_pending(), "{end:?}");
        assert_eq!(witness.order(4).await, ["caller", "caller", "link", "monitor"], "{end:?}");
        let reason = monitor.await.reason;
        assert_eq!(death(call.await), reason);
        assert_eq!(death(deferred.await), reason);
        assert!(matches!(server.get().await, Err(CallError::NoProc(_))));
        link.await;
    }
}

#[otp_runtime::test]
async fn an_exit_comes_before_the_down() {
    process::trap_exit(true);
    for end in [End::Panics, End::IsKilled] {
        let server = Mortal::start(Sign::default()).await.unwrap();
        let pid = server.pid().unwrap();
        // whichever of them was there first
        process::monitor(pid);
        process::link(pid);
        process::monitor(pid);
        match end {
            End::IsKilled => server.exit(ExitReason::Kill),
            end => _ = server.fall(end).await,
        }
        soon(server.monitor()).await;
        assert!(process::receive_where(|_| true).await.downcast_ref::<Exit>().is_some(), "{end:?}");
        for _ in 0..2 {
            assert!(process::receive_where(|_| true).await.downcast_ref::<Down>().is_some(), "{end:?}");
        }
    }
}

/// A server that is linked to the one before it.
struct Bead(#[allow(dead_code)] Sign);

#[gen_server]
impl Bead {
    #[init]
    fn init(before: Option<Pid>, sign: Sign, ctx: &mut Context<Self>) -> Self {
        if let Some(before) = before {
            ctx.link(before);
        }
        Bead(sign)
    }

    #[call]
    fn get(&self) {}
}

/// The first and the last of a chain of servers, and what says that the last one's state is dropped.
async fn chain(length: usize) -> (BeadClient, BeadClient, Event) {
    let first = Bead::start(None, Sign::default()).await.unwrap();
    let (mut last, mut dropped) = (first.clone(), Event::default());
    for _ in 1..length {
        dropped = Event::default();
        last = Bead::start(last.pid(), Sign(dropped.clone())).await.unwrap();
    }
    (first, last, dropped)
}

const LONG: usize = 100_000;

#[test]
fn a_long_chain_of_links_is_no_stack() {
    for runtime in [current_thread(), multi_thread(2)] {
        runtime.block_on(async {
            let (first, last, _) = chain(LONG).await;
            let end = last.monitor();
            first.exit(ExitReason::Shutdown);
            assert_eq!(soon(end).await.reason, ExitReason::Shutdown);
        });
    }
}

#[test]
fn a_long_chain_of_links_ends_with_its_runtime() {
    for runtime in [current_thread(), multi_thread(2)] {
        let (_, last, dropped) = runtime.block_on(chain(LONG));
        drop(runtime);
        dropped.block();
        assert!(!last.is_alive());
    }
}

#[test]
fn a_long_chain_of_plain_processes_is_no_stack() {
    current_thread().block_on(async {
        let first = process::spawn(pending());
        let mut last = first;
        for _ in 1..LONG {
            let before = last;
            last = process::spawn(async move {
                process::link(before);
                pending().await
            });
        }
        let end = last.monitor();
        // every one of them has linked itself when the last has
        soon(async {
            while process::info(last).unwrap().links.is_empty() {
                tokio::task::yield_now().await;
            }
        })
        .await;
        first.exit(ExitReason::Shutdown);
        assert_eq!(soon(end).await.reason, ExitReason::Shutdown);
    });
}

#[test]
fn a_group_dies_as_one() {
    multi_thread(2).block_on(async {
        let hub = Bead::start(None, Sign::default()).await.unwrap();
        let mut members = Vec::new();
        for _ in 0..1_000 {
            members.push(Bead::start(hub.pid(), Sign::default()).await.unwrap());
        }
        // each linked to the next one too
        let downs: Vec<_> = members.iter().map(|member| member.monitor()).collect();
        let hub_down = hub.monitor();
        members[500].exit(ExitReason::error("one of them"));
        for down in downs {
            assert_eq!(soon(down).await.reason, ExitReason::error("one of them"));
        }
        assert_eq!(soon(hub_down).await.reason, ExitReason::error("one of them"));
    });
}
