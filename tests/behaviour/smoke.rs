//! A first walk through everything.
use otp_runtime::prelude::*;
use std::time::Duration;

struct Counter {
    n: u64,
    waiting: Vec<ReplyTo<u64>>,
}
struct Tick;
#[gen_server]
impl Counter {
    #[init]
    pub fn init(n: u64) -> Self {
        Counter { n, waiting: vec![] }
    }
    #[call]
    pub fn get(&self) -> u64 {
        self.n
    }
    #[call]
    pub async fn slow(&mut self, ms: u64) -> u64 {
        tokio::time::sleep(Duration::from_millis(ms)).await;
        self.n += 1;
        self.n
    }
    #[call]
    pub fn boom(&mut self) -> u64 {
        panic!("boom")
    }
    #[call]
    pub fn halt(&mut self, ctx: &mut Context<Self>) -> u64 {
        ctx.stop(ExitReason::Shutdown);
        self.n
    }
    #[call]
    pub fn later(&mut self, reply: ReplyTo<u64>) {
        self.waiting.push(reply)
    }
    #[cast]
    pub fn add(&mut self, by: u64) {
        self.n += by;
        for w in self.waiting.drain(..) {
            w.send(self.n)
        }
    }
    #[info]
    fn tick(&mut self, _: Tick) {
        self.n += 100
    }
}

#[otp_runtime::test]
async fn walk() {
    let c = Counter::start(1).await.unwrap();
    assert_eq!(c.get().await.unwrap(), 1);
    c.add(2);
    assert_eq!(c.get().await.unwrap(), 3);
    assert_eq!(c.slow(10).await.unwrap(), 4);
    let p = c.later().send();
    c.add(1);
    assert_eq!(p.await.unwrap(), 5);
    c.send(Tick);
    assert_eq!(c.get().await.unwrap(), 105);
    let late = c.slow(200).timeout(Duration::from_millis(20)).await;
    assert!(matches!(late, Err(CallError::Timeout(_))), "{late:?}");
    println!("{}", late.unwrap_err());
    assert_eq!(c.get().await.unwrap(), 106);
    let m = c.monitor();
    assert_eq!(c.halt().await.unwrap(), 106);
    assert_eq!(m.await.reason, ExitReason::Shutdown);
    assert!(matches!(c.get().await, Err(CallError::NoProc(_))));
    let c = Counter::start(1).name("x").await.unwrap();
    let e = Counter::named("x").boom().await.unwrap_err();
    println!("{e}");
    assert!(matches!(e, CallError::Exit(ExitReason::Panic { .. }, _)));
    let c2 = Counter::start(1).name("x").await.unwrap();
    c2.stop().await.unwrap();
    assert!(!c.is_alive());
}

#[otp_runtime::test]
async fn links() {
    otp_runtime::process::trap_exit(true);
    let c = Counter::start_link(1).await.unwrap();
    c.exit(ExitReason::Kill);
    let exit = otp_runtime::assert_receive!(Exit { .. });
    assert_eq!(exit.reason, ExitReason::Killed);
    assert_eq!(exit.from, c.pid().unwrap());
}
