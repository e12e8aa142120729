//! Timers: when they end, and whom they find.

use super::Kind::Plain;
use super::{Diary, KINDS, Listener, Note, TRAPS, dead};
use ExitReason::{Kill, Shutdown};
use otp_runtime::prelude::*;
use otp_runtime::process;
use std::time::Duration;
use tokio::time::Instant;

const TEN_MS: Duration = Duration::from_millis(10);

#[otp_runtime::test(paused)]
async fn a_timer_on_a_pid_ends_with_it() {
    for kind in KINDS {
        let pid = kind.start(!TRAPS).await;
        let timer = process::send_after(pid, TEN_MS, Note(1));
        assert_eq!(process::pending_timers(), 1);
        pid.exit(Kill);
        pid.monitor().await;
        assert_eq!(process::pending_timers(), 0, "{kind:?}");
        assert_eq!((timer.read(), timer.cancel()), (None, None));
    }
    let timer = process::send_after(dead().await, TEN_MS, Note(1));
    assert_eq!((timer.read(), process::pending_timers()), (None, 0));
}

#[otp_runtime::test(paused)]
async fn a_timer_on_a_name_finds_whoever_has_it_then() {
    let me = Pid::current().unwrap();
    let first = Plain.start(!TRAPS).await;
    process::register("place", first).unwrap();
    let timer = process::send_after("place", TEN_MS, Note(1));
    first.exit(Kill);
    first.monitor().await;
    assert!(timer.read().is_some());
    process::register("place", me).unwrap();
    assert_eq!(process::receive::<Note>().await, Note(1));
    assert_eq!(timer.read(), None);
    process::unregister("place");

    // nobody has it now, and somebody does in time
    process::send_after("place", TEN_MS, Note(2));
    process::register("place", me).unwrap();
    assert_eq!(process::receive::<Note>().await, Note(2));
    process::unregister("place");

    // nobody has it in time
    process::send_after("place", TEN_MS, Note(3));
    process::send_after(me, TEN_MS * 2, Note(4));
    assert_eq!(process::receive::<Note>().await, Note(4));
    assert_eq!((process::queue_len(), process::pending_timers()), (0, 0));
}

#[otp_runtime::test(paused)]
async fn an_interval_goes_on_until_it_is_cancelled() {
    let diary = Diary::default();
    let ticks = || diary.lock().unwrap().len();
    let server = Listener::start(!TRAPS, diary.clone()).await.unwrap();
    let timer = server.tick_every(TEN_MS).await.unwrap();
    assert_eq!(ticks(), 0, "the first comes after a period");
    for tick in 1..=3 {
        process::sleep(TEN_MS).await;
        while ticks() < tick {
            tokio::task::yield_now().await;
        }
        assert_eq!(ticks(), tick);
    }
    assert!(timer.cancel().is_some_and(|left| left <= TEN_MS));
    process::sleep(TEN_MS * 5).await;
    assert_eq!((server.downs().await, ticks()), (Ok(0), 3));
    assert_eq!(timer.cancel(), None);
}

#[otp_runtime::test(paused)]
async fn an_interval_skips_nothing_and_ends_with_its_process() {
    let diary = Diary::default();
    let server = Listener::start(!TRAPS, diary.clone()).await.unwrap();
    let timer = server.tick_every(TEN_MS).await.unwrap();
    let before = Instant::now();
    server.nap(Duration::from_millis(35)).await.unwrap();
    assert!(before.elapsed() < Duration::from_millis(40));
    // behind the ticks that arrived meanwhile
    server.downs().await.unwrap();
    assert_eq!(*diary.lock().unwrap(), ["note 1"; 3]);

    server.exit(Shutdown);
    server.monitor().await;
    assert_eq!((timer.read(), process::pending_timers()), (None, 0));
}
