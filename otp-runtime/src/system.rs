//! One system per tokio runtime: its processes, names, deadlines and timers.

pub(crate) mod clock;
pub(crate) mod deadlines;
pub(crate) mod names;
pub(crate) mod table;
pub(crate) mod timers;
mod watchdog;

use crate::Pid;
use crate::process::head::AnyProcess;
use crate::process::panics;
use crate::process::server_task::ServerTask;
use crate::telemetry::Event;
use parking_lot::{Mutex, RwLock};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::*};
use std::sync::{Arc, LazyLock, Weak};
use std::time::Duration;
use tokio::runtime::{self, Handle, RuntimeFlavor};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// What comes back from the blocking pool.
pub(crate) type Blocked = Option<Box<dyn Any + Send>>;

pub(crate) struct System {
    number: u32,
    runtime: runtime::Id,
    pub(crate) handle: Handle,
    pids: AtomicU64,
    table: table::Table,
    pub(crate) names: names::Names,
    pub(crate) deadlines: deadlines::Deadlines,
    pub(crate) timers: timers::Timers,
    pub(crate) apps: crate::application::Apps,
    pub(crate) hub: crate::telemetry::hub::Hub,
    /// Processes that have had a task of their own; swept for idle ones.
    /// Told whenever a supervised place, a name or a registry's key has a new process.
    pub(crate) arrivals: Notify,
    with_task: Mutex<Vec<Weak<dyn AnyProcess>>>,
    settings: Settings,
    /// Where whole seconds are counted from.
    pub(crate) epoch: Instant,
    /// Its runtime is shutting down.
    gone: AtomicBool,
}

/// How a system runs. Set when it is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// Calls in place are allowed.
    pub(crate) inline: bool,
    /// Time may be paused: a shared sleep for calls that are answered already would move it.
    pub(crate) exact_time: bool,
    /// How long a killed process may stay in a handler before it is declared dead.
    pub(crate) kill_grace: Duration,
    /// 0 on one core, where whoever is inside can't come out while we spin.
    pub(crate) spins: u32,
}

impl Default for Settings {
    fn default() -> Self {
        let inline = std::env::var_os("OTP_INLINE").is_none_or(|value| value != "0");
        let spins = if std::thread::available_parallelism().is_ok_and(|cores| cores.get() > 1) { 80 } else { 0 };
        Settings { inline, exact_time: false, kill_grace: Duration::from_secs(1), spins }
    }
}

static BY_RUNTIME: LazyLock<Mutex<HashMap<runtime::Id, Weak<System>>>> = LazyLock::new(Mutex::default);
static BY_NUMBER: RwLock<Vec<Weak<System>>> = RwLock::new(Vec::new());

thread_local! {
    /// The runtime of the task this thread polled last.
    static HOME: Cell<Option<(tokio::task::Id, runtime::Id)>> = const { Cell::new(None) };
    static ENTERED: Cell<Option<runtime::Id>> = const { Cell::new(None) };
    /// The system that was current here last: starts on other threads need not wait for each other to find theirs.
    static LAST: RefCell<Weak<System>> = const { RefCell::new(Weak::new()) };
}

/// While it lives, this thread is known to poll the runtime's `block_on`.
pub(crate) struct Entered(Option<runtime::Id>);

impl Entered {
    pub(crate) fn new(system: &System) -> Self {
        Entered(ENTERED.replace(Some(system.runtime)))
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        ENTERED.set(self.0);
    }
}

impl System {
    /// The system of the runtime this thread is in, made on first use; `None` outside a runtime.
    pub(crate) fn try_current() -> Option<Arc<System>> {
        let handle = Handle::try_current().ok()?;
        let last = LAST.try_with(|last| last.borrow().upgrade()).ok().flatten();
        if let Some(system) = last.filter(|system| system.runtime == handle.id()) {
            return Some(system);
        }
        let system = Self::of(handle, Settings::default);
        let _ = LAST.try_with(|last| last.replace(Arc::downgrade(&system)));
        Some(system)
    }

    /// # Panics
    ///
    /// Outside a tokio runtime.
    #[track_caller]
    pub(crate) fn current() -> Arc<System> {
        match Self::try_current() {
            Some(system) => system,
            None => panic!(
                "a process can only be started inside a tokio runtime: use `#[otp_runtime::main]` or `#[tokio::main]`"
            ),
        }
    }

    pub(crate) fn of(handle: Handle, settings: impl FnOnce() -> Settings) -> Arc<System> {
        let mut all = BY_RUNTIME.lock();
        if let Some(system) = all.get(&handle.id()).and_then(Weak::upgrade) {
            return system;
        }
        panics::install_hook();
        crate::process::advice::panics_abort();
        let mut numbered = BY_NUMBER.write();
        // 0 stands for code outside any system
        if numbered.is_empty() {
            numbered.push(Weak::new());
        }
        let epoch = {
            let _there = handle.enter();
            Instant::now()
        };
        let system = Arc::new(System {
            number: numbered.len() as u32,
            runtime: handle.id(),
            handle,
            pids: AtomicU64::new(0),
            table: table::Table::default(),
            names: names::Names::default(),
            deadlines: deadlines::Deadlines::default(),
            timers: timers::Timers::default(),
            apps: crate::application::Apps::default(),
            hub: crate::telemetry::hub::Hub::default(),
            arrivals: Notify::new(),
            with_task: Mutex::default(),
            settings: settings(),
            epoch,
            gone: AtomicBool::new(false),
        });
        numbered.push(Arc::downgrade(&system));
        all.insert(system.runtime, Arc::downgrade(&system));
        drop((all, numbered));
        if cfg!(debug_assertions) {
            crate::telemetry::slow::watch(&system, Some(Duration::from_millis(500)));
        }
        let anchor = Anchor(system.clone());
        system.handle.spawn(async move {
            let _anchor = anchor;
            std::future::pending::<()>().await
        });
        if !system.settings.exact_time {
            clock::sweep_idle_tasks(&system);
        }
        system
    }

    /// How often a caller tries again to enter a server that another caller is inside.
    #[inline]
    pub(crate) fn spins(&self) -> u32 {
        self.settings.spins
    }

    pub(crate) fn settings(&self) -> Settings {
        self.settings
    }

    pub(crate) fn is_of(&self, pid: Pid) -> bool {
        pid.system_number() == self.number
    }

    pub(crate) fn new_pid(&self) -> Pid {
        Pid::new(self.number, self.pids.fetch_add(1, Relaxed))
    }

    pub(crate) fn enlist(&self, process: Arc<dyn AnyProcess>) {
        if self.hub.is_attached() {
            let (head, server) = (process.head(), process.kind());
            self.hub.tell(&Event::ProcessStarted { pid: head.pid, server, starter: head.starter });
        }
        let pid = process.head().pid;
        self.table.insert(process);
        // looked at after it is in the table: the anchor finds it there, or it finds the anchor gone
        if self.gone.load(Acquire)
            && let Some(process) = self.table.get(pid)
        {
            process.runtime_gone();
        }
    }

    pub(crate) fn delist(&self, pid: Pid) {
        self.table.remove(pid);
    }

    /// The process, alive or dying; it may belong to another system.
    pub(crate) fn find(&self, pid: Pid) -> Option<Arc<dyn AnyProcess>> {
        if pid.system_number() == self.number { self.table.get(pid) } else { find(pid) }
    }

    pub(crate) fn inside(&self) -> Vec<table::Inside> {
        self.table.inside()
    }

    pub(crate) fn processes(&self) -> Vec<(Pid, Arc<dyn AnyProcess>)> {
        self.table.all()
    }

    /// Whether this thread is polling a task of this system's runtime: one thread-local read while the task is the one
    /// seen last. (`Handle::try_current` writes a counter that all threads share.)
    #[inline]
    pub(crate) fn at_home(&self) -> bool {
        let task = tokio::task::try_id();
        if let (Some(task), Some((seen, runtime))) = (task, HOME.get())
            && task == seen
        {
            return runtime == self.runtime;
        }
        self.look_home(task)
    }

    #[cold]
    fn look_home(&self, task: Option<tokio::task::Id>) -> bool {
        // `main` and tests run in `block_on`, which has no task id
        if task.is_none() && ENTERED.get() == Some(self.runtime) {
            return true;
        }
        let Ok(handle) = Handle::try_current() else { return false };
        if let Some(task) = task {
            HOME.set(Some((task, handle.id())));
        }
        handle.id() == self.runtime
    }

    /// Spawns a task that few servers need. Boxed: tokio's part of it is compiled once.
    pub(crate) fn spawn(&self, task: Pin<Box<dyn Future<Output = ()> + Send>>) {
        self.handle.spawn(task);
    }

    pub(crate) fn spawn_server(&self, task: ServerTask) {
        self.handle.spawn(task);
    }

    /// Has another thread run the task that this one has woken last. That waits where the other threads do not look, until
    /// what this thread does now is done; the next task that is woken takes its place there.
    #[cold]
    pub(crate) fn make_way(&self) {
        if self.handle.runtime_flavor() != RuntimeFlavor::CurrentThread {
            self.handle.spawn(async {});
        }
    }

    /// Runs this on the blocking pool, boxed for the same reason.
    pub(crate) fn spawn_blocking(&self, work: Box<dyn FnOnce() -> Blocked + Send>) -> JoinHandle<Blocked> {
        self.handle.spawn_blocking(work)
    }

    pub(crate) fn note_task(&self, process: Weak<dyn AnyProcess>) {
        if !self.settings.exact_time {
            self.with_task.lock().push(process);
        }
    }

    /// A process was told to die while somebody is inside it: it is given up if that takes longer than the kill grace.
    pub(crate) fn watch_death(&self, process: &Arc<dyn AnyProcess>) {
        watchdog::watch(process.clone(), self.settings.kill_grace);
    }
}

/// An identity for monitors and timers.
pub(crate) fn new_id() -> u64 {
    static IDS: AtomicU64 = AtomicU64::new(1);
    IDS.fetch_add(1, Relaxed)
}

/// The process with this pid, in whichever system it lives.
pub(crate) fn find(pid: Pid) -> Option<Arc<dyn AnyProcess>> {
    let system = BY_NUMBER.read().get(pid.system_number() as usize)?.upgrade()?;
    system.table.get(pid)
}

/// The system that a pid belongs to.
pub(crate) fn of(pid: Pid) -> Option<Arc<System>> {
    BY_NUMBER.read().get(pid.system_number() as usize)?.upgrade()
}

/// Lives in a task of the runtime and is dropped with it: then all its processes end, idle ones included.
struct Anchor(Arc<System>);

impl Drop for Anchor {
    fn drop(&mut self) {
        BY_RUNTIME.lock().remove(&self.0.runtime);
        self.0.gone.store(true, Release);
        for (_, process) in self.0.processes() {
            process.runtime_gone();
        }
        self.0.timers.clear();
        self.0.apps.clear();
    }
}
