//! A runtime with tasks that are polled once they are woken, and that can shut down.

use loom::sync::Mutex;
use std::sync::{Arc, Weak};
use std::task::{Poll, Wake, Waker};

/// What a task does. Dropping it is what a runtime does to a task that has not ended.
pub(crate) trait Body: Send {
    fn poll(&mut self, waker: &Waker) -> Poll<()>;
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Idle,
    Scheduled,
    Running,
    /// Woken while it was running.
    RunningWoken,
    Done,
}

struct Task {
    state: State,
    body: Option<Box<dyn Body>>,
    /// The same for the task's whole life.
    waker: Waker,
}

#[derive(Default)]
struct Tasks {
    all: Vec<Task>,
    shut: bool,
}

pub(crate) struct Rt(Mutex<Tasks>);

impl Rt {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Rt(Mutex::new(Tasks::default())))
    }

    pub(crate) fn spawn(self: &Arc<Self>, body: Box<dyn Body>) {
        let mut tasks = self.0.lock().unwrap();
        if tasks.shut {
            drop(tasks);
            // as tokio does: dropped there and then
            drop(body);
            return;
        }
        let waker = Waker::from(Arc::new(Woken { rt: Arc::downgrade(self), number: tasks.all.len() }));
        tasks.all.push(Task { state: State::Scheduled, body: Some(body), waker });
    }

    /// Polls one task that was woken; false when there is none.
    pub(crate) fn poll_one(self: &Arc<Self>) -> bool {
        let (number, mut body, waker) = {
            let mut tasks = self.0.lock().unwrap();
            let Some(number) = tasks.all.iter().position(|task| task.state == State::Scheduled) else {
                return false;
            };
            let task = &mut tasks.all[number];
            task.state = State::Running;
            (number, task.body.take().expect("a scheduled task has a body"), task.waker.clone())
        };
        let polled = body.poll(&waker);
        let mut tasks = self.0.lock().unwrap();
        let shut = tasks.shut;
        let task = &mut tasks.all[number];
        if polled.is_ready() || shut {
            task.state = State::Done;
            drop(tasks);
            drop(body);
            return true;
        }
        task.state = if task.state == State::RunningWoken { State::Scheduled } else { State::Idle };
        task.body = Some(body);
        true
    }

    pub(crate) fn run(self: &Arc<Self>) {
        while self.poll_one() {}
    }

    /// A worker that looks for work this often, while others run.
    pub(crate) fn worker(self: &Arc<Self>, polls: usize) -> loom::thread::JoinHandle<()> {
        let rt = self.clone();
        loom::thread::spawn(move || {
            for _ in 0..polls {
                if !rt.poll_one() {
                    loom::thread::yield_now();
                }
            }
        })
    }

    /// Drops all tasks but those that are being polled: these are dropped when they return.
    pub(crate) fn shutdown(&self) {
        let bodies: Vec<_> = {
            let mut tasks = self.0.lock().unwrap();
            tasks.shut = true;
            let parked = |task: &mut Task| {
                let body = task.body.take();
                if body.is_some() {
                    task.state = State::Done;
                }
                body
            };
            tasks.all.iter_mut().filter_map(parked).collect()
        };
        drop(bodies);
    }

    /// How many tasks have not ended.
    pub(crate) fn tasks(&self) -> usize {
        self.0.lock().unwrap().all.iter().filter(|task| task.state != State::Done).count()
    }
}

struct Woken {
    rt: Weak<Rt>,
    number: usize,
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let Some(rt) = self.rt.upgrade() else { return };
        let mut tasks = rt.0.lock().unwrap();
        let task = &mut tasks.all[self.number];
        task.state = match task.state {
            State::Idle => State::Scheduled,
            State::Running => State::RunningWoken,
            other => other,
        };
    }
}
