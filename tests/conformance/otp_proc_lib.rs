//! Suite `otp.proc_lib`: crash reports, exit reasons, and stopping.

use super::logs::Logs;
use super::reasons::{panic_message, panic_place};
use otp_runtime::prelude::*;
use otp_runtime::{Monitor, assert_receive, process};
use std::time::Duration;
use tracing::Level;

const MS: Duration = Duration::from_millis(1);

/// A process that ends with a shutdown leaves no report; linked processes that trap exits see the reason.
#[otp_runtime::test]
async fn otp_proc_lib_01a_shutdown() {
    process::trap_exit(true);
    let logs = Logs::at(Level::WARN);
    for reason in [ExitReason::Shutdown, ExitReason::shutdown_with("done")] {
        let why = reason.clone();
        let pid = process::spawn_link(async { otp_runtime::exit(why) });
        let exit = assert_receive!(Exit { .. });
        assert_eq!(exit, Exit { from: pid, reason });
    }
    assert_eq!(logs.lines(), [""; 0]);
}

/// A process that crashes leaves one report with its label, its ancestors, the reason and where that came about.
#[otp_runtime::test]
async fn otp_proc_lib_01b_crash() {
    let me = Pid::current().unwrap();
    let logs = Logs::at(Level::WARN);
    let parent = process::spawn(async move {
        let child = process::spawn(async {
            process::set_label("worker");
            panic!("no disk")
        });
        me.send(child.monitor());
        process::receive::<()>().await;
    });
    let down = process::receive::<Monitor>().await.await;
    assert_eq!(panic_message(&down.reason), Some("no disk"));
    let at = panic_place(&down.reason);

    let lines = logs.lines();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    let place = format!("{}:{}:{}", at.file, at.line, at.column);
    let facts = ["ERROR", &down.pid.unwrap().to_string(), "worker", "no disk", &place];
    for fact in facts {
        assert!(lines[0].contains(fact), "no {fact} in {}", lines[0]);
    }
    assert!(lines[0].contains(&format!("ancestors {parent}, {me}")), "{}", lines[0]);
}

/// A process that has emptied its dictionary is reported all the same.
#[otp_runtime::test]
async fn otp_proc_lib_01b_crash_without_dictionary() {
    let me = Pid::current().unwrap();
    let logs = Logs::at(Level::WARN);
    let (pid, monitor) = process::spawn_monitor(async {
        process::put("key", 1);
        for key in process::keys() {
            process::delete(&key);
        }
        otp_runtime::exit(ExitReason::error("no disk"))
    });
    assert_eq!(monitor.await.reason, ExitReason::error("no disk"));
    let lines = logs.lines();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    for fact in ["no disk", &pid.to_string(), &format!("ancestors {me}")] {
        assert!(lines[0].contains(fact), "no {fact} in {}", lines[0]);
    }
}

/// A panic becomes a reason with its message and place, an explicit exit is the bare reason it was given.
#[otp_runtime::test]
async fn otp_proc_lib_02_reasons() {
    let line = line!() + 1;
    let (_, monitor) = process::spawn_monitor(async { panic!("no {}", "disk") });
    let reason = monitor.await.reason;
    assert_eq!(panic_message(&reason), Some("no disk"));
    let at = panic_place(&reason);
    assert!(at.file.ends_with("otp_proc_lib.rs"), "{at:?}");
    assert_eq!(at.line, line);

    let given = [
        ExitReason::Normal,
        ExitReason::Shutdown,
        ExitReason::shutdown_with("done"),
        ExitReason::Kill,
        ExitReason::error("no disk"),
    ];
    for reason in given {
        let why = reason.clone();
        let (_, monitor) = process::spawn_monitor(async { otp_runtime::exit(why) });
        assert_eq!(monitor.await.reason, reason);
    }
}

/// A server that rests when asked to, is slow when asked to, and crashes when asked to.
struct Sleeper {
    pages: Vec<&'static str>,
    watcher: Pid,
}

#[derive(Debug, PartialEq)]
struct Resting;

#[gen_server]
impl Sleeper {
    #[init]
    fn init(watcher: Pid) -> Self {
        Sleeper { pages: vec!["one", "two"], watcher }
    }
    #[call]
    fn pages(&self) -> Vec<&'static str> {
        self.pages.clone()
    }
    #[cast]
    fn rest(&mut self, ctx: &mut Context<Self>) {
        ctx.hibernate();
    }
    #[cast]
    async fn hang(&mut self, time: Duration) {
        process::sleep(time).await;
    }
    #[cast]
    fn crash(&mut self) {
        panic!("bad dream")
    }
    #[hibernate]
    fn shrink(&mut self) {
        self.pages.shrink_to_fit();
        self.watcher.send(Resting);
    }
}

/// A hibernating process wakes on a message with its data intact; a crash after that is reported under its server's type.
#[otp_runtime::test]
async fn otp_proc_lib_11_hibernate() {
    let logs = Logs::at(Level::WARN);
    let sleeper = Sleeper::start(Pid::current().unwrap()).await.unwrap();
    sleeper.rest();
    process::receive::<Resting>().await;
    assert_eq!(sleeper.pages().await.unwrap(), ["one", "two"]);

    sleeper.rest();
    process::receive::<Resting>().await;
    let down = sleeper.monitor();
    sleeper.crash();
    let reason = down.await.reason;
    assert_eq!(panic_message(&reason), Some("bad dream"), "{reason:?}");
    let lines = logs.lines();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].contains("Sleeper") && lines[0].contains("bad dream"), "{}", lines[0]);
}

/// A stop ends a process with the reason asked for, by pid and by name; where there is nobody it says so.
#[otp_runtime::test]
async fn otp_proc_lib_14a_stop() {
    for reason in [ExitReason::Normal, ExitReason::Shutdown, ExitReason::error("enough")] {
        for by_name in [false, true] {
            let sleeper = Sleeper::start(Pid::current().unwrap()).name("sleeper").await.unwrap();
            let down = sleeper.monitor();
            let by_pid = Sleeper::at(sleeper.pid().unwrap());
            let client = if by_name { Sleeper::named("sleeper") } else { by_pid };
            assert_eq!(client.stop().reason(reason.clone()).await, Ok(()));
            assert!(!sleeper.is_alive());
            assert_eq!(down.await.reason, reason);
            let again = client.stop().reason(reason.clone()).await;
            assert!(matches!(again, Err(CallError::NoProc(_))), "{again:?}");
        }
    }
    let unknown = Sleeper::named("nobody").stop().await;
    assert!(matches!(unknown, Err(CallError::NoProc(_))), "{unknown:?}");
}

/// A stop of a process that hangs fails when its time is up, and is obeyed all the same, even if it had no time at all.
#[otp_runtime::test(paused)]
async fn otp_proc_lib_14c_stop_in_vain() {
    for limit in [100 * MS, Duration::ZERO] {
        let sleeper = Sleeper::start(Pid::current().unwrap()).await.unwrap();
        let down = sleeper.monitor();
        sleeper.hang(Duration::from_secs(1));
        let late = sleeper.stop().reason(ExitReason::Shutdown).timeout(limit).await;
        assert!(matches!(&late, Err(CallError::Timeout(site)) if site.timeout == Some(limit)), "{late:?}");
        assert!(sleeper.is_alive());
        assert_eq!(down.await.reason, ExitReason::Shutdown);
    }
}

/// The report of a crash is one line that reads well and has all parts.
#[otp_runtime::test]
async fn otp_proc_lib_17_report() {
    let me = Pid::current().unwrap();
    let logs = Logs::at(Level::WARN);
    let (pid, monitor) = process::spawn_monitor(async {
        process::set_label("worker");
        otp_runtime::exit(ExitReason::error("no disk"))
    });
    monitor.await;
    let expected = format!("process {pid} (worker) terminated: no disk; ancestors {me}");
    let lines = logs.lines();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].contains(&expected), "{expected}\nis not in\n{}", lines[0]);
}
