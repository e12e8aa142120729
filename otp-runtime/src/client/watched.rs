//! Calls while messages are watched: timed, told, and run with a span of their own.

use super::body::CallBody;
use super::raw_call::{Sent, Stage};
use crate::error::Failure;
use crate::gen_server::Message;
use crate::process::cell::Process;
use crate::process::current::raw_and_depth;
use crate::process::in_place::{InPlace, MAX_DEPTH, poll_sync};
use crate::telemetry::MessageKind;
use crate::telemetry::running::{CallWatch, Handling};
use crate::{Answer, Context, GenServer};
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll};

/// A message whose handler is watched. One that waits goes through the mailbox: the own task watches it.
struct Watched<S: GenServer> {
    name: &'static str,
    from: u64,
    call: S::Call,
}

impl<S: GenServer> CallBody<S> for Watched<S> {
    fn waits(&self) -> bool {
        S::waits(&Message::Call(&self.call))
    }

    fn blocks(&self) -> bool {
        S::HAS_BLOCKING && S::blocks(&Message::Call(&self.call))
    }

    fn run(self, state: &mut S, ctx: &mut Context<S>) -> Answer<S::Reply> {
        let process = ctx.process.clone();
        let handling = Handling::begin(&process.head, S::NAME, self.name, MessageKind::Call, self.from);
        handling.span().in_scope(|| poll_sync(state.handle_call(self.call, ctx)))
    }

    fn into_message(self) -> S::Call {
        self.call
    }
}

impl<S: GenServer> Sent<'_, S> {
    #[cold]
    pub(super) fn begin_watched(
        &mut self,
        process: &Arc<Process<S>>,
        call: S::Call,
        cx: &mut TaskContext<'_>,
    ) -> Poll<Result<S::Reply, Failure>> {
        let watch = CallWatch::begin(&process.head, S::NAME, self.name);
        let (from, depth) = raw_and_depth();
        let body = Watched { name: self.name, from, call };
        let polled = if !body.waits() && !body.blocks() && process.enter_below(depth, MAX_DEPTH) {
            match process.run_in_place(self.name, body) {
                InPlace::Done(outcome) => Poll::Ready(outcome),
                InPlace::Wait(slot) => self.wait(process, slot, cx),
            }
        } else {
            self.queue(process, body.into_message(), cx)
        };
        match (polled, watch) {
            (Poll::Ready(told), Some(mut watch)) => {
                watch.done(&told);
                Poll::Ready(told)
            }
            (Poll::Pending, Some(watch)) => {
                let stage = std::mem::replace(&mut self.stage, Stage::AtRest);
                self.stage = Stage::Watched(Box::new((watch, stage)));
                Poll::Pending
            }
            (polled, None) => polled,
        }
    }
}
