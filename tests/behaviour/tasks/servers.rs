//! Tasks inside servers.

use super::{Deaf, Seen, cook};
use crate::leaks;
use crate::logs::Logs;
use otp_runtime::prelude::*;
use otp_runtime::process;
use std::future::pending;
use std::time::Duration;
use tracing::Level;

/// An async handler waits for its tasks, and no message of them is left.
#[otp_runtime::test]
async fn a_handler_joins_its_task() {
    leaks::checked(async {
        let cook = cook().await;
        for eggs in 0..50 {
            assert_eq!(cook.cooked(eggs).await, Ok(eggs * 2));
        }
        assert_eq!(cook.in_parallel(20).await, Ok((0..20).collect()));
        cook.stop().await.unwrap();
        assert_eq!(process::queue_len(), 0);
    })
    .await;
}

/// What nobody waits for arrives at the handlers for it: the value, then the end.
#[otp_runtime::test(paused)]
async fn a_task_is_awaited_as_it_is_joined() {
    assert_eq!(Task::spawn(async { 6 * 7 }).await, Ok(42));
    let slow = Task::<()>::spawn(pending());
    let (reference, asked) = (slow.reference(), tokio::time::Instant::now());
    let error = slow.await.unwrap_err();
    assert_eq!((error.task, error.operation, error.is_timeout()), (reference, "join", true));
    assert_eq!(asked.elapsed(), Duration::from_secs(5));
}

#[otp_runtime::test]
async fn a_task_that_is_not_joined_arrives_as_info() {
    leaks::checked(async {
        let cook = cook().await;
        cook.cook(3).await.unwrap();
        assert_eq!(process::receive::<Seen>().await, Seen::Value(3));
        assert_eq!(process::receive::<Seen>().await, Seen::Down(ExitReason::Normal));
        assert_eq!(cook.callers().await, Ok(vec![]));
        cook.stop().await.unwrap();
    })
    .await;
}

/// What was taken in the meantime is not seen by any handler.
#[otp_runtime::test]
async fn a_ticket_that_is_void_is_skipped() {
    leaks::checked(async {
        let logs = Logs::at(Level::WARN);
        let cook = cook().await;
        for eggs in 0..50 {
            assert_eq!(cook.taken(eggs).await, Ok(eggs));
        }
        // what would be seen has been by now
        cook.send(AnyMessage::new("last"));
        assert_eq!(process::receive::<Seen>().await, Seen::Other("&str".to_owned()));
        cook.stop().await.unwrap();
        assert_eq!(process::queue_len(), 0);

        let deaf = Deaf::start().await.unwrap();
        assert_eq!(deaf.taken().await, Ok(5));
        deaf.sys().status().await.unwrap();
        assert_eq!(logs.lines(), [""; 0]);
        // as opposed to one that nobody takes
        deaf.left().await.unwrap();
        while logs.lines().len() < 2 {
            tokio::task::yield_now().await;
        }
        assert!(logs.lines()[0].contains("TaskReply<u8>"), "{:?}", logs.lines());
        deaf.stop().await.unwrap();
    })
    .await;
}

#[supervisor(strategy = one_for_one)]
struct Kitchen {
    #[child(max_children = 1)]
    tasks: TaskSupervisor,
}

/// A task supervisor is a child by its type, and its client holds through restarts.
#[otp_runtime::test]
async fn a_task_supervisor_is_a_field() {
    leaks::checked(async {
        let kitchen = Kitchen::start_link().await.unwrap();
        let tasks = kitchen.tasks();
        for _ in 0..2 {
            assert_eq!(tasks.spawn_nolink(async { 5 }).await.unwrap().join().await, Ok(5));
            let endless = tasks.spawn_nolink(pending::<()>()).await.unwrap();
            assert!(tasks.spawn(async {}).await.is_err());
            let before = tasks.pid();
            tasks.exit(ExitReason::Kill);
            assert_eq!(endless.join().await.unwrap_err().reason(), ExitReason::Killed);
            while tasks.pid() == before || tasks.pid().is_none() {
                tokio::task::yield_now().await;
            }
        }
        kitchen.stop().await.unwrap();
    })
    .await;
}
