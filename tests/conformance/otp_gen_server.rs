//! Suite `otp.gen_server`: calls, and requests that are sent now and awaited later.

use super::directory::Directory;
use otp_runtime::prelude::*;
use otp_runtime::{Requests, TimedOut, process};
use std::time::Duration;

const MS: Duration = Duration::from_millis(1);

/// A server that answers sooner, later, or never.
#[derive(Default)]
struct Server {
    idle: u32,
    waiting: Vec<ReplyTo<&'static str>>,
}

struct Nudge;

#[gen_server]
impl Server {
    #[init]
    fn init() -> Self {
        Server::default()
    }
    #[call]
    fn ping(&self) -> &'static str {
        "pong"
    }
    #[call]
    async fn slow(&mut self, delay: Duration) -> &'static str {
        tokio::time::sleep(delay).await;
        "slow pong"
    }
    #[call]
    fn later(&mut self, reply: ReplyTo<&'static str>) {
        self.waiting.push(reply);
    }
    #[cast]
    fn answer(&mut self) {
        self.waiting.drain(..).for_each(|reply| reply.send("late pong"));
    }
    #[call]
    fn leave(&mut self, reason: ExitReason) -> &'static str {
        otp_runtime::exit(reason)
    }
    #[call]
    fn arm(&mut self, after: Duration, ctx: &mut Context<Self>) -> &'static str {
        ctx.idle_timeout(after);
        "armed"
    }
    #[call]
    fn idle_timeouts(&self) -> u32 {
        self.idle
    }
    #[cast]
    fn nothing(&mut self) {}
    #[info]
    fn on_nudge(&mut self, _: Nudge) {}
    #[info]
    fn on_idle(&mut self, _: IdleTimeout) {
        self.idle += 1;
    }
    /// Calls itself in every way there is to name it, with the default timeout and without any.
    #[call]
    async fn call_itself(&mut self, ctx: &mut Context<Self>) -> Vec<Option<ExitReason>> {
        let clients = [ctx.client(), Server::at(ctx.pid()), Server::named("mirror")];
        let mut outcomes = Vec::new();
        for client in clients {
            outcomes.push(client.ping().await.err().and_then(|error| error.reason()));
            outcomes.push(client.ping().no_timeout().await.err().and_then(|error| error.reason()));
            outcomes.push(client.ping().send().await.err().and_then(|error| error.reason()));
        }
        outcomes
    }
}

/// An idle timeout armed along with a reply fires once after silence; any message before it cancels it.
#[otp_runtime::test(paused)]
async fn otp_gen_server_13b_idle_timeout() {
    let server = Server::start().await.unwrap();
    let (short, long) = (10 * MS, Duration::from_secs(10));

    assert_eq!(server.arm(short).await, Ok("armed"));
    assert_eq!(server.ping().await, Ok("pong"));
    process::sleep(long).await;
    assert_eq!(server.idle_timeouts().await, Ok(0), "a call had cancelled it");

    assert_eq!(server.arm(short).await, Ok("armed"));
    process::sleep(long).await;
    assert_eq!(server.idle_timeouts().await, Ok(1), "there was nothing but silence");
    process::sleep(long).await;
    assert_eq!(server.idle_timeouts().await, Ok(1), "it fires once");

    assert_eq!(server.arm(short).await, Ok("armed"));
    server.nothing();
    process::sleep(long).await;
    assert_eq!(server.idle_timeouts().await, Ok(1), "a cast had cancelled it");

    assert_eq!(server.arm(short).await, Ok("armed"));
    server.send(Nudge);
    process::sleep(long).await;
    assert_eq!(server.idle_timeouts().await, Ok(1), "a message had cancelled it");
}

/// A call is answered by a server that takes less time than the call has, and fails when it takes more.
#[otp_runtime::test(paused)]
async fn otp_gen_server_13c_limits() {
    let server = Server::start().await.unwrap();
    assert_eq!(server.slow(100 * MS).timeout(200 * MS).await, Ok("slow pong"));
    let late = server.slow(200 * MS).timeout(100 * MS).await;
    assert!(matches!(&late, Err(CallError::Timeout(site)) if site.timeout == Some(100 * MS)), "{late:?}");
    assert_eq!(server.ping().await, Ok("pong"));
}

/// A request is awaited later, without limit if need be, by name or pid, answered at once or not; of two any first.
#[otp_runtime::test(paused)]
async fn otp_gen_server_14a_send() {
    let server = Server::start().name("acme").await.unwrap();
    for client in [server.clone(), Server::at(server.pid().unwrap()), Server::named("acme")] {
        assert_eq!(client.ping().no_timeout().send().await, Ok("pong"));
        assert_eq!(client.slow(Duration::from_secs(100)).no_timeout().send().await, Ok("slow pong"));

        let (later, sooner) = (client.later().send(), client.ping().send());
        assert_eq!(sooner.await, Ok("pong"));
        client.answer();
        assert_eq!(later.await, Ok("late pong"));

        let (sooner, later) = (client.ping().send(), client.later().send());
        client.answer();
        assert_eq!(later.await, Ok("late pong"));
        assert_eq!(sooner.await, Ok("pong"));
    }
}

/// A request that is not answered yet can be waited for again.
#[otp_runtime::test(paused)]
async fn otp_gen_server_14a_wait_again() {
    let server = Server::start().await.unwrap();
    let mut request = server.later().no_timeout().send();
    assert_eq!(request.wait(100 * MS).await, None);
    server.answer();
    assert_eq!(request.wait(100 * MS).await, Some(Ok("late pong")));
}

/// Sending fails for nobody: what is wrong with the server is told to whoever waits.
#[otp_runtime::test]
async fn otp_gen_server_14d_send_to_the_dead() {
    let server = Server::start().await.unwrap();
    let reason = ExitReason::error("no disk");
    let request = server.leave(reason.clone()).send();
    let outcome = request.await;
    assert!(matches!(&outcome, Err(CallError::Exit(why, _)) if *why == reason), "{outcome:?}");

    let dead = Server::at(server.pid().unwrap());
    let unknown = [dead, Server::named("nobody"), Server::via(&Directory::default(), "nobody")];
    for client in unknown {
        let outcome = client.ping().no_timeout().send().await;
        assert!(matches!(outcome, Err(CallError::NoProc(_))), "{outcome:?}");
    }
}

/// A request by key through a registry that does not run fails at once, and says so.
#[otp_runtime::test]
async fn otp_gen_server_14e_registry_down() {
    let directory = Directory::default();
    let server = Server::start().via(&directory, "acme").await.unwrap();
    let client = Server::via(&directory, "acme");
    assert_eq!(client.ping().send().await, Ok("pong"));
    directory.close();
    let mut request = client.ping().send();
    let outcome = request.wait(Duration::ZERO).await;
    let Some(Err(CallError::NoRegistry(site))) = outcome else { panic!("{outcome:?}") };
    assert_eq!(site.target, client.target());
    assert_eq!(server.ping().await, Ok("pong"));
}

/// A request of a collection whose server stops is served with that reason; a wait in vain leaves the collection as it was.
#[otp_runtime::test(paused)]
async fn otp_gen_server_15c_collection_and_a_stop() {
    let (server, other) = (Server::start().await.unwrap(), Server::start().await.unwrap());
    let mut pending = Requests::new();
    pending.add("kept", other.later().no_timeout().send());
    pending.add("stopped", server.leave(ExitReason::Shutdown).no_timeout().send());
    assert_eq!(pending.len(), 2);

    let (label, outcome) = pending.next().await.unwrap();
    assert_eq!(label, "stopped");
    assert!(matches!(outcome, Err(CallError::Exit(ExitReason::Shutdown, _))), "{outcome:?}");

    assert_eq!(pending.len(), 1);
    assert_eq!(pending.next_within(100 * MS).await, Err(TimedOut));
    assert_eq!(pending.len(), 1);
    other.answer();
    assert_eq!(pending.next_within(100 * MS).await, Ok(Some(("kept", Ok("late pong")))));
    assert!(pending.is_empty());
}

/// A collection gives its outcomes in the order they come, within limits or without, the same ones either way.
#[otp_runtime::test(paused)]
async fn otp_gen_server_16a_completion_order() {
    for limit in [None, Some(Duration::from_secs(1))] {
        let mut pending = Requests::new();
        for delay in [300, 100, 200] {
            let server = Server::start().await.unwrap();
            pending.add(delay, server.slow(delay * MS).no_timeout().send());
        }
        let quick = Server::start().await.unwrap();
        pending.add(0, quick.ping().no_timeout().send());
        let mut order = Vec::new();
        loop {
            let next = match limit {
                None => pending.next().await,
                Some(limit) => pending.next_within(limit).await.unwrap(),
            };
            let Some(next) = next else { break };
            order.push(next);
        }
        let slow = |delay| (delay, Ok("slow pong"));
        assert_eq!(order, [(0, Ok("pong")), slow(100), slow(200), slow(300)]);
    }
}

/// A look at a collection finds what is there, touches no other message of the mailbox, and knows when it is empty.
#[otp_runtime::test]
async fn otp_gen_server_17a_look_at_a_collection() {
    let me = Pid::current().unwrap();
    let server = Server::start().await.unwrap();
    let mut pending = Requests::new();
    assert_eq!(pending.next_within(Duration::ZERO).await, Ok(None));

    pending.add("request", server.later().no_timeout().send());
    me.send("not a reply");
    assert_eq!(pending.next_within(Duration::ZERO).await, Err(TimedOut));
    assert_eq!(process::queue_len(), 1);

    server.answer();
    server.ping().await.unwrap();
    assert_eq!(pending.next_within(Duration::ZERO).await, Ok(Some(("request", Ok("late pong")))));
    assert_eq!(pending.next_within(Duration::ZERO).await, Ok(None));
    assert_eq!(process::receive::<&str>().await, "not a reply");
    assert_eq!(process::queue_len(), 0);
}

/// A look at a collection finds the end of a server under the label of its request.
#[otp_runtime::test]
async fn otp_gen_server_17b_look_finds_a_stop() {
    let (server, other) = (Server::start().await.unwrap(), Server::start().await.unwrap());
    let down = server.monitor();
    let mut pending = Requests::new();
    pending.add("stopped", server.leave(ExitReason::Shutdown).no_timeout().send());
    pending.add("kept", other.later().no_timeout().send());
    down.await;

    let found = pending.next_within(Duration::ZERO).await.unwrap();
    assert!(matches!(found, Some(("stopped", Err(CallError::Exit(ExitReason::Shutdown, _))))), "{found:?}");
    assert_eq!(pending.next_within(Duration::ZERO).await, Err(TimedOut));
    assert_eq!(pending.len(), 1);
}

/// A server that calls itself fails at once, by whatever name and with whatever limit, and lives on.
#[otp_runtime::test(paused)]
async fn otp_gen_server_27_calling_itself() {
    let server = Server::start().name("mirror").await.unwrap();
    let begun = tokio::time::Instant::now();
    let outcomes = server.call_itself().await.unwrap();
    assert_eq!(outcomes, vec![Some(ExitReason::CallingSelf); 9]);
    assert_eq!(begun.elapsed(), Duration::ZERO);
    assert_eq!(server.ping().await, Ok("pong"));
}
