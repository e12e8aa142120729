//! Calls that wait until somebody is there.

use otp_runtime::prelude::*;
use otp_runtime::process;
use std::time::Duration;
use tokio::time::Instant;

const MOMENT: Duration = Duration::from_millis(50);

struct Server;

#[gen_server]
impl Server {
    #[init]
    fn init() -> Self {
        Server
    }

    #[call]
    fn ping(&self) -> &'static str {
        "pong"
    }

    #[call]
    async fn slow(&self, takes: Duration) {
        tokio::time::sleep(takes).await;
    }
}

#[otp_runtime::test]
async fn a_call_waits_for_a_name() {
    let (started, ready) = tokio::sync::oneshot::channel();
    process::spawn(async {
        ready.await.unwrap();
        Server::start().name("late").await.unwrap();
    });
    let server = Server::named("late");
    assert!(matches!(server.ping().await, Err(CallError::NoProc(_))));
    let (answer, ()) = tokio::join!(server.ping().wait(), async { started.send(()).unwrap() });
    assert_eq!(answer, Ok("pong"));
}

#[otp_runtime::test]
async fn a_name_given_to_a_process_that_runs_is_an_arrival_too() {
    let server = Server::start().await.unwrap();
    let later = Server::named("later");
    let (answer, ()) = tokio::join!(later.ping().wait(), async {
        tokio::task::yield_now().await;
        process::register("later", server.pid().unwrap()).unwrap();
    });
    assert_eq!(answer, Ok("pong"));
}

#[otp_runtime::test]
async fn waiting_for_nobody_ends_with_the_timeout_of_the_call() {
    let server = Server::named("nobody");
    let begin = Instant::now();
    let error = server.ping().timeout(MOMENT).wait().await.unwrap_err();
    assert!(begin.elapsed() >= MOMENT);
    let CallError::Timeout(site) = error else { panic!("{error}") };
    assert_eq!((site.operation, site.timeout), ("ping", Some(MOMENT)));
}

#[otp_runtime::test(paused)]
async fn the_time_spent_waiting_is_part_of_the_timeout() {
    process::spawn(async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        Server::start().name("slow").await.unwrap();
    });
    let begin = Instant::now();
    let answer = Server::named("slow").slow(Duration::from_secs(4)).wait().await;
    let Err(CallError::Timeout(site)) = answer else { panic!("{answer:?}") };
    assert_eq!(begin.elapsed().as_secs(), 5);
    assert_eq!(site.timeout, Some(Duration::from_secs(5)), "as it was asked for");
}

#[otp_runtime::test]
async fn who_can_never_come_is_not_waited_for() {
    let server = Server::start().await.unwrap();
    server.stop().await.unwrap();
    assert!(matches!(server.ping().wait().await, Err(CallError::NoProc(_))));
    let by_pid = Server::at(server.pid().unwrap());
    assert!(matches!(by_pid.ping().wait().await, Err(CallError::NoProc(_))));
}

#[otp_runtime::test]
async fn a_terminated_child_is_waited_for_until_it_is_restarted() {
    let top = Supervisor::builder(Strategy::OneForOne).child(Server::child()).start_link().await.unwrap();
    let server = top.child::<Server>("Server");
    top.terminate_child("Server").await.unwrap();
    let waited = server.ping().wait();
    let (answer, restarted) = tokio::join!(waited, async {
        tokio::task::yield_now().await;
        top.restart_child("Server").await
    });
    assert_eq!(answer, Ok("pong"));
    assert_eq!(restarted.unwrap().pid(), server.pid());
    top.stop().await.unwrap();
}

#[otp_runtime::test]
async fn a_registry_that_does_not_run_yet_is_waited_for_too() {
    let rooms = Registry::<u32>::named("rooms");
    let server = Server::via(&rooms, 7);
    assert!(matches!(server.ping().await, Err(CallError::NoRegistry(_))));
    let (answer, ()) = tokio::join!(server.ping().wait(), async {
        tokio::task::yield_now().await;
        Registry::<u32>::builder().name("rooms").start().await.unwrap();
        tokio::task::yield_now().await;
        Server::start().via(&rooms, 7).await.unwrap();
    });
    assert_eq!(answer, Ok("pong"));
}
