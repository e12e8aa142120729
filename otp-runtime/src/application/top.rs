//! The top process of an application: what its start callback gives.

use crate::supervised::ChildRef;
use crate::{GenServer, Pid, Ref};
use std::fmt;
use std::ops::Deref;

/// What a start callback gives: the top process, usually a supervisor, and the state for the other callbacks.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::Top;
/// # struct MyBank { opened: u64 }
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let tree = Supervisor::builder(Strategy::OneForOne).start_link().await?;
/// let top = Top::new(&tree, MyBank { opened: 1 });
/// assert_eq!(top.pid(), tree.pid());
/// # Ok(())
/// # }
/// ```
pub struct Top<A> {
    pub(crate) pid: Option<Pid>,
    pub(crate) state: A,
}

impl<A> Top<A> {
    /// A top process and the application's state.
    pub fn new<P: TopProcess + ?Sized>(top: &P, state: A) -> Self {
        Top { pid: top.top_pid(), state }
    }

    /// The top process.
    pub fn pid(&self) -> Option<Pid> {
        self.pid
    }
}

impl<A> fmt::Debug for Top<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Top").field("pid", &self.pid).finish_non_exhaustive()
    }
}

/// What can be the top process of an application: a [`Pid`], a [`Ref`], a typed client.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the top process of an application",
    label = "neither a `Pid` nor a client",
    note = "give the client that `start_link` gave"
)]
pub trait TopProcess {
    /// The process; `None` when a name belongs to nobody.
    fn top_pid(&self) -> Option<Pid>;
}

impl TopProcess for Pid {
    fn top_pid(&self) -> Option<Pid> {
        Some(*self)
    }
}

impl<S: GenServer> TopProcess for Ref<S> {
    fn top_pid(&self) -> Option<Pid> {
        self.pid()
    }
}

impl TopProcess for ChildRef {
    fn top_pid(&self) -> Option<Pid> {
        self.pid()
    }
}

#[diagnostic::do_not_recommend]
impl<C: Deref<Target: TopProcess>> TopProcess for C {
    fn top_pid(&self) -> Option<Pid> {
        (**self).top_pid()
    }
}

/// What a start callback may return: a [`Top`], or the client of the top process alone when the state has a default.
#[diagnostic::on_unimplemented(
    message = "the start callback gives `{Self}`, which is not the top of `{A}`",
    label = "neither a `Top<{A}>` nor a client",
    note = "return `Top::new(&client, state)`, or the client alone when `{A}` implements `Default`"
)]
pub trait IntoTop<A> {
    /// The top.
    fn into_top(self) -> Top<A>;
}

impl<A> IntoTop<A> for Top<A> {
    fn into_top(self) -> Top<A> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<A: Default, P: TopProcess> IntoTop<A> for P {
    fn into_top(self) -> Top<A> {
        Top::new(&self, A::default())
    }
}
