//! What reaches a scope.

use super::scope::{ScopeCall, ScopeReply};
use super::table::Table;
use super::{DEFAULT, GroupEvent, GroupMonitor, Members, NotJoined, Scope};
use crate::gen_server::unexpected_reply;
use crate::process::head::AnyProcess;
use crate::process::plain::Plain;
use crate::{CallError, Pid, Ref};
use std::convert::Infallible;
use std::fmt::{self, Debug};
use std::hash::Hash;
use std::ops::Deref;
use std::sync::Arc;

/// Reaches a [`Scope`]: its groups, and through [`Ref`] its process.
///
/// Requests that change something fail with `NoProc` when the scope does not run; who the members are is then nobody.
// its futures say that they are `Send`: of an `async fn` rustc cannot see that for names that borrow (`&'static str`)
pub struct Groups<G: Hash + Eq + Clone + Debug + Send + Sync + 'static>(Ref<Scope<G>>);

impl<G: Hash + Eq + Clone + Debug + Send + Sync + 'static> Groups<G> {
    /// Makes a process a member of a group (Erlang's `pg:join/3`). A process that joins twice is a member twice.
    ///
    /// ```
    /// use otp_runtime::pg;
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let rooms = pg::start::<&str>().await?;
    /// let me = Pid::current().unwrap();
    /// rooms.join_many("lobby", [me, me]).await?;
    /// assert_eq!(rooms.members(&"lobby"), [me, me]);
    /// rooms.leave("lobby", me).await?;
    /// assert_eq!(rooms.members(&"lobby"), [me]);
    /// assert!(matches!(rooms.leave("attic", me).await, Err(CallError::Handler(pg::NotJoined))));
    /// # rooms.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn join(&self, group: G, pid: Pid) -> impl Future<Output = Result<(), CallError>> + Send + use<'_, G> {
        self.ask_to_join(group, vec![pid])
    }

    /// Makes several processes members of a group, as one change.
    pub fn join_many<P: IntoIterator<Item = Pid>>(
        &self,
        group: G,
        pids: P,
    ) -> impl Future<Output = Result<(), CallError>> + Send + use<'_, G, P> {
        self.ask_to_join(group, pids.into_iter().collect())
    }

    async fn ask_to_join(&self, group: G, pids: Vec<Pid>) -> Result<(), CallError> {
        let call = self.0.call("join", ScopeCall::Join(Arc::new(group), pids), |reply| match reply {
            ScopeReply::Join => Ok::<_, Infallible>(()),
            _ => unexpected_reply(),
        });
        call.await
    }

    /// Ends one membership of a process (Erlang's `pg:leave/3`).
    pub fn leave(
        &self,
        group: G,
        pid: Pid,
    ) -> impl Future<Output = Result<(), CallError<NotJoined>>> + Send + use<'_, G> {
        self.ask_to_leave(group, vec![pid])
    }

    /// Ends one membership for each of several processes, as one change. Those that are no members are passed over;
    /// [`NotJoined`] is when none was one.
    pub fn leave_many<P: IntoIterator<Item = Pid>>(
        &self,
        group: G,
        pids: P,
    ) -> impl Future<Output = Result<(), CallError<NotJoined>>> + Send + use<'_, G, P> {
        self.ask_to_leave(group, pids.into_iter().collect())
    }

    async fn ask_to_leave(&self, group: G, pids: Vec<Pid>) -> Result<(), CallError<NotJoined>> {
        let call = self.0.call("leave", ScopeCall::Leave(Arc::new(group), pids), |reply| match reply {
            ScopeReply::Leave(result) => result,
            _ => unexpected_reply(),
        });
        call.await
    }

    /// The members of a group, in the order they joined (Erlang's `pg:get_members/2`). One that ended a moment ago may be among
    /// them.
    pub fn members(&self, group: &G) -> Vec<Pid> {
        self.table().map(|table| table.members(group)).unwrap_or_default()
    }

    /// The groups that have members, in no order (Erlang's `pg:which_groups/1`).
    pub fn which_groups(&self) -> Vec<G> {
        let groups = self.table().map(|table| table.groups()).unwrap_or_default();
        groups.iter().map(|group| G::clone(group)).collect()
    }

    /// Has the calling process told of all changes in a group, by a [`GroupEvent`] each, in order; its members at that moment
    /// (Erlang's `pg:monitor/2`). The monitor ends with the process, or with [`demonitor`](Groups::demonitor).
    ///
    /// # Panics
    ///
    /// Outside a process.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// use otp_runtime::{assert_receive, pg};
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let rooms = pg::start::<&str>().await?;
    /// let (monitor, members) = rooms.monitor_group("lobby").await?;
    /// assert!(members.is_empty());
    /// rooms.join("lobby", Pid::current().unwrap()).await?;
    /// let event = assert_receive!(pg::GroupEvent::<&str>::Join { group: "lobby", .. });
    /// assert_eq!(event.monitor(), monitor);
    /// assert_eq!(rooms.demonitor(monitor).await, Ok(true));
    /// # rooms.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn monitor_group(
        &self,
        group: G,
    ) -> impl Future<Output = Result<(GroupMonitor, Vec<Pid>), CallError>> + Send + use<'_, G> {
        self.watch_group(group)
    }

    async fn watch_group(&self, group: G) -> Result<(GroupMonitor, Vec<Pid>), CallError> {
        let (monitor, mut groups) = self.watch("monitor_group", Some(Arc::new(group))).await?;
        Ok((monitor, groups.pop().map(|(_, members)| members).unwrap_or_default()))
    }

    /// As [`monitor_group`](Groups::monitor_group), for all groups; all members at that moment (Erlang's `pg:monitor_scope/1`).
    ///
    /// # Panics
    ///
    /// Outside a process.
    pub fn monitor_scope(
        &self,
    ) -> impl Future<Output = Result<(GroupMonitor, Members<G>), CallError>> + Send + use<'_, G> {
        self.watch_scope()
    }

    async fn watch_scope(&self) -> Result<(GroupMonitor, Members<G>), CallError> {
        let (monitor, groups) = self.watch("monitor_scope", None).await?;
        Ok((monitor, groups.into_iter().map(|(group, members)| (G::clone(&group), members)).collect()))
    }

    async fn watch(
        &self,
        name: &'static str,
        group: Option<Arc<G>>,
    ) -> Result<(GroupMonitor, Members<Arc<G>>), CallError> {
        let Some(owner) = Pid::current() else { panic!("only a process can be told of changes in groups") };
        let call = self.0.call(name, ScopeCall::Monitor(group, owner), |reply| match reply {
            ScopeReply::Monitor(monitor, groups) => Ok::<_, Infallible>((monitor, groups)),
            _ => unexpected_reply(),
        });
        call.await
    }

    /// Ends a monitor (Erlang's `pg:demonitor/2`); `false` when there is none. No event of it is in the calling process's mailbox
    /// afterwards, unless that is a server, where those that came before stay.
    pub fn demonitor(
        &self,
        monitor: GroupMonitor,
    ) -> impl Future<Output = Result<bool, CallError>> + Send + use<'_, G> {
        self.unwatch(monitor)
    }

    async fn unwatch(&self, monitor: GroupMonitor) -> Result<bool, CallError> {
        let call = self.0.call("demonitor", ScopeCall::Demonitor(monitor), |reply| match reply {
            ScopeReply::Demonitor(was) => Ok::<_, Infallible>(was),
            _ => unexpected_reply(),
        });
        let was = call.await?;
        let me = crate::monitor::current_process().map(AnyProcess::into_any);
        if let Some(Ok(me)) = me.map(Arc::downcast::<Plain>) {
            let outdated = |event: &GroupEvent<G>| event.monitor() == monitor;
            me.flush(|message| message.downcast_ref().is_some_and(outdated));
        }
        Ok(was)
    }

    fn table(&self) -> Option<Arc<Table<G>>> {
        let (process, _) = self.0.find();
        process?.head().shared()?.downcast().ok()
    }
}

/// The default scope, whoever that is at each use.
impl<G: Hash + Eq + Clone + Debug + Send + Sync + 'static> Default for Groups<G> {
    fn default() -> Self {
        Groups(Ref::named(DEFAULT))
    }
}

impl<G: Hash + Eq + Clone + Debug + Send + Sync + 'static> Deref for Groups<G> {
    type Target = Ref<Scope<G>>;

    fn deref(&self) -> &Ref<Scope<G>> {
        &self.0
    }
}

impl<G: Hash + Eq + Clone + Debug + Send + Sync + 'static> From<Ref<Scope<G>>> for Groups<G> {
    fn from(reference: Ref<Scope<G>>) -> Self {
        Groups(reference)
    }
}

impl<G: Hash + Eq + Clone + Debug + Send + Sync + 'static> Clone for Groups<G> {
    fn clone(&self) -> Self {
        Groups(self.0.clone())
    }
}

impl<G: Hash + Eq + Clone + Debug + Send + Sync + 'static> fmt::Debug for Groups<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Debug::fmt(&self.0, f)
    }
}
