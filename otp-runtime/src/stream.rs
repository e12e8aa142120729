//! Streams whose items a server handles as messages.

use crate::process::api::new_process;
use crate::process::head::AnyProcess;
use crate::process::signals::unlink;
use crate::{Context, GenServer, Handles, Monitor, Pid, Ref};
use futures_core::Stream;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

/// A stream given to [`Context::add_stream`] has no more items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamEnded {
    /// What `add_stream` gave for it.
    pub stream: Pid,
}

impl<S: GenServer> Context<S> {
    /// Handles the items of a stream as messages, one after another: the next is asked for when the last was handled, so
    /// a slow server slows its streams down and not its mailbox. [`StreamEnded`] comes after the last.
    ///
    /// The stream runs in a process linked to this server, whose pid this gives: killing it removes the stream, and a
    /// stream that panics takes the server with it unless that traps exits.
    ///
    /// ```
    /// use otp_runtime::{StreamEnded, prelude::*};
    ///
    /// struct Sum { sum: u64, whole: Option<ReplyTo<u64>> }
    ///
    /// #[gen_server]
    /// impl Sum {
    ///     #[init]
    ///     fn init(whole: ReplyTo<u64>, ctx: &mut Context<Self>) -> Self {
    ///         ctx.add_stream(numbers());
    ///         Sum { sum: 0, whole: Some(whole) }
    ///     }
    ///     #[info]
    ///     fn number(&mut self, number: u64) { self.sum += number }
    ///     #[info]
    ///     fn ended(&mut self, _: StreamEnded) {
    ///         if let Some(whole) = self.whole.take() { whole.send(self.sum) }
    ///     }
    /// }
    ///
    /// # struct Numbers(u64);
    /// # impl futures_core::Stream for Numbers {
    /// #     type Item = u64;
    /// #     fn poll_next(mut self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<Option<u64>> {
    /// #         self.0 += 1;
    /// #         std::task::Poll::Ready((self.0 <= 4).then_some(self.0))
    /// #     }
    /// # }
    /// # fn numbers() -> Numbers { Numbers(0) }
    /// # #[otp_runtime::main]
    /// # async fn main() {
    /// let (whole, sum) = ReplyTo::channel();
    /// Sum::start(whole).await.unwrap();
    /// assert_eq!(sum.await, Some(10)); // 1 + 2 + 3 + 4
    /// # }
    /// ```
    pub fn add_stream<T>(&self, stream: T) -> Pid
    where
        T: Stream + Send + 'static,
        T::Item: Send + 'static,
        S: Handles<T::Item> + Handles<StreamEnded>,
    {
        let (process, _) = new_process(true);
        let pid = process.head().pid;
        let server = Ref::of(self.process.clone());
        let body = {
            let process = process.clone();
            async move {
                if feed(&server, stream).await {
                    server.send(StreamEnded { stream: pid });
                }
                // its end says nothing that the server does not know
                if let (Some(parent), _) = server.find() {
                    unlink(process.head(), Some(parent.clone()), parent.head().pid);
                }
            }
        };
        self.process.head.system.handle.spawn(process.live(body));
        pid
    }
}

/// Sends item by item. False: the server has ended.
async fn feed<S, T>(server: &Ref<S>, stream: T) -> bool
where
    S: GenServer + Handles<T::Item>,
    T: Stream,
{
    let mut stream = pin!(stream);
    let (process, target) = server.find();
    let mut server_ends = Monitor::new(process, target);
    loop {
        let next = poll_fn(|cx| {
            if Pin::new(&mut server_ends).poll(cx).is_ready() {
                return Poll::Ready(Err(()));
            }
            stream.as_mut().poll_next(cx).map(Ok)
        });
        match next.await {
            Err(()) => return false,
            Ok(None) => return true,
            Ok(Some(item)) => server.send(item),
        }
        // served when the item has been handled
        if server.sys().no_timeout().ask("add_stream", |_| ()).await.is_err() {
            return false;
        }
    }
}
