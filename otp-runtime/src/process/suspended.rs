//! A suspended process: owned, and run by nobody but for the system's requests.

use super::cell::{Core, Process};
use super::death::Ending;
use super::mailbox::{Body, Envelope};
use super::status::{DEAD, SIGNAL};
use crate::{Exit, GenServer};
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

impl<S: GenServer> Process<S> {
    /// Serves only the system's requests and the parent's exit; other messages wait in order.
    pub(super) async fn suspended(self: &Arc<Self>, core: &mut Option<Core<S>>) -> Result<(), Ending> {
        // what came together with the request to suspend is looked through as well
        let mut mail = core.as_mut().map(|core| std::mem::take(&mut core.ctx.batch)).unwrap_or_default();
        loop {
            let Some(Core { state, ctx }) = core.as_mut() else { return Err(Ending::signal()) };
            if self.head.status.has(SIGNAL | DEAD) {
                // whose callers are still to be told
                ctx.batch.append(&mut mail);
                return Err(Ending::signal());
            }
            self.head.status.take_mail();
            mail.append(&mut self.mailbox.lock().queue);
            // set aside behind what was set aside before
            while let Some(envelope) = mail.pop_front() {
                match envelope.body {
                    Body::Sys(request) => {
                        request.run(state, ctx);
                        if let Some(reason) = ctx.wants_exit() {
                            ctx.batch.append(&mut mail);
                            return Err(Ending::asked(reason));
                        }
                    }
                    Body::Any(message)
                        if message.downcast_ref::<Exit>().is_some_and(|exit| Some(exit.from) == ctx.parent()) =>
                    {
                        let Some(exit) = message.downcast_ref::<Exit>() else { continue };
                        let reason = exit.reason.clone();
                        ctx.batch.append(&mut mail);
                        return Err(Ending::asked(reason));
                    }
                    body => ctx.batch.push_back(Envelope { body, ..envelope }),
                }
            }
            let set_aside = if ctx.is_suspended() { ctx.batch.len() } else { 0 };
            self.head.note_debug(|seen| seen.set_aside = set_aside);
            if !ctx.is_suspended() {
                ctx.rearm_idle();
                return Ok(());
            }
            if !self.head.status.hold() {
                continue;
            }
            self.held().await;
        }
    }

    /// The process is held: waits until somebody gives the task its turn again.
    pub(super) async fn held(&self) {
        poll_fn(|cx| {
            let mut mailbox = self.mailbox.lock();
            if mailbox.task.take_turn() {
                return Poll::Ready(());
            }
            mailbox.task.register(cx.waker());
            Poll::Pending
        })
        .await;
    }
}
