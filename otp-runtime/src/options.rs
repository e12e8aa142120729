//! What a server type says about itself: `#[gen_server(...)]` as a value.

use std::time::Duration;

/// When a supervisor starts a child again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Restart {
    /// Always.
    #[default]
    Permanent,
    /// After a reason that is not clean (see [`ExitReason::is_clean`](crate::ExitReason::is_clean)).
    Transient,
    /// Never.
    Temporary,
}

/// How a supervisor ends a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shutdown {
    /// By killing it.
    BrutalKill,
    /// With `Shutdown`, and by killing it if it has not ended after this long.
    After(Duration),
    /// With `Shutdown`, however long it takes.
    Infinity,
}

/// The options of a server type, as `#[gen_server(...)]` takes them.
///
/// ```
/// use otp_runtime::{Options, Restart};
///
/// const OPTIONS: Options = Options::new().restart(Restart::Transient).mailbox(64);
/// assert_eq!(OPTIONS.restart, Restart::Transient);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// When a supervisor restarts it; default permanent.
    pub restart: Restart,
    /// How a supervisor ends it; default after 5 s.
    pub shutdown: Shutdown,
    /// Its id in a supervisor; default the type's name.
    pub id: Option<&'static str>,
    /// The local name it starts under; default none.
    pub name: Option<&'static str>,
    /// How many calls and casts may wait; default unbounded.
    pub mailbox: Option<usize>,
    /// How long its clients wait for a reply; default 5 s. `None` is for ever.
    pub timeout: Option<Duration>,
    /// Whether a supervisor with `auto_shutdown` looks at its end; default false.
    pub significant: bool,
    /// Whether callers may run its handlers in place while it is idle; default true.
    pub inline: bool,
    /// How long it is idle before its `#[hibernate]` handler runs; default never.
    pub hibernate_after: Option<Duration>,
}

impl Options {
    /// The defaults.
    pub const fn new() -> Self {
        Options {
            restart: Restart::Permanent,
            shutdown: Shutdown::After(Duration::from_secs(5)),
            id: None,
            name: None,
            mailbox: None,
            timeout: Some(Duration::from_secs(5)),
            significant: false,
            inline: true,
            hibernate_after: None,
        }
    }

    /// Sets when a supervisor restarts it.
    pub const fn restart(mut self, restart: Restart) -> Self {
        self.restart = restart;
        self
    }

    /// Sets how a supervisor ends it.
    pub const fn shutdown(mut self, shutdown: Shutdown) -> Self {
        self.shutdown = shutdown;
        self
    }

    /// Sets its id in a supervisor.
    pub const fn id(mut self, id: &'static str) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets the local name it starts under.
    pub const fn name(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// Bounds its mailbox to this many waiting calls and casts.
    pub const fn mailbox(mut self, bound: usize) -> Self {
        self.mailbox = Some(bound);
        self
    }

    /// Sets how long its clients wait for a reply.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Lets its clients wait for ever.
    pub const fn no_timeout(mut self) -> Self {
        self.timeout = None;
        self
    }

    /// Sets whether a supervisor with `auto_shutdown` looks at its end.
    pub const fn significant(mut self, significant: bool) -> Self {
        self.significant = significant;
        self
    }

    /// Sets whether callers may run its handlers in place.
    pub const fn inline(mut self, inline: bool) -> Self {
        self.inline = inline;
        self
    }

    /// Runs its `#[hibernate]` handler after this long without a message.
    pub const fn hibernate_after(mut self, idle: Duration) -> Self {
        self.hibernate_after = Some(idle);
        self
    }
}

impl Default for Options {
    fn default() -> Self {
        Options::new()
    }
}
