//! `#[otp_runtime::main]` and `#[otp_runtime::test]`, and the tasks of idle processes.

use crate::support::{Event, death, soon};
use otp_runtime::__private::{Runs, test};
use otp_runtime::prelude::*;
use otp_runtime::{assert_receive, process};
use std::future::pending;
use std::panic::{UnwindSafe, catch_unwind};
use std::process::{Command, Output};
use std::time::Duration;

#[otp_runtime::test]
async fn a_test_may_return_a_result() -> Result<(), Box<dyn std::error::Error>> {
    let me = Pid::current().ok_or("a test is a process")?;
    process::spawn_link(async move { me.send(7_u8) });
    assert_receive!(7_u8);
    Ok(())
}

const HERE: Runs = Runs { workers: Some(0), paused: false };
const ON_WORKERS: Runs = Runs { workers: Some(1), paused: false };

/// What a test's body makes of the test.
fn failure<F: Future<Output = ()>>(body: impl Fn() -> F + UnwindSafe + Copy) -> Vec<String> {
    let run = |runs| {
        let panic = catch_unwind(move || test(runs, body())).expect_err("it should fail");
        panic.downcast_ref::<String>().cloned().or(panic.downcast_ref().map(|text: &&str| (*text).to_owned())).unwrap()
    };
    vec![run(HERE), run(ON_WORKERS)]
}

#[test]
fn what_a_test_returns_is_its_own() {
    assert_eq!(test(HERE, async { Err::<(), _>("no") }), Err("no"));
    assert_eq!(test(ON_WORKERS, async { 3 }), 3);
}

#[test]
fn a_panic_fails_the_test() {
    for words in failure(|| async { panic!("no such luck") }) {
        assert!(words.contains("no such luck"), "{words}");
    }
    for words in failure(|| async { otp_runtime::exit(ExitReason::error("gone")) }) {
        assert!(words.contains("gone"), "{words}");
    }
}

#[test]
fn a_linked_crash_fails_the_test() {
    for words in failure(|| async {
        process::spawn_link(async { panic!("the child's") });
        pending().await
    }) {
        assert!(words.contains("the test's process ended") && words.contains("the child's"), "{words}");
    }
    for words in failure(|| async {
        Pid::current().unwrap().exit(ExitReason::Kill);
        pending().await
    }) {
        assert!(words.contains("killed"), "{words}");
    }
    // a clean end of a linked process is none of its business
    test(HERE, async {
        let (done, is_done) = ReplyTo::<()>::channel();
        process::spawn_link(async { drop(done) });
        assert_eq!(is_done.await, None);
        tokio::task::yield_now().await;
    });
}

#[otp_runtime::main]
async fn a_main_with_a_linked_crash() {
    process::spawn_link(async { panic!("the child's") });
    pending().await
}

#[otp_runtime::main(flavor = "current_thread")]
async fn a_main_that_fails() -> Result<(), String> {
    Err("not today".to_owned())
}

#[otp_runtime::main(worker_threads = 1)]
async fn a_main_that_returns() -> Result<u8, String> {
    // whatever still runs ends with it
    process::spawn(pending());
    Ok(if Pid::current().is_some() { 40 } else { 41 })
}

const ROLE: &str = "BEHAVIOUR_MAIN";

/// Not a test: the program that the test below runs.
#[test]
fn a_program() {
    match std::env::var(ROLE).as_deref() {
        Ok("linked crash") => a_main_with_a_linked_crash(),
        Ok("error") => std::process::exit(if a_main_that_fails().is_err() { 30 } else { 0 }),
        Ok("returns") => std::process::exit(a_main_that_returns().unwrap().into()),
        _ => {}
    }
}

fn program(role: &str) -> Output {
    let mut program = Command::new(std::env::current_exe().unwrap());
    program.args(["--exact", "entry::a_program", "--nocapture"]).env(ROLE, role).output().unwrap()
}

#[test]
fn a_linked_crash_ends_main_with_code_1() {
    let output = program("linked crash");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(words.contains("main ended") && words.contains("the child's"), "{words}");
    assert_eq!(program("error").status.code(), Some(30));
    assert_eq!(program("returns").status.code(), Some(40));
}

struct Idler;

#[gen_server]
impl Idler {
    #[init]
    fn init() -> Self {
        Idler
    }

    #[call]
    async fn hang(&mut self, begun: Event) {
        begun.set();
        pending::<()>().await;
    }

    #[call]
    fn get(&self) -> u32 {
        1
    }

    #[cast]
    fn poke(&mut self) {}
}

/// A process has a task from its first message that must queue until it has been idle for long.
#[test]
fn the_task_of_an_idle_process_is_let_go() {
    const COUNT: usize = 20;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
        let mut servers = Vec::new();
        for _ in 0..COUNT {
            servers.push(Idler::start().await.unwrap());
        }
        poke(&servers).await;
        let with_tasks = tasks();
        assert!(with_tasks >= COUNT);
        let begun = Event::default();
        let busy = servers[0].hang(begun.clone()).no_timeout().send();
        while !begun.is_set() {
            tokio::task::yield_now().await;
        }
        for _ in 0..60 {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        assert_eq!(tasks(), with_tasks - (COUNT - 1), "all but the one that is busy");
        // they get another when they need it
        poke(&servers[1..]).await;
        assert_eq!(tasks(), with_tasks);
        servers[0].exit(ExitReason::Kill);
        assert_eq!(death(soon(busy).await), ExitReason::Killed);
    });
}

async fn poke(servers: &[IdlerClient]) {
    for server in servers {
        server.poke();
        assert_eq!(server.get().no_timeout().await, Ok(1));
    }
}
