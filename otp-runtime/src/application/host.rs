//! The process that runs an application's callbacks: the parent of the top process.

use crate::place::seat_of;
use crate::process::current;
use crate::process::head::AnyProcess;
use crate::process::panics::{drop_guarded, guarded};
use crate::process::plain::Plain;
use crate::supervisor::stop::stop_process;
use crate::system::{System, find};
use crate::{AnyMessage, Exit, ExitReason, Monitor, Pid, Shutdown, Target};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

type Job = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A monitor that can be asked again.
pub(crate) struct Watch {
    monitor: Monitor,
    reason: Option<ExitReason>,
}

impl Watch {
    pub(crate) fn new(monitor: Monitor) -> Self {
        Watch { monitor, reason: None }
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<ExitReason> {
        if self.reason.is_none()
            && let Poll::Ready(down) = Pin::new(&mut self.monitor).poll(cx)
        {
            self.reason = Some(down.reason);
        }
        self.reason.clone().map_or(Poll::Pending, Poll::Ready)
    }

    pub(crate) fn is_down(&mut self) -> bool {
        if self.reason.is_none() {
            self.reason = self.monitor.try_down().map(|down| down.reason);
        }
        self.reason.is_some()
    }

    pub(crate) async fn wait(&mut self) -> ExitReason {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// Watches the top process, from the host. It may have ended before: then its exit tells why.
    pub(crate) async fn top(top: Pid) -> Watch {
        let mut watch = Watch::new(top.monitor());
        if watch.is_down() {
            watch.reason = exit_of(top).await.or(watch.reason);
        }
        watch
    }
}

/// What the calling process was told of a link that has ended; `None`: there was none.
async fn exit_of(other: Pid) -> Option<ExitReason> {
    // looked at first: without the link the exit has come by now, or never comes
    let expected = crate::process::links().contains(&other);
    let is_its = |message: &AnyMessage| message.downcast_ref::<Exit>().is_some_and(|exit| exit.from == other);
    let exit = poll_fn(|cx| match Plain::current().poll_receive(cx, is_its) {
        Poll::Ready(mut message) => Poll::Ready(message.take::<Exit>()),
        Poll::Pending if expected => Poll::Pending,
        Poll::Pending => Poll::Ready(None),
    });
    exit.await.map(|exit| exit.reason)
}

pub(crate) struct Host {
    pub(crate) pid: Pid,
    pub(crate) down: Watch,
    jobs: mpsc::UnboundedSender<Job>,
}

impl Host {
    pub(crate) fn spawn(system: &Arc<System>, app: &str, number: u32) -> Host {
        let (jobs, received) = mpsc::unbounded_channel();
        let process = member(system, number, format!("application {app}"));
        let (pid, down) = watched(&process);
        system.handle.spawn(process.live(serve(received)));
        Host { pid, down, jobs }
    }

    /// Has the process do something. Dropping what this gives cuts it off.
    pub(crate) fn run<T, F>(&self, job: F) -> oneshot::Receiver<T>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let (mut done, told) = oneshot::channel();
        let job = async move {
            let mut job = pin!(Some(job));
            let output = poll_fn(|cx| {
                if done.poll_closed(cx).is_ready() {
                    return Poll::Ready(None);
                }
                let Some(job) = job.as_mut().as_pin_mut() else { return Poll::Ready(None) };
                job.poll(cx).map(Some)
            })
            .await;
            let _ = guarded(|| job.set(None));
            if let Some(output) = output
                && let Err(output) = done.send(output)
            {
                drop_guarded(output);
            }
        };
        // refused: it has ended, and `down` says so
        if let Err(refused) = self.jobs.send(Box::pin(job)) {
            drop_guarded(refused);
        }
        told
    }

    /// Ends the process once its jobs are done.
    pub(crate) async fn finish(self) {
        let Host { jobs, mut down, .. } = self;
        drop(jobs);
        down.wait().await;
    }
}

/// Runs jobs in order, and drops the messages that nobody reads meanwhile.
async fn serve(mut jobs: mpsc::UnboundedReceiver<Job>) {
    loop {
        let job = poll_fn(|cx| {
            if let Poll::Ready(job) = jobs.poll_recv(cx) {
                return Poll::Ready(job);
            }
            while let Poll::Ready(message) = Plain::current().poll_receive(cx, |_| true) {
                drop_guarded(message);
            }
            Poll::Pending
        })
        .await;
        match job {
            Some(job) => job.await,
            None => return,
        }
    }
}

/// A process that only waits to be ended: its end is that of the application.
pub(crate) struct Overseer {
    pub(crate) pid: Pid,
    pub(crate) down: Watch,
    living: oneshot::Sender<()>,
}

impl Overseer {
    pub(crate) fn spawn(system: &Arc<System>, app: &str, number: u32) -> Overseer {
        let (living, ended) = oneshot::channel();
        let process = member(system, number, format!("overseer of {app}"));
        let (pid, down) = watched(&process);
        let body = async move {
            let _ = ended.await;
        };
        system.handle.spawn(process.live(body));
        Overseer { pid, down, living }
    }

    pub(crate) async fn finish(self) {
        let Overseer { living, mut down, .. } = self;
        drop(living);
        down.wait().await;
    }
}

fn member(system: &Arc<System>, number: u32, label: String) -> Arc<Plain> {
    let process = Plain::of_app(system, number);
    if let Some(cold) = process.head().control.lock().living() {
        cold.trap_exit = true;
        cold.extras().label = Some(label.into());
    }
    process
}

fn watched(process: &Arc<Plain>) -> (Pid, Watch) {
    let pid = process.head().pid;
    (pid, Watch::new(Monitor::new(Some(process.clone()), Target::Pid(pid))))
}

/// Ends a process with `Shutdown` and waits until it has ended: its parent by a signal, anybody else by a request.
pub(crate) async fn shut_down(pid: Pid, how: Shutdown) {
    let Some(process) = find(pid) else { return };
    if process.head().parent().is_some_and(|parent| Some(parent) == current::pid()) {
        stop_process(pid, how).await;
    } else {
        let _ = pid.stop().reason(ExitReason::Shutdown).await;
    }
}

/// As a start that failed leaves them: ends what is linked to the calling process and of its application, youngest first.
pub(crate) async fn shut_down_linked(system: Arc<System>, app: u32) {
    let Some(me) = current::pid().and_then(find) else { return };
    let links: Vec<Pid> = {
        let control = me.head().control.lock();
        control.cold().map(|cold| cold.links.iter().rev().copied().collect()).unwrap_or_default()
    };
    for pid in links {
        if let Some(process) = system.find(pid)
            && process.head().app == app
        {
            // a supervisor has all the time it takes, as under any supervisor
            let patient = seat_of(&*process).is_some();
            let how = if patient { Shutdown::Infinity } else { Shutdown::After(Duration::from_secs(5)) };
            drop(process);
            shut_down(pid, how).await;
        }
    }
}

/// Kills all processes of an application but two, until there are none.
pub(crate) async fn kill_members(system: &Arc<System>, app: u32, but: [Option<Pid>; 2]) {
    loop {
        let left: Vec<Monitor> = system
            .processes()
            .into_iter()
            .filter(|(_, process)| {
                let head = process.head();
                head.app == app && !but.contains(&Some(head.pid)) && head.control.lock().dead().is_none()
            })
            .map(|(pid, process)| {
                let down = Monitor::new(Some(process), Target::Pid(pid));
                pid.exit(ExitReason::Kill);
                down
            })
            .collect();
        if left.is_empty() {
            return;
        }
        for down in left {
            down.await;
        }
    }
}
