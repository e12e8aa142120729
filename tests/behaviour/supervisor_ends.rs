//! Supervisors by the book: how they end, and what ends with them.

use crate::children::{
    Careful, Notes, Starts, Worker, below, careful, counts, crash, idle, ids, pids, settled, slow, worker,
};
use crate::leaks;
use crate::support::{Event, soon};
use otp_runtime::prelude::*;
use otp_runtime::{Monitor, NoSuchChild, SupervisorClient, process};
use std::time::Duration;
use tokio::time::Instant;

const SECOND: Duration = Duration::from_secs(1);

/// A process that starts a supervisor as its parent, and then ends with a reason when it is told to.
async fn under_a_parent(notes: &Notes, reason: ExitReason) -> (Pid, SupervisorClient) {
    let (me, notes) = (Pid::current().unwrap(), notes.clone());
    let parent = process::spawn(async move {
        let top = Supervisor::builder(Strategy::OneForOne).children([careful("a", &notes), careful("b", &notes)]);
        me.send(top.start_link().await.unwrap());
        process::receive::<&str>().await;
        otp_runtime::exit(reason)
    });
    (parent, process::receive().await)
}

/// The parent's exit ends a supervisor with that reason, whatever it is; its children are told `Shutdown`.
#[otp_runtime::test]
async fn the_parents_exit_is_its_own() {
    leaks::checked(async {
        let reasons = [
            ExitReason::Normal,
            ExitReason::Shutdown,
            ExitReason::shutdown_with("closing"),
            ExitReason::Killed,
            ExitReason::NoProc,
            crash(),
        ];
        for reason in reasons {
            let notes = Notes::default();
            let (parent, top) = under_a_parent(&notes, reason.clone()).await;
            let down = top.monitor();
            parent.send("end");
            assert_eq!(soon(down).await.reason, reason);
            assert_eq!(notes.take(), ["a starts", "b starts", "b ends: shutdown", "a ends: shutdown"]);
        }
    })
    .await;
}

/// A stop ends it with the reason asked for; its children are told `Shutdown`.
#[otp_runtime::test]
async fn a_stop_has_its_reason() {
    leaks::checked(async {
        for reason in [ExitReason::Normal, ExitReason::shutdown_with("closing"), crash()] {
            let notes = Notes::default();
            let top = Supervisor::builder(Strategy::OneForOne).children([careful("a", &notes), careful("b", &notes)]);
            let top = top.start().await.unwrap();
            let down = top.monitor();
            assert_eq!(top.stop().reason(reason.clone()).await, Ok(()));
            assert_eq!(down.await.reason, reason);
            assert_eq!(notes.take(), ["a starts", "b starts", "b ends: shutdown", "a ends: shutdown"]);
        }
    })
    .await;
}

/// Exit signals of anybody but the parent change nothing: explicit ones, and those of linked strangers.
#[otp_runtime::test]
async fn exits_of_strangers_are_ignored() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForAll).max_restarts(0).child(worker("a")).start().await.unwrap();
        let (pid, before) = (top.pid().unwrap(), pids(&top, ["a"]));
        for reason in [ExitReason::Normal, ExitReason::Shutdown, ExitReason::Killed, crash()] {
            top.exit(reason.clone());
            let (_, stranger) = process::spawn_monitor(async move {
                process::link(pid);
                otp_runtime::exit(reason)
            });
            stranger.await;
        }
        assert_eq!(counts(&top).await, (1, 1, 0, 1));
        assert_eq!(pids(&top, ["a"]), before);
        top.stop().await.unwrap();
    })
    .await;
}

/// Requests that wait while it ends fail with its reason.
#[otp_runtime::test]
async fn waiting_requests_fail_with_its_reason() {
    leaks::checked(async {
        let (notes, reason) = (Notes::default(), ExitReason::shutdown_with("closing"));
        let top = Supervisor::builder(Strategy::OneForOne).child(slow("a", &notes, SECOND / 20)).start().await.unwrap();
        let stop = top.stop().reason(reason.clone());
        let waiting = async {
            notes.has("a is told").await;
            tokio::join!(
                top.count_children(),
                top.which_children(),
                top.start_child(worker("b")),
                top.terminate_child("a"),
                top.restart_child("a"),
                top.delete_child("a"),
                top.get_childspec("a"),
            )
        };
        let (stopped, (a, b, c, d, e, f, g)) = tokio::join!(stop.into_future(), waiting);
        assert_eq!(stopped, Ok(()));
        let reasons = [
            a.err().and_then(|error| error.reason()),
            b.err().and_then(|error| error.reason()),
            c.err().and_then(|error| error.reason()),
            d.err().and_then(|error| error.reason()),
            e.err().and_then(|error| error.reason()),
            f.err().and_then(|error| error.reason()),
            g.err().and_then(|error| error.reason()),
        ];
        assert!(reasons.iter().all(|found| found.as_ref() == Some(&reason)), "{reasons:?}");
    })
    .await;
}

/// A killed supervisor stops nothing in order: each child gets its exit. Supervisors among them stop their own properly.
#[otp_runtime::test]
async fn a_killed_supervisor() {
    leaks::checked(async {
        let notes = Notes::default();
        let inner = Supervisor::builder(Strategy::OneForOne).children([careful("c", &notes), careful("d", &notes)]);
        let top = Supervisor::builder(Strategy::OneForOne).child(worker("a")).child(careful("b", &notes));
        let top = top.child(below("inner", inner)).child(idle("e")).start().await.unwrap();
        let inner = top.child::<Supervisor>("inner");
        let all = ["a", "b", "inner", "e"].map(|id| top.child::<AnyChild>(id).monitor());
        let [c, d] = ["c", "d"].map(|id| inner.child::<Careful>(id).monitor());
        let down = top.monitor();
        notes.take();
        top.exit(ExitReason::Kill);
        assert_eq!(down.await.reason, ExitReason::Killed);
        for child in all {
            assert_eq!(soon(child).await.reason, ExitReason::Killed);
        }
        assert_eq!([c.await.reason, d.await.reason], [const { ExitReason::Shutdown }; 2]);
        let mut lines = notes.take();
        lines.retain(|line| line != "b ends: killed");
        assert_eq!(lines, ["d ends: shutdown", "c ends: shutdown"]);
    })
    .await;
}

/// An exit that came before `terminate_child` is handled first: the child is started again, and then that one stopped.
#[otp_runtime::test]
async fn an_exit_before_terminate_child_comes_first() {
    leaks::checked(async {
        let notes = Notes::default();
        let top = Supervisor::builder(Strategy::OneForOne).child(careful("a", &notes)).start().await.unwrap();
        let sys = top.sys();
        sys.suspend().await.unwrap();
        let child = top.child::<Careful>("a");
        let died = child.monitor();
        child.leave(crash());
        died.await;
        let (terminated, resumed) = tokio::join!(top.terminate_child("a"), sys.resume());
        assert_eq!((terminated, resumed), (Ok(()), Ok(())));
        assert_eq!(notes.take(), ["a starts", "a ends: crash", "a starts", "a ends: shutdown"]);
        assert_eq!(counts(&top).await, (1, 0, 0, 1));
        top.stop().await.unwrap();
    })
    .await;
}

/// An exit that comes while the child is being terminated is not a crash.
#[otp_runtime::test]
async fn an_exit_during_terminate_child_is_swallowed() {
    leaks::checked(async {
        let notes = Notes::default();
        let top = Supervisor::builder(Strategy::OneForOne).max_restarts(0);
        let top = top.child(slow("a", &notes, 3600 * SECOND).shutdown(Shutdown::Infinity)).start().await.unwrap();
        let pid = top.child::<Careful>("a").pid().unwrap();
        let ends = async {
            // it does not come back from its `#[terminate]`
            notes.has("a is told").await;
            pid.exit(ExitReason::Kill);
        };
        let (terminated, ()) = tokio::join!(top.terminate_child("a"), ends);
        assert_eq!(terminated, Ok(()));
        assert_eq!(counts(&top).await, (1, 0, 0, 1));
        assert!(top.restart_child("a").await.unwrap().is_alive());
        let down = top.monitor();
        top.child::<AnyChild>("a").exit(ExitReason::Kill);
        assert_eq!(down.await.reason, ExitReason::Shutdown, "and now it was one");
    })
    .await;
}

/// A child that has itself terminated.
struct Tired;

#[gen_server]
impl Tired {
    #[init]
    fn init(traps: bool, ctx: &mut Context<Self>) -> Self {
        ctx.trap_exit(traps);
        Tired
    }

    #[call]
    async fn give_up(&self) -> Result<(), NoSuchChild> {
        match Supervisor::named("top").terminate_child("Tired").await {
            Err(CallError::Handler(error)) => Err(error),
            _ => Ok(()),
        }
    }
}

/// A child that asks for its own termination dies in that call; trapping exits, it is stuck there until its time is up.
#[otp_runtime::test(paused)]
async fn a_child_asks_for_its_own_termination() {
    leaks::checked(async {
        for (traps, reason, takes) in [(false, ExitReason::Shutdown, 0), (true, ExitReason::Killed, 5)] {
            let top = Supervisor::builder(Strategy::OneForOne).child(Tired::child(traps));
            let top = top.start().name("top").await.unwrap();
            let (tired, begun) = (top.child::<Tired>("Tired"), Instant::now());
            let died = tired.monitor();
            let outcome = tired.give_up().no_timeout().await;
            assert!(matches!(&outcome, Err(CallError::Exit(why, _)) if *why == reason), "{outcome:?}");
            assert_eq!(died.await.reason, reason);
            assert_eq!(begun.elapsed().as_secs(), takes);
            assert_eq!(counts(&top).await, (1, 0, 0, 1));
            top.stop().await.unwrap();
        }
    })
    .await;
}

/// Twenty supervisors deep.
fn nested(depth: usize, notes: &Notes) -> ChildSpec {
    (1..depth).fold(careful("leaf", notes).erase(), |inner, _| {
        Supervisor::builder(Strategy::OneForOne).child(inner).into_child_spec().id("inner").erase()
    })
}

/// Deep trees start, are reached, restart, and end.
#[otp_runtime::test]
async fn twenty_supervisors_deep() {
    leaks::checked(async {
        let notes = Notes::default();
        let top = Supervisor::builder(Strategy::OneForOne).child(nested(20, &notes)).start().name("top").await.unwrap();
        let mut lowest = top.clone();
        for _ in 1..20 {
            lowest = lowest.child::<Supervisor>("inner");
        }
        assert_eq!(ids(&lowest).await, ["leaf"]);
        let leaf = lowest.child::<Careful>("leaf");
        let path = format!("Careful(top{}/leaf)", "/inner".repeat(19));
        assert_eq!(format!("{leaf:?}"), path);
        let tree = top.tree().await.unwrap().to_string();
        assert_eq!(tree.lines().count(), 21, "{tree}");

        let first = (leaf.pid(), leaf.monitor());
        let second = top.child::<Supervisor>("inner");
        let down = second.monitor();
        second.exit(ExitReason::Kill);
        down.await;
        assert_eq!(soon(first.1).await.reason, ExitReason::Shutdown);
        settled(&top).await;
        assert_eq!(ids(&lowest).await, ["leaf"]);
        assert!(leaf.pid().is_some() && leaf.pid() != first.0);
        let end = leaf.monitor();
        top.stop().await.unwrap();
        assert_eq!(end.await.reason, ExitReason::Shutdown);
    })
    .await;
}

/// Ending a supervisor that ends: the second to ask waits for the same end.
#[otp_runtime::test]
async fn two_stops() {
    leaks::checked(async {
        let notes = Notes::default();
        let top = Supervisor::builder(Strategy::OneForOne).child(slow("a", &notes, SECOND / 50)).start().await.unwrap();
        let second = async {
            notes.has("a is told").await;
            top.stop().await
        };
        let (first, second) = tokio::join!(top.stop().into_future(), second);
        assert_eq!(first, Ok(()));
        assert!(matches!(&second, Err(CallError::Exit(ExitReason::Normal, _))) || second == Ok(()), "{second:?}");
    })
    .await;
}

/// A supervisor that is killed in the middle of a shutdown leaves nobody behind.
#[otp_runtime::test]
async fn killed_while_it_shuts_down() {
    leaks::checked(async {
        let notes = Notes::default();
        let top = Supervisor::builder(Strategy::OneForOne).child(worker("a")).child(careful("b", &notes));
        let top = top.child(slow("c", &notes, 3600 * SECOND).shutdown(Shutdown::Infinity)).start().await.unwrap();
        let pid = top.pid().unwrap();
        let [a, b, c]: [Monitor; 3] = ["a", "b", "c"].map(|id| top.child::<AnyChild>(id).monitor());
        let stuck = top.child::<AnyChild>("c").pid().unwrap();
        let kill = async {
            notes.has("c is told").await;
            pid.exit(ExitReason::Kill);
            assert_eq!([soon(a).await.reason, soon(b).await.reason], [const { ExitReason::Killed }; 2]);
            stuck.exit(ExitReason::Kill);
            c.await
        };
        let (stopped, _) = tokio::join!(top.stop().into_future(), kill);
        assert!(matches!(&stopped, Err(CallError::Exit(ExitReason::Killed, _))), "{stopped:?}");
    })
    .await;
}

/// A start that is given up on takes the children with it that were started already.
#[otp_runtime::test]
async fn a_start_that_is_dropped() {
    leaks::checked(async {
        let (notes, begins) = (Notes::default(), Event::default());
        let begun = begins.clone();
        let never = ChildSpec::new("never", move || {
            begun.set();
            std::future::pending::<Result<Pid, _>>()
        });
        let top = Supervisor::builder(Strategy::OneForOne).child(careful("a", &notes)).child(worker("b")).child(never);
        let start = tokio::spawn(top.start().name("top").into_future());
        begins.wait().await;
        let top = Supervisor::named("top");
        let [a, b] = ["a", "b"].map(|id| top.child::<AnyChild>(id).monitor());
        start.abort();
        assert_eq!([soon(a).await.reason, soon(b).await.reason], [const { ExitReason::Killed }; 2]);
        assert_eq!(process::whereis("top"), None);
    })
    .await;
}

/// The clients of children whose supervisor is gone find nobody, and those of its successor find its children.
#[otp_runtime::test]
async fn clients_follow_the_name_of_their_supervisor() {
    leaks::checked(async {
        let starts = Starts::default();
        let top = || Supervisor::builder(Strategy::OneForOne).child(starts.worker("a")).start().name("top");
        let first = top().await.unwrap();
        let (named, of_first) = (Supervisor::named("top").child::<Worker>("a"), first.child::<Worker>("a"));
        assert_eq!((named.asked().await, of_first.asked().await), (Ok(1), Ok(2)));
        first.stop().await.unwrap();
        assert!(matches!(named.asked().await, Err(CallError::NoProc(_))));
        let second = top().await.unwrap();
        assert_eq!(named.asked().await, Ok(1));
        assert!(matches!(of_first.asked().await, Err(CallError::NoProc(_))), "that incarnation is gone");
        second.stop().await.unwrap();
    })
    .await;
}

/// However long a child may take by its spec, it is waited for.
#[otp_runtime::test]
async fn a_shutdown_time_beyond_all_clocks() {
    leaks::checked(async {
        let notes = Notes::default();
        let patient = careful("a", &notes).shutdown(Shutdown::After(Duration::MAX));
        let top = Supervisor::builder(Strategy::OneForOne).child(patient).start_link().await.unwrap();
        soon(top.stop()).await.unwrap();
        assert_eq!(notes.take(), ["a starts", "a ends: shutdown"]);
    })
    .await;
}
