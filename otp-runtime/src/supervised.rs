//! What a supervisor can have as a child, and what reaches it.

use crate::error::Failure;
use crate::place::ChildPlace;
use crate::process::signals::{Origin, send_exit};
use crate::{ExitReason, GenServer, Monitor, Pid, Ref, Stop, Target};
use std::any::Any;
use std::fmt;

/// A type that a supervisor can have as a typed child: each server, each `#[supervisor]`, each kind of supervisor and
/// registry.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the child of a supervisor",
    label = "neither a server nor a supervisor",
    note = "a child is a `#[gen_server]`, a `#[supervisor]`, a `DynamicSupervisor<_>`, a `PartitionSupervisor<_>` or a `Registry<_>`; an async function becomes one with `ChildSpec::from_fn`",
    note = "in place of a client, write the type of its server: `Account` for an `AccountClient`"
)]
pub trait Supervised: 'static {
    /// What reaches the child: it is resolved at each use, and so holds through any number of restarts.
    type Client;
    /// The id of a child that is given none.
    const NAME: &'static str;

    /// The client for a place under a supervisor.
    fn client(place: ChildPlace) -> Self::Client;
}

#[diagnostic::do_not_recommend]
impl<S: GenServer> Supervised for S {
    type Client = S::Client;
    const NAME: &'static str = S::NAME;

    fn client(place: ChildPlace) -> S::Client {
        Ref::from(place).into()
    }
}

/// A child that can be started under a name.
#[diagnostic::on_unimplemented(
    message = "a child of type `{Self}` is not given its name here",
    note = "servers and supervisors take a name; a start function of your own names what it starts itself"
)]
pub trait NamedChild: Supervised {}

#[diagnostic::do_not_recommend]
impl<S: GenServer> NamedChild for S {}

/// A child of whatever type: one made from a function, or looked up by its id.
#[derive(Debug)]
pub enum AnyChild {}

#[diagnostic::do_not_recommend]
impl Supervised for AnyChild {
    type Client = ChildRef;
    const NAME: &'static str = "child";

    fn client(place: ChildPlace) -> ChildRef {
        ChildRef { place }
    }
}

/// Reaches a supervised process of whatever type: whoever is in that place at each use.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::{ChildSpec, process};
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let printer = ChildSpec::from_fn("printer", || async {
///     loop {
///         println!("{}", process::receive::<String>().await);
///     }
/// });
/// let top = Supervisor::builder(Strategy::OneForOne).child(printer).start_link().await?;
/// let printer = top.child::<AnyChild>("printer");
/// printer.send(String::from("hello"));
/// assert!(printer.is_alive());
/// # top.stop().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ChildRef {
    place: ChildPlace,
}

impl ChildRef {
    /// Who is there now.
    pub fn pid(&self) -> Option<Pid> {
        self.place.find().map(|process| process.head().pid)
    }

    /// Whether somebody is there now.
    pub fn is_alive(&self) -> bool {
        self.pid().is_some_and(Pid::is_alive)
    }

    /// How errors name the place: the ids from the root of the tree.
    pub fn target(&self) -> Target {
        self.place.target()
    }

    /// What the child's start function gave besides the pid, when this came from `start_child` or `restart_child`.
    pub fn info<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.place.info.as_deref()?.downcast_ref()
    }

    /// As [`Ref::monitor`].
    pub fn monitor(&self) -> Monitor {
        Monitor::new(self.place.find(), self.place.target())
    }

    /// As [`Ref::stop`].
    pub fn stop(&self) -> Stop {
        let process = self.place.find();
        let kind = process.as_ref().map_or("child", |process| process.kind());
        Stop::new(process.ok_or(Failure::NoProc), kind, self.place.target())
    }

    /// As [`Pid::exit`].
    pub fn exit(&self, reason: ExitReason) {
        if let Some(process) = self.place.find() {
            send_exit(&process, crate::process::own_or_outside(), reason, Origin::Explicit);
        }
    }

    /// As [`Pid::send`].
    pub fn send<M: Send + 'static>(&self, message: M) {
        match self.pid() {
            Some(pid) => pid.send(message),
            None => crate::process::panics::drop_guarded(message),
        }
    }
}

impl fmt::Debug for ChildRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChildRef({})", self.place.target())
    }
}
