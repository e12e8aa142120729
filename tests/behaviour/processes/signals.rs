//! Exit signals, sent and by links.

use super::Kind::{self, Plain, Server};
use super::Outcome::{self, Died, Heard, Nothing};
use super::{Diary, KINDS, Listener, Note, TRAPS, ask, dead, error, order, outcome};
use ExitReason::{Kill, Killed, NoProc, Normal, Shutdown};
use otp_runtime::prelude::*;
use otp_runtime::{assert_receive, process};
use std::future::pending;

async fn exit_from_others(kind: Kind, traps: bool, reason: ExitReason) -> Outcome {
    let pid = kind.start(traps).await;
    let monitor = pid.monitor();
    pid.exit(reason);
    outcome(pid, Pid::current().unwrap(), monitor).await
}

async fn exit_from_itself(kind: Kind, traps: bool, reason: ExitReason) -> Outcome {
    let pid = kind.start(traps).await;
    let monitor = pid.monitor();
    order(pid, move || pid.exit(reason)).await;
    outcome(pid, pid, monitor).await
}

#[otp_runtime::test]
async fn exit_signals_act_by_reason_and_trap_flag() {
    for kind in KINDS {
        // kill ends anyone, and is told as killed
        assert_eq!(exit_from_others(kind, TRAPS, Kill).await, Died(Killed), "{kind:?}");
        assert_eq!(exit_from_others(kind, !TRAPS, Kill).await, Died(Killed), "{kind:?}");
        // normal from others is a message or nothing
        assert_eq!(exit_from_others(kind, TRAPS, Normal).await, Heard(Normal), "{kind:?}");
        assert_eq!(exit_from_others(kind, !TRAPS, Normal).await, Nothing, "{kind:?}");
        // normal from oneself is a message or the end
        assert_eq!(exit_from_itself(kind, TRAPS, Normal).await, Heard(Normal), "{kind:?}");
        assert_eq!(exit_from_itself(kind, !TRAPS, Normal).await, Died(Normal), "{kind:?}");
        // everything else is a message or the end
        for reason in [Shutdown, ExitReason::shutdown_with("moving"), Killed, NoProc, error()] {
            assert_eq!(exit_from_others(kind, TRAPS, reason.clone()).await, Heard(reason.clone()), "{kind:?}");
            assert_eq!(exit_from_others(kind, !TRAPS, reason.clone()).await, Died(reason.clone()), "{kind:?}");
            assert_eq!(exit_from_itself(kind, TRAPS, reason.clone()).await, Heard(reason.clone()), "{kind:?}");
            assert_eq!(exit_from_itself(kind, !TRAPS, reason.clone()).await, Died(reason.clone()), "{kind:?}");
        }
        assert_eq!(exit_from_itself(kind, TRAPS, Kill).await, Died(Killed), "{kind:?}");
    }
}

#[otp_runtime::test]
async fn exit_signals_to_the_dead_do_nothing() {
    let pid = dead().await;
    for reason in [Normal, Shutdown, Kill] {
        pid.exit(reason);
    }
    assert!(!pid.is_alive());
    assert_eq!(process::queue_len(), 0);
}

/// How a linked peer ends.
enum End {
    Returns,
    Panics,
    Exits(ExitReason),
    IsKilled,
}

/// What the end of a linked process does to a listener.
async fn link_signal(kind: Kind, traps: bool, end: End) -> Outcome {
    let pid = kind.start(traps).await;
    let monitor = pid.monitor();
    let killed = matches!(end, End::IsKilled);
    let (linked, is_linked) = ReplyTo::<()>::channel();
    let (peer, gone) = process::spawn_monitor(async move {
        process::link(pid);
        linked.send(());
        match end {
            End::Returns => {}
            End::Panics => panic!("as told"),
            End::Exits(reason) => otp_runtime::exit(reason),
            End::IsKilled => pending().await,
        }
    });
    is_linked.await.unwrap();
    if killed {
        peer.exit(Kill);
    }
    gone.await;
    let outcome = outcome(pid, peer, monitor).await;
    if let Some(info) = process::info(pid) {
        assert_eq!(info.links, [], "the link went with the peer");
    }
    outcome
}

#[otp_runtime::test]
async fn link_signals_act_by_reason_and_trap_flag() {
    for kind in KINDS {
        assert_eq!(link_signal(kind, TRAPS, End::Returns).await, Heard(Normal), "{kind:?}");
        assert_eq!(link_signal(kind, !TRAPS, End::Returns).await, Nothing, "{kind:?}");
        // the end of a killed process can be trapped
        assert_eq!(link_signal(kind, TRAPS, End::IsKilled).await, Heard(Killed), "{kind:?}");
        assert_eq!(link_signal(kind, !TRAPS, End::IsKilled).await, Died(Killed), "{kind:?}");
        // a process may exit with the value kill, which is a reason like any other
        assert_eq!(link_signal(kind, TRAPS, End::Exits(Kill)).await, Heard(Kill), "{kind:?}");
        assert_eq!(link_signal(kind, !TRAPS, End::Exits(Kill)).await, Died(Kill), "{kind:?}");
        for reason in [Shutdown, ExitReason::shutdown_with("moving"), error()] {
            assert_eq!(link_signal(kind, TRAPS, End::Exits(reason.clone())).await, Heard(reason.clone()), "{kind:?}");
            assert_eq!(link_signal(kind, !TRAPS, End::Exits(reason.clone())).await, Died(reason), "{kind:?}");
        }
        let panicked =
            |reason: &ExitReason| matches!(reason, ExitReason::Panic { message, .. } if &**message == "as told");
        let outcome = link_signal(kind, TRAPS, End::Panics).await;
        assert!(matches!(&outcome, Heard(reason) if panicked(reason)), "{kind:?}: {outcome:?}");
        let outcome = link_signal(kind, !TRAPS, End::Panics).await;
        assert!(matches!(&outcome, Died(reason) if panicked(reason)), "{kind:?}: {outcome:?}");
    }
}

#[otp_runtime::test]
async fn link_signals_pass_along_a_chain() {
    let end = Server.start(TRAPS).await;
    let middle = Plain.start(!TRAPS).await;
    let first = Server.start(!TRAPS).await;
    order(middle, move || process::link(end)).await;
    order(first, move || process::link(middle)).await;
    let gone = middle.monitor();
    first.exit(error());
    assert_eq!(gone.await.reason, error());
    assert_eq!(ask(end).await.unwrap(), [Exit { from: middle, reason: error() }]);
}

#[otp_runtime::test]
async fn an_untrapped_signal_overtakes_unread_messages() {
    let diary = Diary::default();
    let server = Listener::start(!TRAPS, diary.clone()).await.unwrap();
    let monitor = server.monitor();
    server.send(Note(1));
    server.send(Note(2));
    server.exit(Shutdown);
    assert_eq!(monitor.await.reason, Shutdown);
    assert_eq!(*diary.lock().unwrap(), [""; 0], "nothing was read, and terminate did not run");
}

#[otp_runtime::test]
async fn a_trapped_signal_waits_its_turn() {
    let diary = Diary::default();
    let server = Listener::start(TRAPS, diary.clone()).await.unwrap();
    server.send(Note(1));
    server.exit(Shutdown);
    server.send(Note(2));
    assert_eq!(server.downs().await, Ok(0));
    assert_eq!(*diary.lock().unwrap(), ["note 1", "exit shutdown", "note 2"]);
}

#[otp_runtime::test]
async fn a_signal_cuts_a_waiting_handler_off_and_fails_all_callers() {
    for (signal, reason) in [(error(), error()), (Kill, Killed)] {
        let diary = Diary::default();
        let server = Listener::start(!TRAPS, diary.clone()).await.unwrap();
        let (running, queued) = (server.hang().send(), server.downs().send());
        while diary.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        server.exit(signal);
        for failure in [running.await.unwrap_err(), queued.await.unwrap_err()] {
            assert!(matches!(&failure, CallError::Exit(why, _) if *why == reason), "{failure:?}");
        }
        assert!(matches!(server.downs().await, Err(CallError::NoProc(_))));
        assert_eq!(*diary.lock().unwrap(), ["hanging", "cut off"], "terminate did not run");
    }
}

#[otp_runtime::test]
async fn a_signal_ends_a_suspended_server() {
    for (signal, reason) in [(error(), error()), (Kill, Killed)] {
        let server = Listener::start(!TRAPS, Diary::default()).await.unwrap();
        server.sys().suspend().await.unwrap();
        let monitor = server.monitor();
        server.exit(signal);
        assert_eq!(monitor.await.reason, reason);
    }
}

#[otp_runtime::test]
async fn the_trap_flag_counts_when_the_signal_arrives() {
    let me = Pid::current().unwrap();
    assert!(!process::trap_exit(true), "it was off");
    assert!(process::trap_exit(true), "it was on");
    me.exit(Shutdown);
    assert!(process::trap_exit(false));
    assert_receive!(Exit { reason: Shutdown, .. });

    let pid = Plain.start(TRAPS).await;
    pid.exit(error());
    order(pid, || {
        process::trap_exit(false);
    })
    .await;
    assert_eq!(ask(pid).await.unwrap(), [Exit { from: me, reason: error() }]);
    let monitor = pid.monitor();
    pid.exit(error());
    assert_eq!(monitor.await.reason, error());
}

#[otp_runtime::test]
async fn signals_of_one_sender_arrive_in_order() {
    process::trap_exit(true);
    let me = Pid::current().unwrap();
    let pid = process::spawn_link(async move {
        me.send(Note(1));
        me.exit(Shutdown);
        me.send(Note(2));
    });
    let mut seen = Vec::new();
    for _ in 0..4 {
        let mut message = process::receive_where(|_| true).await;
        seen.push(match message.take::<Exit>() {
            Some(exit) => {
                assert_eq!(exit.from, pid);
                exit.reason.to_string()
            }
            None => format!("{:?}", message.take::<Note>().unwrap()),
        });
    }
    assert_eq!(seen, ["Note(1)", "shutdown", "Note(2)", "normal"]);
}
