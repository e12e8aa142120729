//! Reaching a server: what every typed client wraps.

pub(crate) mod body;
pub(crate) mod call;
pub(crate) mod cast;
mod raw_call;
pub(crate) mod request;
pub(crate) mod requests;
pub(crate) mod sighting;
pub(crate) mod target;
pub(crate) mod waiting;
mod watched;
pub(crate) mod whereabouts;

use crate::error::Failure;
use crate::monitor::Monitor;
use crate::place::ChildPlace;
use crate::process::cell::Process;
use crate::process::head::AnyProcess;
use crate::process::panics;
use crate::process::signals::{Origin, send_exit};
use crate::stop::Stop;
use crate::system::System;
use crate::telemetry::DeadLetter;
use crate::{ExitReason, GenServer, InfoFor, Pid, Registrar, Sys};
use std::any::type_name;
use std::fmt::{self, Debug};
use std::sync::Arc;
use target::{Lookup, Place, Target};
use whereabouts::Whereabouts;

/// A reference to a server of type `S`: to one incarnation of it (from `start`), or to whatever process has a name, a
/// registry key, a pid or a place under a supervisor at each use.
///
/// Typed clients wrap one and deref to it, so that `stop`, `monitor`, `pid` and the like are found on them while a
/// server's own calls may have any of these names. Cheap to clone; dropping it never stops the server.
pub struct Ref<S: GenServer> {
    place: Place<S>,
}

impl<S: GenServer> Ref<S> {
    pub(crate) fn of(process: Arc<Process<S>>) -> Self {
        Ref { place: Place::Incarnation(process) }
    }

    fn found_by(whereabouts: Whereabouts) -> Self {
        Ref { place: Place::Found(Arc::new(Lookup::new(whereabouts))) }
    }

    /// See [`GenServer::at`].
    pub fn at(pid: Pid) -> Self {
        Ref::found_by(Whereabouts::Pid(pid))
    }

    /// See [`GenServer::named`].
    pub fn named(name: impl Into<Arc<str>>) -> Self {
        Ref::found_by(Whereabouts::Name(name.into(), System::try_current()))
    }

    /// See [`GenServer::via`].
    pub fn via<R, K>(registry: &R, key: K) -> Self
    where
        R: Registrar<K> + Clone,
        K: Debug + Send + Sync + 'static,
    {
        Ref::found_by(Whereabouts::Via(crate::via::name(registry, key)))
    }

    /// The process it means now, checked to be an `S`.
    pub(crate) fn resolve(&self) -> Result<Arc<Process<S>>, Failure> {
        self.place.resolve()
    }

    pub(crate) fn place(&self) -> &Place<S> {
        &self.place
    }

    /// The process it means now, of whatever type, and how the caller named it.
    pub(crate) fn find(&self) -> (Option<Arc<dyn AnyProcess>>, Target) {
        (self.place.find().ok().flatten(), self.place.target())
    }

    /// How the target was named.
    pub fn target(&self) -> Target {
        self.place.target()
    }

    /// The pid of the process it means now; `None` when a name or key belongs to nobody (OTP's `whereis/1`). A reference to
    /// one incarnation gives its pid dead or alive.
    pub fn pid(&self) -> Option<Pid> {
        self.place.pid()
    }

    /// Whether the process it means now is there and has not ended.
    pub fn is_alive(&self) -> bool {
        self.pid().is_some_and(Pid::is_alive)
    }

    /// Watches the server: a future of its [`Down`](crate::Down) for anybody; dropping it is `demonitor`. `NoProc` at once
    /// when there is no such process.
    pub fn monitor(&self) -> Monitor {
        let (process, target) = self.find();
        Monitor::new(process, target)
    }

    /// Stops the server in order: see [`Stop`].
    pub fn stop(&self) -> Stop {
        let process = match self.place.find() {
            Ok(found) => found.ok_or(Failure::NoProc),
            Err(failure) => Err(failure),
        };
        Stop::new(process, S::NAME, self.place.target())
    }

    /// Sends an exit signal (Erlang's `exit/2`); see [`Pid::exit`]. Nothing happens when there is no such process.
    pub fn exit(&self, reason: ExitReason) {
        if let Ok(Some(process)) = self.place.find() {
            send_exit(&process, crate::process::own_or_outside(), reason, Origin::Explicit);
        }
    }

    /// Sends a message for the server's `#[info]` handler of that type. It never fails: a message to nobody is dropped.
    pub fn send<M>(&self, message: M)
    where
        M: InfoFor<S>,
    {
        self.send_info(type_name::<M>(), &mut Some(message.into_info()));
    }

    /// Asks about the process itself, whatever it does (OTP's `sys`).
    pub fn sys(&self) -> Sys<S> {
        Sys::new(self)
    }

    fn send_info(&self, name: &'static str, info: &mut Option<S::Info>) {
        match self.place.known() {
            Some(process) => process.post_info(name, info),
            None => {
                if let Ok(process) = self.resolve() {
                    process.post_info(name, info);
                }
            }
        }
        if let Some(refused) = info.take() {
            self.place.dead_letter(DeadLetter::Message, name);
            panics::drop_guarded(refused);
        }
    }
}

impl<S: GenServer> From<ChildPlace> for Ref<S> {
    /// A reference to whoever is in that place at each use.
    fn from(place: ChildPlace) -> Self {
        Ref::found_by(Whereabouts::Child(place))
    }
}

impl<S: GenServer> Clone for Ref<S> {
    fn clone(&self) -> Self {
        Ref { place: self.place.clone() }
    }
}

impl<S: GenServer> Debug for Ref<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", S::NAME, self.place.target())
    }
}
