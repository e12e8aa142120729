//! What a handler asked for, done before the next message.

use super::cell::{Core, Process};
use super::death::Ending;
use crate::gen_server::Message;
use crate::{GenServer, SysEvent};
use std::sync::Arc;

impl<S: GenServer> Process<S> {
    /// Does what the last handler asked for.
    pub(super) async fn settle(self: &Arc<Self>, core: &mut Option<Core<S>>) -> Result<(), Ending> {
        loop {
            let Some(Core { ctx, .. }) = core.as_mut() else { return Err(Ending::signal()) };
            if !ctx.attention {
                return Ok(());
            }
            if let Some(reason) = ctx.wants_exit() {
                return Err(Ending::asked(reason));
            }
            if ctx.is_suspended() {
                self.suspended(core).await?;
                continue;
            }
            match ctx.take_continue() {
                Some(go_on) => self.go_on(core, go_on).await?,
                None => {
                    ctx.settle_idle();
                    if ctx.is_debugged() {
                        self.debugged(core).await?;
                    }
                }
            }
        }
    }

    async fn go_on(self: &Arc<Self>, core: &mut Option<Core<S>>, go_on: S::Continue) -> Result<(), Ending> {
        if let Some(Core { state, ctx }) = core.as_mut() {
            ctx.tell(state, &SysEvent::Continue(&go_on));
        }
        if S::HAS_BLOCKING && S::blocks(&Message::Continue(&go_on)) {
            return self.go_on_blocking(core, go_on).await;
        }
        let Some(Core { state, ctx }) = core.as_mut() else { return Err(Ending::signal()) };
        ctx.begin_handler("handle_continue", 0, None);
        state.handle_continue(go_on, ctx).await;
        Ok(())
    }
}
