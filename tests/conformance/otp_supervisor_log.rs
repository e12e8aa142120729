//! Suite `otp.supervisor`: what supervisors tell the log.

use super::children::{Careful, Notes, Starts, below, careful, crash, ends, no_luck, settled, slow, worker};
use super::leaks;
use super::logs::Logs;
use otp_runtime::prelude::*;
use otp_runtime::{ChildStartError, process};
use std::time::Duration;
use tracing::Level;

/// What supervisors said since the last time.
struct Reports(Logs, usize);

impl Reports {
    fn new() -> Self {
        Reports(Logs::at(Level::INFO), 0)
    }

    /// Level, message and fields of each event; all there is to say is in one line.
    fn next(&mut self) -> Vec<String> {
        let lines = self.0.lines();
        let new = lines[self.1..].iter();
        let new = new.filter_map(|line| {
            let (head, event) = line.split_once(" otp_runtime::supervisor: ")?;
            Some(format!("{} {event}", head.trim_start().split([' ', ':']).next()?))
        });
        let new = new.collect();
        self.1 = lines.len();
        new
    }
}

/// That these are the reports, each with these words in it.
#[track_caller]
fn tell<const N: usize>(reports: &[String], expected: [&[&str]; N]) {
    assert_eq!(reports.len(), N, "{reports:#?}");
    for (report, words) in reports.iter().zip(expected) {
        for word in words {
            assert!(report.contains(word), "no {word} in {report}");
        }
    }
}

fn pid(id: &str) -> String {
    let child = Supervisor::named("top").child::<AnyChild>(id);
    format!("pid={}", child.pid().expect("it runs"))
}

/// A start is one report with the child's path, and so are a crash, a restart, and a supervisor that gives up.
#[otp_runtime::test]
async fn otp_supervisor_88_reports() {
    leaks::checked(async {
        let mut reports = Reports::new();
        let web = Supervisor::builder(Strategy::OneForOne).child(worker("b"));
        let top = Supervisor::builder(Strategy::OneForOne).max_restarts(1).child(worker("a")).child(below("web", web));
        let top = top.start().name("top").await.unwrap();
        let started = ["INFO", "child started"];
        let expected = [("top/a", pid("a")), ("top/web/b", pid_below()), ("top/web", pid("web"))];
        let lines = reports.next();
        tell(&lines, [&started; 3]);
        for (line, (path, pid)) in lines.iter().zip(&expected) {
            assert!(line.contains(&format!("child={path} ")) && line.ends_with(pid), "no {path}, {pid} in {line}");
        }

        let first = pid("a");
        ends(&top, "a", crash()).await;
        let again = pid("a");
        let crashed: &[&str] =
            &["ERROR child ended", "child=top/a", &first, "context=\"child_terminated\"", "reason=crash"];
        tell(&reports.next(), [crashed, &["INFO child restarted", "child=top/a", &again]]);

        let down = top.monitor();
        let itself = format!("pid={}", top.pid().unwrap());
        ends(&top, "a", ExitReason::Normal).await;
        down.await;
        let ended: &[&str] =
            &["ERROR child ended", "child=top/a", &again, "context=\"child_terminated\"", "reason=normal"];
        let gives_up: &[&str] = &[
            "ERROR supervisor gives up",
            "supervisor=top",
            &itself,
            "context=\"shutdown\"",
            "reason=\"reached_max_restart_intensity\"",
            "max_restarts=1",
            "max_seconds=5",
        ];
        tell(&reports.next(), [ended, gives_up]);
    })
    .await;
}

fn pid_below() -> String {
    let web = Supervisor::named("top").child::<Supervisor>("web");
    format!("pid={}", web.child::<AnyChild>("b").pid().expect("it runs"))
}

/// A clean end is no error unless the child is permanent, and neither is the shutdown of a supervisor with its children.
#[otp_runtime::test]
async fn otp_supervisor_88_clean_ends() {
    leaks::checked(async {
        let mut reports = Reports::new();
        let top = Supervisor::builder(Strategy::OneForOne)
            .auto_shutdown(AutoShutdown::AnySignificant)
            .child(worker("a").restart(Restart::Temporary))
            .child(worker("b").restart(Restart::Transient).significant(true))
            .start()
            .name("top")
            .await
            .unwrap();
        reports.next();
        ends(&top, "a", ExitReason::shutdown_with("moved out")).await;
        tell(&reports.next(), [&["INFO child ended", "child=top/a", "reason=shutdown: moved out"]]);
        let down = top.monitor();
        ends(&top, "b", ExitReason::Normal).await;
        assert_eq!(down.await.reason, ExitReason::Shutdown);
        let over = ["INFO supervisor shuts down with its children", "supervisor=top"];
        tell(&reports.next(), [&["INFO child ended", "child=top/b", "reason=normal"], &over]);
    })
    .await;
}

/// A start that fails is one report, whether it is the first, one that was asked for, or a restart.
#[otp_runtime::test]
async fn otp_supervisor_88_failed_starts() {
    leaks::checked(async {
        let mut reports = Reports::new();
        let failing = ChildSpec::new("b", || async { Err::<Pid, _>(ChildStartError::Failed(no_luck())) });
        let top = Supervisor::builder(Strategy::OneForOne).child(worker("a")).child(failing);
        top.start().name("top").await.unwrap_err();
        let failed: &[&str] =
            &["ERROR child did not start", "child=top/b", "context=\"start_error\"", "reason=", "no luck"];
        tell(&reports.next(), [&["INFO child started", "child=top/a"], failed]);

        let starts = Starts::default();
        let top = Supervisor::builder(Strategy::OneForOne).max_restarts(2).child(starts.worker("a"));
        let top = top.start().name("top").await.unwrap();
        reports.next();
        starts.refuse(true);
        let down = top.monitor();
        ends(&top, "a", crash()).await;
        down.await;
        let not_restarted: &[&str] =
            &["ERROR child did not restart", "child=top/a", "context=\"start_error\"", "reason=", "no luck"];
        let ended: &[&str] = &["ERROR child ended", "child=top/a"];
        tell(&reports.next(), [ended, not_restarted, not_restarted, &["ERROR supervisor gives up", "supervisor=top"]]);
    })
    .await;
}

/// A child that does not go down as it is told to is reported, and one that does is not.
#[otp_runtime::test(paused)]
async fn otp_supervisor_88_shutdown_errors() {
    leaks::checked(async {
        let (notes, second) = (Notes::default(), Duration::from_secs(1));
        let mut reports = Reports::new();
        let top = Supervisor::builder(Strategy::OneForOne)
            .child(worker("worker"))
            .child(careful("brutal", &notes).shutdown(Shutdown::BrutalKill))
            .child(slow("stuck", &notes, 3600 * second).shutdown(Shutdown::After(second)))
            .child(slow("odd", &notes, second))
            .start()
            .name("top")
            .await
            .unwrap();
        reports.next();
        let (stuck, odd) = (pid("stuck"), pid("odd"));
        let dying = top.child::<Careful>("odd").pid().unwrap();
        let stop = process::spawn({
            let notes = notes.clone();
            async move {
                notes.has("odd is told").await;
                dying.exit(ExitReason::Kill);
            }
        });
        top.stop().await.unwrap();
        settled(&top).await;
        assert!(!stop.is_alive());
        let context = "context=\"shutdown_error\"";
        let killed: &[&str] =
            &["ERROR child did not shut down as told", "child=top/odd", &odd, context, "reason=killed"];
        let late: &[&str] =
            &["ERROR child did not shut down as told", "child=top/stuck", &stuck, context, "reason=killed"];
        tell(&reports.next(), [killed, late]);
    })
    .await;
}
