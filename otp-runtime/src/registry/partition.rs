//! The processes that clean up.

use super::cleanup::Partitioned;
use crate::gen_server::Message;
use crate::process::head::Undo;
use crate::{Answer, AnyMessage, Context, Exit, GenServer, Init, Ref};
use std::convert::Infallible;
use std::sync::Arc;

/// A partition of a [`Registry`](crate::Registry): the process that registered processes are linked to, and that removes
/// their entries when they end. Nothing else goes through it.
///
/// It is a server like any other, to be looked at: `Ref::<RegistryPartition>::at(pid).sys()`.
pub struct RegistryPartition {
    tables: Arc<dyn Partitioned>,
    index: usize,
}

/// What a partition is started with.
#[derive(Clone)]
pub struct PartitionArgs {
    pub(super) tables: Arc<dyn Partitioned>,
    pub(super) index: usize,
}

/// Asks whether all exits before it have been seen to.
pub struct Sync;

#[diagnostic::do_not_recommend]
impl GenServer for RegistryPartition {
    type Args = PartitionArgs;
    type InitError = Infallible;
    type Call = Sync;
    type Reply = ();
    type Cast = Infallible;
    type Info = Exit;
    type Continue = Infallible;
    type Client = Ref<RegistryPartition>;
    const NAME: &'static str = "RegistryPartition";

    async fn init(args: PartitionArgs, ctx: &mut Context<Self>) -> Result<Init<Self>, Infallible> {
        let PartitionArgs { tables, index } = args;
        ctx.trap_exit(true);
        let (process, pid) = (ctx.process.erased(), ctx.pid());
        tables.occupy(index, &process);
        let there = tables.clone();
        if !process.head().at_end(Undo::new(move || there.vacate(index, pid))) {
            tables.vacate(index, pid);
        }
        Ok(Init::ok(RegistryPartition { tables, index }))
    }

    fn waits(_: &Message<'_, Self>) -> bool {
        false
    }

    async fn handle_call(&mut self, _: Sync, _: &mut Context<Self>) -> Answer<()> {
        Answer::Reply(())
    }

    fn info(mut message: AnyMessage) -> Result<Exit, AnyMessage> {
        message.take().ok_or(message)
    }

    async fn handle_info(&mut self, exit: Exit, _: &mut Context<Self>) {
        // anybody can send an exit signal; only an end takes entries away
        if !exit.from.is_alive() {
            self.tables.forget(self.index, exit.from);
        }
    }

    fn format_status(&self) -> Option<String> {
        Some(format!("partition {}", self.index))
    }
}
