//! What a tokio programmer writes: a task, a channel, a `oneshot` for each reply. With and without a limit for the waiting.

use crate::arrivals::arrived;
use crate::contender::{Casts, Contender, LIMIT};
use tokio::sync::{mpsc, oneshot};

pub(crate) enum Message {
    Add(u64, oneshot::Sender<u64>),
    AddAsync(u64, oneshot::Sender<u64>),
    AddYielding(u64, oneshot::Sender<u64>),
    Count(u64),
    Report,
    Link(Mailbox),
    Pass(u64),
    Stop(oneshot::Sender<()>),
}

type Mailbox = mpsc::UnboundedSender<Message>;

fn start() -> Mailbox {
    let (sender, mut mailbox) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let (mut sum, mut next) = (0, None::<Mailbox>);
        while let Some(message) = mailbox.recv().await {
            match message {
                Message::Add(by, reply) => {
                    sum += by;
                    let _ = reply.send(sum);
                }
                Message::AddAsync(by, reply) => {
                    let _ = reply.send(add(&mut sum, by).await);
                }
                Message::AddYielding(by, reply) => {
                    tokio::task::yield_now().await;
                    let _ = reply.send(add(&mut sum, by).await);
                }
                Message::Count(by) => sum += by,
                Message::Report => arrived(),
                Message::Link(mailbox) => next = Some(mailbox),
                Message::Pass(hops) => match (hops, &next) {
                    (1.., Some(next)) => drop(next.send(Message::Pass(hops - 1))),
                    _ => arrived(),
                },
                Message::Stop(done) => {
                    drop(mailbox);
                    let _ = done.send(());
                    break;
                }
            }
        }
    });
    sender
}

async fn add(sum: &mut u64, by: u64) -> u64 {
    *sum += by;
    *sum
}

async fn ask<T>(mailbox: &Mailbox, message: impl FnOnce(oneshot::Sender<T>) -> Message) -> T {
    let (reply, answer) = oneshot::channel();
    send(mailbox, message(reply));
    answer.await.expect("it answers")
}

fn send(mailbox: &Mailbox, message: Message) {
    mailbox.send(message).unwrap_or_else(|_| panic!("it lives"));
}

async fn limited<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(LIMIT, work).await.expect("in time")
}

pub(crate) struct Hand;

impl Contender for Hand {
    type Server = Mailbox;

    async fn start() -> Mailbox {
        start()
    }

    async fn stop(server: Mailbox) {
        ask(&server, Message::Stop).await
    }

    async fn call(server: &Mailbox, by: u64) -> u64 {
        ask(server, |reply| Message::Add(by, reply)).await
    }

    async fn call_async(server: &Mailbox, by: u64) -> u64 {
        ask(server, |reply| Message::AddAsync(by, reply)).await
    }

    async fn call_yielding(server: &Mailbox, by: u64) -> u64 {
        ask(server, |reply| Message::AddYielding(by, reply)).await
    }
}

impl Casts for Hand {
    async fn cast(server: &Mailbox, by: u64) {
        send(server, Message::Count(by))
    }

    async fn report(server: &Mailbox) {
        send(server, Message::Report)
    }

    async fn link(server: &Mailbox, next: &Mailbox) {
        send(server, Message::Link(next.clone()))
    }

    async fn pass(server: &Mailbox, hops: u64) {
        send(server, Message::Pass(hops))
    }
}

/// The same, and no caller waits for longer than 5 s.
pub(crate) struct Limited;

impl Contender for Limited {
    type Server = Mailbox;

    async fn start() -> Mailbox {
        start()
    }

    async fn stop(server: Mailbox) {
        limited(ask(&server, Message::Stop)).await
    }

    async fn call(server: &Mailbox, by: u64) -> u64 {
        limited(ask(server, |reply| Message::Add(by, reply))).await
    }

    async fn call_async(server: &Mailbox, by: u64) -> u64 {
        limited(ask(server, |reply| Message::AddAsync(by, reply))).await
    }

    async fn call_yielding(server: &Mailbox, by: u64) -> u64 {
        limited(ask(server, |reply| Message::AddYielding(by, reply))).await
    }
}
