//! The process that keeps groups.

use super::table::Table;
use super::{GroupEvent, GroupMonitor, Groups, Members, NotJoined};
use crate::gen_server::Message;
use crate::{
    Answer, AnyMessage, ChildSpec, Context, Down, GenServer, Handles, Init, MonitorRef, Options, Pid, Start,
    StartMonitor,
};
use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;

/// A scope: the process that keeps groups with names of type `G`, and whom they are told apart by (Erlang's `pg` scopes).
/// [`Groups`] is its client.
///
/// ```
/// use otp_runtime::pg::Scope;
/// use otp_runtime::prelude::*;
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let top = Supervisor::builder(Strategy::OneForOne).child(Scope::<u32>::child().id("rooms")).start_link().await?;
/// let rooms = top.child::<Scope<u32>>("rooms");
/// rooms.join(12, Pid::current().unwrap()).await?;
/// assert_eq!(rooms.which_groups(), [12]);
/// # top.stop().await?;
/// # Ok(())
/// # }
/// ```
pub struct Scope<G> {
    table: Arc<Table<G>>,
    members: HashMap<Pid, Member<G>>,
    /// Monitors of groups, oldest first.
    watches: BTreeMap<u64, Watch<G>>,
}

/// A process in some group.
struct Member<G> {
    monitor: MonitorRef,
    /// Its groups, each once for each time it has joined.
    groups: Vec<Arc<G>>,
}

/// A process that is told of changes.
struct Watch<G> {
    owner: Pid,
    monitor: MonitorRef,
    /// `None`: of all groups.
    group: Option<Arc<G>>,
}

/// What [`Groups`] asks.
pub enum ScopeCall<G> {
    /// `join`
    Join(Arc<G>, Vec<Pid>),
    /// `leave`
    Leave(Arc<G>, Vec<Pid>),
    /// `monitor` and `monitor_scope`
    Monitor(Option<Arc<G>>, Pid),
    /// `demonitor`
    Demonitor(GroupMonitor),
}

/// What it is answered, each under the name of its call.
pub enum ScopeReply<G> {
    /// Reply to `join`.
    Join,
    /// Reply to `leave`.
    Leave(Result<(), NotJoined>),
    /// Reply to `monitor` and `monitor_scope`.
    Monitor(GroupMonitor, Members<Arc<G>>),
    /// Reply to `demonitor`.
    Demonitor(bool),
}

impl<G: Hash + Eq + Clone + Debug + Send + Sync + 'static> Scope<G> {
    /// Starts a scope, tied to nobody; give it a name.
    pub fn start() -> Start<Self> {
        Start::new(())
    }

    /// As [`start`](Scope::start), linked to the calling process.
    pub fn start_link() -> Start<Self> {
        Start::link(())
    }

    /// As [`start`](Scope::start), and monitors it.
    pub fn start_monitor() -> StartMonitor<Self> {
        StartMonitor::new(())
    }

    /// The spec of a scope under a supervisor.
    pub fn child() -> ChildSpec<Self> {
        ChildSpec::of::<Self>(())
    }

    fn join(&mut self, group: Arc<G>, pids: Vec<Pid>, ctx: &Context<Self>) {
        if pids.is_empty() {
            return;
        }
        let group = self.table.add(group, &pids);
        for pid in &pids {
            let member = self.members.entry(*pid);
            let member = member.or_insert_with(|| Member { monitor: ctx.monitor(*pid), groups: Vec::new() });
            member.groups.push(group.clone());
        }
        self.tell(&group, |monitor, group| GroupEvent::Join { monitor, group, pids: pids.clone() });
    }

    fn leave(&mut self, group: &Arc<G>, pids: &[Pid], ctx: &mut Context<Self>) -> Result<(), NotJoined> {
        let pids = self.table.remove(group, pids);
        if pids.is_empty() {
            return Err(NotJoined);
        }
        for pid in &pids {
            let Some(member) = self.members.get_mut(pid) else { continue };
            if let Some(at) = member.groups.iter().position(|joined| joined == group) {
                member.groups.swap_remove(at);
            }
            if member.groups.is_empty() {
                ctx.demonitor(member.monitor);
                self.members.remove(pid);
            }
        }
        self.tell(group, |monitor, group| GroupEvent::Leave { monitor, group, pids: pids.clone() });
        Ok(())
    }

    fn watch(&mut self, group: Option<Arc<G>>, owner: Pid, ctx: &Context<Self>) -> ScopeReply<G> {
        let id = crate::system::new_id();
        let there = match &group {
            Some(group) => vec![(group.clone(), self.table.members(group))],
            None => self.table.all(),
        };
        self.watches.insert(id, Watch { owner, monitor: ctx.monitor(owner), group });
        ScopeReply::Monitor(GroupMonitor(id), there)
    }

    fn tell(&self, group: &Arc<G>, event: impl Fn(GroupMonitor, G) -> GroupEvent<G>) {
        for (id, watch) in &self.watches {
            if watch.group.as_ref().is_none_or(|watched| watched == group) {
                watch.owner.send(event(GroupMonitor(*id), G::clone(group)));
            }
        }
    }

    fn ended(&mut self, down: &Down) {
        let Some(pid) = down.pid else { return };
        if self.members.get(&pid).is_some_and(|member| member.monitor == down.monitor) {
            for group in self.members.remove(&pid).map(|member| member.groups).unwrap_or_default() {
                let pids = vec![pid; self.table.remove_all(&group, pid)];
                if pids.is_empty() {
                    // it had joined twice, and the first time was for both
                    continue;
                }
                self.tell(&group, |monitor, group| GroupEvent::Leave { monitor, group, pids: pids.clone() });
            }
        } else {
            self.watches.retain(|_, watch| watch.monitor != down.monitor);
        }
    }
}

#[diagnostic::do_not_recommend]
impl<G: Hash + Eq + Clone + Debug + Send + Sync + 'static> GenServer for Scope<G> {
    type Args = ();
    type InitError = Infallible;
    type Call = ScopeCall<G>;
    type Reply = ScopeReply<G>;
    type Cast = Infallible;
    type Info = Down;
    type Continue = Infallible;
    type Client = Groups<G>;
    const NAME: &'static str = "Scope";
    const OPTIONS: Options = Options::new().no_timeout();

    async fn init((): (), ctx: &mut Context<Self>) -> Result<Init<Self>, Infallible> {
        let table = Arc::<Table<G>>::default();
        ctx.process.head.with_extras(|extras| extras.shared = Some(table.clone()));
        Ok(Init::ok(Scope { table, members: HashMap::new(), watches: BTreeMap::new() }))
    }

    fn waits(_: &Message<'_, Self>) -> bool {
        false
    }

    async fn handle_call(&mut self, call: ScopeCall<G>, ctx: &mut Context<Self>) -> Answer<ScopeReply<G>> {
        Answer::Reply(match call {
            ScopeCall::Join(group, pids) => {
                self.join(group, pids, ctx);
                ScopeReply::Join
            }
            ScopeCall::Leave(group, pids) => ScopeReply::Leave(self.leave(&group, &pids, ctx)),
            ScopeCall::Monitor(group, owner) => self.watch(group, owner, ctx),
            ScopeCall::Demonitor(GroupMonitor(id)) => {
                let watch = self.watches.remove(&id);
                if let Some(watch) = &watch {
                    ctx.demonitor(watch.monitor);
                }
                ScopeReply::Demonitor(watch.is_some())
            }
        })
    }

    fn info(mut message: AnyMessage) -> Result<Down, AnyMessage> {
        message.take().ok_or(message)
    }

    async fn handle_info(&mut self, down: Down, _: &mut Context<Self>) {
        self.ended(&down);
    }

    fn format_status(&self) -> Option<String> {
        Some(format!(
            "{} members of {} groups, {} monitors",
            self.members.len(),
            self.table.groups().len(),
            self.watches.len()
        ))
    }
}

#[diagnostic::do_not_recommend]
impl<G: Hash + Eq + Clone + Debug + Send + Sync + 'static> Handles<Down> for Scope<G> {
    fn info_from(down: Down) -> Down {
        down
    }
}
