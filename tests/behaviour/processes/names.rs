//! Names: who has one, and when it is free.

use super::Kind::Server;
use super::{Diary, Listener, TRAPS, dead, error};
use ExitReason::Kill;
use otp_runtime::assert_receive;
use otp_runtime::prelude::*;
use otp_runtime::process::{self, NameError};
use std::future::pending;
use std::sync::Arc;

#[otp_runtime::test]
async fn a_name_has_one_process_and_a_process_one_name() {
    let me = Pid::current().unwrap();
    let other = Server.start(!TRAPS).await;
    assert_eq!(process::register("first", me), Ok(()));
    assert_eq!(process::whereis("first"), Some(me));

    let taken = process::register("first", other);
    assert!(matches!(&taken, Err(NameError::Taken(name, holder)) if &**name == "first" && *holder == me), "{taken:?}");
    let second = process::register("second", me);
    assert!(matches!(second, Err(NameError::Refused(_, pid)) if pid == me), "{second:?}");
    assert!(process::register("first", me).is_err());
    let nobody = dead().await;
    let late = process::register("third", nobody);
    assert!(matches!(late, Err(NameError::Refused(_, pid)) if pid == nobody), "{late:?}");
    assert_eq!(process::registered(), [Arc::from("first")]);

    assert!(process::unregister("first"));
    assert!(!process::unregister("first"));
    assert_eq!(process::whereis("first"), None);
    assert_eq!(process::register("first", other), Ok(()));
    assert_eq!(process::register("second", me), Ok(()));
}

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_that_want_a_name_one_gets_it() {
    let me = Pid::current().unwrap();
    for _ in 0..50 {
        let pids: Vec<_> = (0..4)
            .map(|_| {
                process::spawn(async move {
                    me.send(process::register("leader", Pid::current().unwrap()));
                    pending().await
                })
            })
            .collect();
        let mut winners = 0;
        for _ in &pids {
            winners += usize::from(process::receive::<Result<(), NameError>>().await.is_ok());
        }
        assert_eq!(winners, 1);
        for pid in pids {
            pid.exit(Kill);
            pid.monitor().await;
        }
    }
}

#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_told_of_a_death_finds_the_name_free() {
    process::trap_exit(true);
    for _ in 0..100 {
        let server = Listener::start_link(!TRAPS, Diary::default()).name("place").await.unwrap();
        let pid = server.pid().unwrap();
        server.exit(error());
        assert_receive!(Exit { from, .. } if *from == pid);
        assert_eq!(process::whereis("place"), None);

        let (pid, monitor) = process::spawn_monitor(async { pending().await });
        process::register("place", pid).unwrap();
        pid.exit(error());
        monitor.await;
        assert_eq!(process::whereis("place"), None);
    }
}
