//! System requests to processes of all kinds, and what debug options change for the others: nothing.

use crate::children::{crash, worker};
use crate::leaks;
use crate::support::{death, in_place, multi_thread, soon};
use otp_runtime::prelude::*;
use otp_runtime::{ChildState, Registry, SysEvent, process};
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::time::Duration;

#[derive(Debug)]
struct Till {
    cents: u64,
    idle: bool,
}

struct Coin(u64);
struct Recount;

#[gen_server]
impl Till {
    #[init]
    fn init(cents: u64) -> Self {
        Till { cents, idle: false }
    }
    #[call]
    fn cents(&self) -> u64 {
        self.cents
    }
    #[call]
    fn was_idle(&self) -> bool {
        self.idle
    }
    #[call]
    async fn slowly(&mut self) -> u64 {
        tokio::task::yield_now().await;
        self.cents
    }
    #[call(blocking)]
    fn blocking(&mut self) -> u64 {
        self.cents
    }
    #[call]
    fn thread(&self) -> std::thread::ThreadId {
        std::thread::current().id()
    }
    #[call]
    fn rest(&mut self, after: Duration, ctx: &mut Context<Self>) {
        ctx.idle_timeout(after);
    }
    #[call]
    fn recount(&mut self, ctx: &mut Context<Self>) {
        ctx.continue_with(Recount);
    }
    #[call]
    fn later(&mut self, reply: ReplyTo<u64>) {
        reply.send(self.cents);
    }
    #[cast]
    fn drop_it(&mut self) {
        panic!("dropped");
    }
    #[info]
    fn coin(&mut self, coin: Coin) {
        self.cents += coin.0;
    }
    #[info]
    fn idle(&mut self, _: IdleTimeout) {
        self.idle = true;
    }
    #[handle_continue]
    fn count(&mut self, _: Recount) {}
}

#[otp_runtime::test]
async fn a_suspended_supervisor_restarts_nothing_until_it_is_resumed() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).child(Till::child(5)).start().await.unwrap();
        let till = top.child::<Till>("Till");
        let (first, end) = (till.pid().unwrap(), till.monitor());
        top.sys().suspend().await.unwrap();
        assert_eq!(process::sys(top.pid().unwrap()).status().await.unwrap().state, "1 of 1 children of supervisor run");
        till.exit(ExitReason::Kill);
        end.await;
        assert!(matches!(till.cents().await, Err(CallError::NoProc(_))));
        assert!(top.sys().status().await.unwrap().queue_len > 0, "its child's exit waits");
        top.sys().resume().await.unwrap();
        assert_eq!(till.cents().wait().await, Ok(5));
        assert_ne!(till.pid(), Some(first));
        top.stop().await.unwrap();
    })
    .await;
}

#[otp_runtime::test]
async fn a_debugged_supervisor_tells_what_it_does_and_does_it() {
    leaks::checked(async {
        let top = Supervisor::builder(Strategy::OneForOne).child(worker("a")).start().await.unwrap();
        let sys = process::sys(top.pid().unwrap());
        sys.log_on(10).await.unwrap();
        sys.statistics_on().await.unwrap();
        crate::children::ends(&top, "a", crash()).await;
        let children = top.which_children().await.unwrap();
        assert!(matches!(children[0].state, ChildState::Running(_)));
        let log = sys.logged().await.unwrap();
        assert!(log.iter().any(|line| line.contains("got info") && line.contains("Exit")), "{log:#?}");
        assert!(log.iter().any(|line| line.contains("got call `which_children`")), "{log:#?}");
        assert!(log.iter().any(|line| line.contains("new state 1 of 1 children")), "{log:#?}");
        assert!(sys.statistics().await.unwrap().unwrap().messages_in >= 2);
        assert_eq!(sys.status().await.unwrap().debug, ["statistics", "log"]);
        top.stop().await.unwrap();
    })
    .await;
}

#[otp_runtime::test]
async fn any_server_can_be_looked_into_by_its_pid() {
    let registry =
        Registry::<u8>::builder().keys(otp_runtime::Keys::Unique).start_link().name("numbers").await.unwrap();
    let agent = Agent::start_link(|| 5).await.unwrap();
    let dynamic = DynamicSupervisor::<Till>::builder().start_link().await.unwrap();
    let me = Pid::current().unwrap();
    let servers = process::list().into_iter().filter(|pid| *pid != me);
    let mut seen = Vec::new();
    for pid in servers {
        let sys = process::sys(pid);
        sys.suspend().await.unwrap();
        let status = sys.status().await.unwrap();
        assert!(status.suspended && status.pid == pid, "{status:?}");
        sys.resume().await.unwrap();
        seen.push(status.server);
    }
    for server in ["Registry", "Agent", "DynamicSupervisor"] {
        assert!(seen.iter().any(|seen| seen.contains(server)), "no {server} in {seen:?}");
    }
    assert_eq!(agent.get(|five| *five).await, Ok(5));
    dynamic.stop().await.unwrap();
    registry.stop().await.unwrap();
}

#[otp_runtime::test]
async fn a_process_that_is_no_server_has_a_status_and_can_be_ended() {
    let pid = process::spawn(std::future::pending());
    let sys = process::sys(pid);
    let status = sys.status().await.unwrap();
    assert_eq!((status.pid, status.server, status.suspended), (pid, "process", false));
    assert!(matches!(sys.suspend().await, Err(CallError::WrongServer(_))));
    assert!(matches!(sys.log_on(1).await, Err(CallError::WrongServer(_))));
    let end = pid.monitor();
    sys.terminate(ExitReason::Shutdown).await.unwrap();
    assert_eq!(end.await.reason, ExitReason::Shutdown);
    assert!(matches!(sys.status().await, Err(CallError::NoProc(_))));
    assert!(matches!(process::sys(pid).terminate(ExitReason::Normal).await, Err(CallError::NoProc(_))));
    let own = process::sys(Pid::current().unwrap()).status().await;
    assert!(matches!(own, Err(CallError::CallingSelf(_))), "{own:?}");
}

#[otp_runtime::test]
async fn a_suspended_or_debugged_process_dies_with_its_parent() {
    for (suspended, debugged) in [(true, false), (false, true), (true, true)] {
        let (ready, from) = tokio::sync::oneshot::channel();
        let parent = process::spawn(async move {
            let till = Till::start_link(5).await.unwrap();
            ready.send(till).unwrap();
            std::future::pending::<()>().await;
        });
        let till = from.await.unwrap();
        if debugged {
            till.sys().statistics_on().await.unwrap();
        }
        if suspended {
            till.sys().suspend().await.unwrap();
        }
        let end = till.monitor();
        parent.exit(ExitReason::Shutdown);
        assert_eq!(soon(end).await.reason, ExitReason::Shutdown);
    }
}

#[otp_runtime::test(paused)]
async fn an_idle_timeout_outlives_suspension_and_debug_options() {
    for debugged in [false, true] {
        let till = Till::start(5).await.unwrap();
        till.rest(Duration::from_secs(10)).await.unwrap();
        if debugged {
            till.sys().statistics_on().await.unwrap();
        }
        process::sleep(Duration::from_secs(9)).await;
        till.sys().suspend().await.unwrap();
        process::sleep(Duration::from_secs(90)).await;
        till.sys().resume().await.unwrap();
        process::sleep(Duration::from_secs(9)).await;
        assert_eq!(till.sys().with_state(|till| till.idle).await, Ok(false), "the full time runs again");
        process::sleep(Duration::from_secs(11)).await;
        assert_eq!(till.was_idle().await, Ok(true));
    }
}

#[otp_runtime::test]
async fn each_kind_of_message_is_told() {
    let till = Till::start(5).await.unwrap();
    let sys = till.sys();
    sys.log_on(100).await.unwrap();
    sys.statistics_on().await.unwrap();
    till.slowly().await.unwrap();
    till.blocking().await.unwrap();
    till.later().await.unwrap();
    till.recount().await.unwrap();
    till.send(Coin(1));
    till.pid().unwrap().send(Coin(1));
    till.pid().unwrap().send("nobody takes this");
    let log = sys.logged().await.unwrap();
    let me = Pid::current().unwrap();
    let state = |cents| format!("new state Till {{ cents: {cents}, idle: false }}");
    let expected = [
        format!("got call `slowly` Slowly from {me}"),
        format!("sent Slowly(5) to {me}; {}", state(5)),
        format!("got call `blocking` Blocking from {me}"),
        format!("sent Blocking(5) to {me}; {}", state(5)),
        format!("got call `later` Later from {me}"),
        format!("done; {}", state(5)),
        format!("got call `recount` Recount from {me}"),
        format!("sent Recount(()) to {me}; {}", state(5)),
        "goes on with Count(_)".to_owned(),
    ];
    assert_eq!(log[..expected.len()], expected, "{log:#?}");
    let rest = &log[expected.len()..];
    assert!(rest[0].starts_with("got info") && rest[0].contains("Coin(_)"), "{rest:#?}");
    assert_eq!((&rest[1], &rest[3]), (&format!("done; {}", state(6)), &format!("done; {}", state(7))));
    assert!(rest[4].starts_with("got a message that no handler takes") && rest[4].contains("&str"), "{rest:#?}");
    let counted = sys.statistics().await.unwrap().unwrap();
    assert_eq!((counted.messages_in, counted.messages_out), (7, 3));
}

/// A server by hand whose messages cannot be printed.
struct Mute;

impl GenServer for Mute {
    type Args = ();
    type InitError = Infallible;
    type Call = ();
    type Reply = ();
    type Cast = Infallible;
    type Info = Infallible;
    type Continue = Infallible;
    type Client = Ref<Mute>;
    const NAME: &'static str = "Mute";

    async fn init((): (), _: &mut Context<Self>) -> Result<Init<Self>, Infallible> {
        Ok(Init::ok(Mute))
    }
    async fn handle_call(&mut self, (): (), _: &mut Context<Self>) -> Answer<()> {
        Answer::Reply(())
    }
}

#[otp_runtime::test]
async fn messages_without_debug_are_an_underscore() {
    let mute = Start::<Mute>::new(()).await.unwrap();
    mute.sys().log_on(2).await.unwrap();
    mute.call("ask", (), Ok::<_, Infallible>).await.unwrap();
    let (log, me) = (mute.sys().logged().await.unwrap(), Pid::current().unwrap());
    assert_eq!(log, [format!("got call `ask` _ from {me}"), format!("sent _ to {me}; new state Mute")]);
}

#[test]
fn a_debugged_server_runs_no_call_in_place_and_one_that_is_not_any_more_does() {
    // two threads: the own task is not always on the caller's
    multi_thread(2).block_on(async {
        tokio::spawn(async {
            let till = Till::start(5).await.unwrap();
            let mut elsewhere = 0;
            till.sys().statistics_on().await.unwrap();
            for _ in 0..100 {
                elsewhere += u32::from(till.thread().await.unwrap() != std::thread::current().id());
            }
            assert_eq!(till.sys().statistics().await.unwrap().unwrap().messages_in, 100);
            till.sys().no_debug().await.unwrap();
            // its task may not have let go yet
            while in_place()
                && till.sys().status().await.is_ok()
                && till.thread().await.unwrap() != std::thread::current().id()
            {}
            if in_place() {
                for _ in 0..100 {
                    let here = std::thread::current().id();
                    assert_eq!(till.thread().await.unwrap(), here, "{elsewhere} of 100 were elsewhere before");
                }
            }
        })
        .await
        .unwrap();
    });
}

#[test]
fn debug_options_come_and_go_under_load() {
    multi_thread(2).block_on(async {
        let till = Till::start(5).await.unwrap();
        let clients = (0..4).map(|_| {
            let till = till.clone();
            tokio::spawn(async move {
                for round in 0..2_000 {
                    let cents = if round % 16 == 0 { till.slowly().await } else { till.cents().await };
                    assert_eq!(cents, Ok(5));
                }
            })
        });
        let clients: Vec<_> = clients.collect();
        let sys = till.sys();
        while !clients.iter().all(tokio::task::JoinHandle::is_finished) {
            sys.statistics_on().await.unwrap();
            sys.suspend().await.unwrap();
            sys.resume().await.unwrap();
            sys.no_debug().await.unwrap();
        }
        for client in clients {
            client.await.unwrap();
        }
        assert_eq!(sys.status().await.unwrap().debug, [""; 0]);
    });
}

#[otp_runtime::test]
async fn a_debugged_server_ends_as_any_other() {
    for kill in [false, true] {
        let till = Till::start(5).name("till").await.unwrap();
        till.sys().install("all", |_: &SysEvent<'_, Till>, _| ControlFlow::Continue(())).await.unwrap();
        let end = till.monitor();
        if kill {
            till.exit(ExitReason::Kill);
        } else {
            till.drop_it();
        }
        let reason = death(till.cents().send().await.map_err(|error| match error {
            // too late to be queued
            CallError::NoProc(site) => CallError::Exit(ExitReason::Killed, site),
            other => other,
        }));
        let end = soon(end).await;
        assert!(kill || reason == end.reason, "{reason} is not {}", end.reason);
        assert_eq!(end.reason == ExitReason::Killed, kill);
        assert_eq!(Till::named("till").pid(), None);
    }
}

#[test]
fn a_debugged_server_ends_with_its_runtime() {
    let runtime = multi_thread(1);
    let till = runtime.block_on(async {
        let till = Till::start(5).await.unwrap();
        till.sys().statistics_on().await.unwrap();
        till.cents().await.unwrap();
        till
    });
    let end = till.monitor();
    drop(runtime);
    let end = multi_thread(1).block_on(soon(end));
    assert_eq!(end.reason, ExitReason::RuntimeGone);
}

/// As in OTP, where `gen_server:stop` is `sys:terminate`.
#[otp_runtime::test]
async fn a_stop_ends_a_suspended_server() {
    let till = Till::start(5).await.unwrap();
    till.sys().suspend().await.unwrap();
    let waits = till.cents().send();
    let end = till.monitor();
    till.stop().await.unwrap();
    assert_eq!(soon(end).await.reason, ExitReason::Normal);
    let outcome = waits.await;
    assert!(matches!(outcome, Err(CallError::Exit(ExitReason::Normal, _))), "{outcome:?}");
}
