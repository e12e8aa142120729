//! What a message is, and what is left to do for it.

use super::agenda::Silence;
use super::blocking::Rest;
use super::cell::Process;
use super::death::Ending;
use super::mailbox::Body;
use crate::{AnyMessage, Context, Exit, GenServer, IdleTimeout, Pid, SysEvent};

impl<S: GenServer> Process<S> {
    /// What needs no waiting, and what is left to do after it.
    pub(super) fn handle_rest(
        &self,
        state: &mut S,
        ctx: &mut Context<S>,
        name: &'static str,
        from: u64,
        body: Body<S>,
    ) -> Result<Option<Rest<S>>, Ending> {
        match body {
            Body::Call(call, slot) => Ok(Some(Rest::Call(call, slot))),
            Body::Cast(cast) => Ok(Some(Rest::Cast(cast))),
            Body::Info(info) => Ok(Some(Rest::Info(info))),
            Body::Stop(request) => Err(ctx.stop_for(*request)),
            Body::Sys(request) => {
                request.run(state, ctx);
                ctx.rearm_idle();
                Ok(None)
            }
            Body::Any(message) => self.recognise(state, ctx, name, from, AnyMessage::from_parts(message, name)),
        }
    }

    fn recognise(
        &self,
        state: &S,
        ctx: &mut Context<S>,
        name: &'static str,
        from: u64,
        message: AnyMessage,
    ) -> Result<Option<Rest<S>>, Ending> {
        if let Some(exit) = message.downcast_ref::<Exit>()
            && Some(exit.from) == ctx.parent()
        {
            return Err(Ending::asked(exit.reason.clone()));
        }
        if let Some(idle) = message.downcast_ref::<IdleTimeout>()
            && !ctx.idle_fired(*idle)
        {
            return Ok(None);
        }
        if let Some(silence) = message.downcast_ref::<Silence>() {
            ctx.silence(silence);
            return Ok(None);
        }
        let Some(message) = message.open() else { return Ok(None) };
        match S::info(message) {
            Ok(info) => Ok(Some(Rest::Info(info))),
            Err(message) => {
                ctx.begin(name, from, None);
                ctx.tell(state, &SysEvent::Unknown { message: name, from: Pid::from_raw(from) });
                self.head.not_taken(S::NAME, message);
                Ok(None)
            }
        }
    }
}
