//! Tasks inside servers, outside any process, and dropped; streams whose consumers end before they do.

mod ends;
mod servers;
mod streams;

use otp_runtime::prelude::*;
use otp_runtime::{TaskReply, process};

/// What a server has seen, in order.
#[derive(Debug, PartialEq)]
enum Seen {
    Value(u32),
    Down(ExitReason),
    Other(String),
}

/// A server whose handlers make tasks.
struct Cook {
    tell: Pid,
    task: Option<Task<u32>>,
}

#[gen_server]
impl Cook {
    #[init]
    fn init(tell: Pid) -> Self {
        Cook { tell, task: None }
    }

    /// Waits for a task.
    #[call]
    async fn cooked(&mut self, eggs: u32) -> u32 {
        let task = Task::spawn(async move {
            tokio::task::yield_now().await;
            eggs * 2
        });
        task.join().await.expect("nothing is burnt")
    }

    /// Makes a task and does not wait for it.
    #[call]
    fn cook(&mut self, eggs: u32) {
        self.task = Some(Task::spawn(async move { eggs }));
    }

    /// Waits until the task has ended, so that its messages have come, and takes its value all the same.
    #[call]
    async fn taken(&mut self, eggs: u32) -> u32 {
        let task = Task::spawn(async move { eggs });
        task.pid().expect("a process").monitor().await;
        task.join().await.expect("nothing is burnt")
    }

    #[call]
    async fn in_parallel(&mut self, eggs: u32) -> Vec<u32> {
        let mut stream = Task::stream(0..eggs, async |egg: u32| egg).max_concurrency(3);
        let mut all = Vec::new();
        while let Some(egg) = stream.next().await {
            all.push(egg.expect("nothing is burnt"));
        }
        all
    }

    #[call]
    fn callers(&self) -> Vec<Pid> {
        process::callers()
    }

    #[info]
    fn value(&mut self, reply: TaskReply<u32>) {
        assert_eq!(self.task.as_ref().map(Task::reference), Some(reply.task));
        self.tell.send(Seen::Value(reply.value));
    }

    #[info]
    fn down(&mut self, down: Down) {
        self.tell.send(Seen::Down(down.reason));
    }

    #[info]
    fn other(&mut self, message: AnyMessage) {
        self.tell.send(Seen::Other(message.type_name().to_owned()));
    }
}

/// A server without any `#[info]` handler.
struct Deaf;

#[gen_server]
impl Deaf {
    #[init]
    fn init() -> Self {
        Deaf
    }

    #[call]
    async fn taken(&mut self) -> u32 {
        let task = Task::spawn(async { 5 });
        task.pid().expect("a process").monitor().await;
        task.join().await.expect("nothing fails")
    }

    #[call]
    fn left(&mut self) {
        drop(Task::spawn(async { 5_u8 }));
    }
}

fn me() -> Pid {
    Pid::current().expect("a test is a process")
}

async fn cook() -> <Cook as GenServer>::Client {
    Cook::start(me()).await.unwrap()
}
