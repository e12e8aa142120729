//! A suspended process: owned, and run by nobody but for the system's requests.

use super::cell::{Core, Process};
use super::death::Ending;
use super::mailbox::{Body, Envelope};
use super::status::{DEAD, SIGNAL};
use crate::{Context, Exit, GenServer};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

impl<S: GenServer> Process<S> {
    /// Serves only the system's requests and the parent's exit; other messages wait in order.
    pub(super) async fn suspended(self: &Arc<Self>, core: &mut Option<Core<S>>) -> Result<(), Ending> {
        // what came together with the request to suspend is looked through as well
        let mut mail = core.as_mut().map(|core| std::mem::take(&mut core.ctx.batch)).unwrap_or_default();
        while !self.resumes(core, &mut mail)? {
            if self.head.status.hold() {
                self.held().await;
            }
        }
        Ok(())
    }

    /// Looks through what has come, and sets it aside behind what was set aside before; whether the process is to go on.
    fn resumes(&self, core: &mut Option<Core<S>>, mail: &mut VecDeque<Envelope<S>>) -> Result<bool, Ending> {
        let Some(Core { state, ctx }) = core.as_mut() else { return Err(Ending::signal()) };
        let ended = self.sift(state, ctx, mail);
        // the callers of what is left are still to be told
        ctx.batch.append(mail);
        let set_aside = if ctx.is_suspended() { ctx.batch.len() } else { 0 };
        self.head.note(|seen| seen.set_aside = set_aside);
        if let Some(ending) = ended {
            return Err(ending);
        }
        if ctx.is_suspended() {
            return Ok(false);
        }
        ctx.rearm_idle();
        Ok(true)
    }

    fn sift(&self, state: &mut S, ctx: &mut Context<S>, mail: &mut VecDeque<Envelope<S>>) -> Option<Ending> {
        if self.head.status.has(SIGNAL | DEAD) {
            return Some(Ending::signal());
        }
        self.head.status.take_mail();
        mail.append(&mut self.mailbox.lock().queue);
        while let Some(Envelope { from, name, body }) = mail.pop_front() {
            match body {
                Body::Sys(request) => {
                    request.run(state, ctx);
                    if let Some(reason) = ctx.wants_exit() {
                        return Some(Ending::asked(reason));
                    }
                }
                // to stop is the system's request as well
                Body::Stop(request) => return Some(ctx.stop_for(*request)),
                Body::Any(message) => match message.downcast::<Exit>() {
                    Ok(exit) if Some(exit.from) == ctx.parent() => return Some(Ending::asked(exit.reason)),
                    Ok(exit) => ctx.batch.push_back(Envelope { from, name, body: Body::Any(exit) }),
                    Err(message) => ctx.batch.push_back(Envelope { from, name, body: Body::Any(message) }),
                },
                body => ctx.batch.push_back(Envelope { from, name, body }),
            }
        }
        None
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
