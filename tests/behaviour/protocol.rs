//! Several servers behind one client.

mod calls;
mod clients;

use crate::support::{Diary, Event};
use otp_runtime::prelude::*;
use std::thread::{self, ThreadId};
use std::time::Duration;

const SHORT: Duration = Duration::from_millis(30);

#[derive(Clone, Debug, PartialEq)]
struct Full(u64);

/// Keeps amounts.
#[protocol]
trait Ledger {
    /// Writes an amount; how many there are now.
    #[call]
    fn post(&mut self, cents: u64) -> Result<u64, Full>;

    /// Sums them up.
    #[call]
    async fn total(&self) -> u64;

    /// Remarks something.
    #[cast]
    fn note(&mut self, text: String);

    /// The thread that handles it.
    #[call]
    fn here(&self) -> ThreadId;

    /// Says that it has begun, and waits until it is let go.
    #[call]
    async fn hang(&mut self, begun: Event, go: Event) -> u64;

    #[call]
    fn break_down(&mut self) -> u64;

    /// Answered by the next `pay_out`.
    #[call]
    fn wait_for_pay(&mut self, ctx: &mut Context<Self>, reply: ReplyTo<(u64, Pid)>);

    #[cast]
    fn pay_out(&mut self, cents: u64, ctx: &mut Context<Self>) -> Result<(), String>;

    /// Holds its thread, or so it may.
    #[call(blocking, timeout = 20s)]
    fn sync(&mut self) -> (Option<Pid>, ThreadId);
}

#[protocol(client = Books)]
trait Audit {
    /// What was noted.
    #[call]
    fn notes(&self) -> Vec<String>;
}

#[protocol]
trait Store<K: Send + 'static, V: Send + 'static> {
    #[call]
    fn put(&mut self, key: K, value: V) -> Option<V>;
}

/// The one of the program.
struct Memory {
    amounts: Vec<u64>,
    notes: Vec<String>,
    waiting: Vec<ReplyTo<(u64, Pid)>>,
    own: Option<Pid>,
}

#[gen_server(protocol = Ledger + Audit)]
impl Memory {
    #[init]
    fn init(ctx: &mut Context<Self>) -> Self {
        Memory { amounts: Vec::new(), notes: Vec::new(), waiting: Vec::new(), own: Some(ctx.pid()) }
    }

    /// A call of its own.
    #[call]
    fn amounts(&self) -> Vec<u64> {
        self.amounts.clone()
    }

    /// Named as a call of the protocol, with another receiver: `self.break_down()` would be that one.
    #[call]
    fn break_down(&self) -> String {
        "its own".to_owned()
    }

    #[cast]
    fn mark(&mut self, text: String) {
        self.notes.push(text);
    }
}

impl Ledger for Memory {
    fn post(&mut self, cents: u64) -> Result<u64, Full> {
        if self.amounts.len() == 3 {
            return Err(Full(cents));
        }
        self.amounts.push(cents);
        Ok(self.amounts.len() as u64)
    }

    async fn total(&self) -> u64 {
        self.amounts.iter().sum()
    }

    fn note(&mut self, text: String) {
        self.notes.push(text);
    }

    fn here(&self) -> ThreadId {
        thread::current().id()
    }

    async fn hang(&mut self, begun: Event, go: Event) -> u64 {
        begun.set();
        go.wait().await;
        self.amounts.push(100);
        100
    }

    fn break_down(&mut self) -> u64 {
        panic!("the ink is out")
    }

    fn wait_for_pay(&mut self, ctx: &mut Context<Self>, reply: ReplyTo<(u64, Pid)>) {
        assert_eq!(self.own, Some(ctx.pid()));
        self.waiting.push(reply);
    }

    fn pay_out(&mut self, cents: u64, ctx: &mut Context<Self>) -> Result<(), String> {
        let pid = ctx.pid();
        self.waiting.drain(..).for_each(|reply| reply.send((cents, pid)));
        if cents == 0 { Err("nothing to pay out".to_owned()) } else { Ok(()) }
    }

    fn sync(&mut self) -> (Option<Pid>, ThreadId) {
        (Pid::current(), thread::current().id())
    }
}

impl Audit for Memory {
    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }
}

/// The one of a test: it has no messages of its own, and says what it was asked.
struct Fake(Diary);

#[gen_server(protocol = Ledger)]
impl Fake {
    #[init]
    fn init(diary: Diary) -> Self {
        Fake(diary)
    }
}

impl Ledger for Fake {
    fn post(&mut self, cents: u64) -> Result<u64, Full> {
        self.0.write(format!("post {cents}"));
        Ok(7)
    }

    async fn total(&self) -> u64 {
        7
    }

    fn note(&mut self, text: String) {
        self.0.write(format!("note {text}"));
    }

    fn here(&self) -> ThreadId {
        thread::current().id()
    }

    async fn hang(&mut self, _: Event, _: Event) -> u64 {
        0
    }

    fn break_down(&mut self) -> u64 {
        0
    }

    fn wait_for_pay(&mut self, _: &mut Context<Self>, _dropped: ReplyTo<(u64, Pid)>) {}

    fn pay_out(&mut self, _: u64, _: &mut Context<Self>) -> Result<(), String> {
        Ok(())
    }

    fn sync(&mut self) -> (Option<Pid>, ThreadId) {
        (None, thread::current().id())
    }
}

/// Code that knows the protocol only.
async fn book(ledger: &LedgerClient) -> Result<u64, CallError<Full>> {
    ledger.note("booked".to_owned());
    ledger.post(5).await?;
    ledger.total().await.map_err(CallError::widen)
}
