//! Suite `otp.supervisor`: how children go down with their supervisor.

use super::children::{Careful, Notes, Worker, careful, crash, slow, worker};
use super::leaks;
use otp_runtime::prelude::*;
use otp_runtime::{Monitor, assert_receive, process};
use std::time::Duration;
use tokio::time::Instant;

const SECOND: Duration = Duration::from_secs(1);

/// A child that is still busy when its time is up is killed; one that is not in the way of its end just ends.
#[otp_runtime::test(paused)]
async fn otp_supervisor_17_time_is_up() {
    leaks::checked(async {
        process::trap_exit(true);
        let notes = Notes::default();
        let stuck = slow("stuck", &notes, 3600 * SECOND).shutdown(Shutdown::After(SECOND));
        let top = Supervisor::builder(Strategy::OneForOne).child(worker("a")).child(stuck);
        let top = top.child(careful("c", &notes)).start_link().await.unwrap();
        let [a, stuck] = [top.child::<Worker>("a").monitor(), top.child::<Careful>("stuck").monitor()];
        let (c, down, begun) = (top.child::<Careful>("c").monitor(), top.monitor(), Instant::now());
        top.exit(ExitReason::Shutdown);
        assert_eq!(c.await.reason, ExitReason::Shutdown);
        assert_eq!(begun.elapsed(), Duration::ZERO);
        assert_eq!(stuck.await.reason, ExitReason::Killed);
        assert_eq!(a.await.reason, ExitReason::Shutdown);
        assert_eq!(down.await.reason, ExitReason::Shutdown);
        assert!((1000..1010).contains(&begun.elapsed().as_millis()), "{:?}", begun.elapsed());
    })
    .await;
}

/// A child that is to be killed is killed, though it traps exits.
#[otp_runtime::test]
async fn otp_supervisor_19_brutal_kill() {
    leaks::checked(async {
        process::trap_exit(true);
        let notes = Notes::default();
        let top = Supervisor::builder(Strategy::OneForOne)
            .child(careful("a", &notes))
            .child(careful("b", &notes).shutdown(Shutdown::BrutalKill))
            .child(worker("c"))
            .start_link()
            .await
            .unwrap();
        let [a, b, c] = ["a", "b", "c"].map(|id| top.child::<AnyChild>(id).monitor());
        let down = top.monitor();
        top.exit(ExitReason::Shutdown);
        assert_eq!(b.await.reason, ExitReason::Killed);
        assert_eq!([a.await.reason, c.await.reason, down.await.reason], [const { ExitReason::Shutdown }; 3]);
        assert_eq!(notes.take(), ["a starts", "b starts", "a ends: shutdown"], "the killed one had no say");
    })
    .await;
}

/// Children that end by themselves while their supervisor goes down end for reasons of their own, and stay down.
#[otp_runtime::test]
async fn otp_supervisor_21_ends_during_the_shutdown() {
    leaks::checked(async {
        process::trap_exit(true);
        let (notes, starts) = (Notes::default(), super::children::Starts::default());
        let reasons = [ExitReason::Normal, ExitReason::Shutdown, ExitReason::shutdown_with("done"), crash()];
        let ids = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
        let restarts = [Restart::Permanent, Restart::Transient, Restart::Temporary];
        let children = ids.iter().enumerate().map(|(at, id)| starts.worker(id).restart(restarts[at % 3]));
        let top = Supervisor::builder(Strategy::OneForOne)
            .child(careful("oldest", &notes))
            .children(children)
            .child(slow("youngest", &notes, Duration::from_millis(50)))
            .start_link()
            .await
            .unwrap();
        let (pid, oldest) = (top.pid().unwrap(), top.child::<Careful>("oldest").monitor());
        top.exit(ExitReason::Shutdown);
        notes.has("youngest is told").await;

        let mut own = Vec::new();
        for (at, id) in ids.iter().enumerate() {
            let child = top.child::<Worker>(id);
            let reason = &reasons[at / 3];
            own.push((child.monitor(), reason));
            child.leave(reason.clone());
        }
        for (monitor, reason) in own {
            assert_eq!(monitor.await.reason, *reason);
        }
        assert!(pid.is_alive(), "the youngest is not done yet");
        assert_eq!(oldest.await.reason, ExitReason::Shutdown);
        let exit = assert_receive!(Exit { .. });
        assert_eq!(exit, Exit { from: pid, reason: ExitReason::Shutdown });
        assert_eq!(starts.attempts(), ids.len(), "none is started again");
        let expected = [
            "oldest starts",
            "youngest starts",
            "youngest is told",
            "youngest ends: shutdown",
            "oldest ends: shutdown",
        ];
        assert_eq!(notes.take(), expected);
    })
    .await;
}

/// The youngest goes first, and is down before the next is told.
#[otp_runtime::test(paused)]
async fn otp_supervisor_85c_youngest_first() {
    leaks::checked(async {
        let notes = Notes::default();
        let times = [("1", 5), ("2", 1), ("3", 4), ("4", 2), ("5", 3)];
        let children = times.map(|(id, takes)| slow(id, &notes, takes * SECOND).shutdown(Shutdown::Infinity));
        let top = Supervisor::builder(Strategy::OneForAll).children(children).start().await.unwrap();
        let downs: Vec<Monitor> = times.map(|(id, _)| top.child::<Careful>(id).monitor()).into();
        notes.take();
        top.stop().await.unwrap();
        let told = |id: &str| [format!("{id} is told"), format!("{id} ends: shutdown")];
        assert_eq!(notes.take(), ["5", "4", "3", "2", "1"].map(told).concat());
        for down in downs {
            assert_eq!(down.await.reason, ExitReason::Shutdown);
        }
    })
    .await;
}
