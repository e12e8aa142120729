//! Random sequences of casts and calls from several clients against a model of one mailbox per sender: order is kept and
//! nothing is lost, whoever runs the handlers, also when a server panics midway.

mod supervision;

use otp_runtime::prelude::*;
use proptest::prelude::{Just, Strategy, TestCaseError, prop, prop_assert, prop_assert_eq, prop_oneof};
use proptest::test_runner::{Config, TestRunner};
use std::collections::HashMap;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Longer than anything here may take.
const HANG: Duration = Duration::from_secs(20);

/// What a client does next. The server notes (client, number) for each message it handles.
#[derive(Clone, Copy, Debug)]
enum Step {
    Cast,
    CastAsync,
    Call,
    CallAsync,
    /// A handler that waits.
    CallWaits,
    /// Sent now, awaited at the end.
    Send,
    /// The reply comes with the next message.
    Deferred,
    /// Lets the others run.
    Yield,
    Crash,
}

fn steps(crashes: bool) -> impl Strategy<Value = Vec<Vec<Step>>> {
    use Step::*;
    let step = prop_oneof![
        6 => Just(Cast),
        2 => Just(CastAsync),
        6 => Just(Call),
        3 => Just(CallAsync),
        2 => Just(CallWaits),
        2 => Just(Send),
        1 => Just(Deferred),
        2 => Just(Yield),
        u32::from(crashes) => Just(Crash),
    ];
    let client = prop::collection::vec(step, 0..25);
    prop::collection::vec(client, 1..5)
}

/// What the server has handled, where the test can see it when the server is gone.
type Handled = Arc<Mutex<Vec<(usize, usize)>>>;

struct Log {
    handled: Handled,
    /// How many messages of each client were handled.
    seen: HashMap<usize, usize>,
    waiting: Vec<(ReplyTo<usize>, usize)>,
}

impl Log {
    fn note(&mut self, client: usize, number: usize) -> usize {
        self.handled.lock().unwrap().push((client, number));
        for (reply, seen) in self.waiting.drain(..) {
            reply.send(seen);
        }
        let seen = self.seen.entry(client).or_default();
        *seen += 1;
        *seen
    }
}

/// The two servers differ in their options only.
macro_rules! server {
    ($server:ident, $client:ident, $run:ident, $inline:literal) => {
        struct $server(Log);

        #[gen_server(inline = $inline)]
        impl $server {
            #[init]
            fn init(handled: Handled) -> Self {
                $server(Log { handled, seen: HashMap::new(), waiting: Vec::new() })
            }

            #[cast]
            fn note(&mut self, client: usize, number: usize) {
                self.0.note(client, number);
            }

            #[cast]
            async fn note_late(&mut self, client: usize, number: usize) {
                tokio::task::yield_now().await;
                self.0.note(client, number);
            }

            #[call]
            fn add(&mut self, client: usize, number: usize) -> usize {
                self.0.note(client, number)
            }

            #[call]
            async fn add_async(&mut self, client: usize, number: usize) -> usize {
                self.0.note(client, number)
            }

            #[call]
            async fn add_late(&mut self, client: usize, number: usize) -> usize {
                tokio::task::yield_now().await;
                self.0.note(client, number)
            }

            #[call]
            fn deferred(&mut self, client: usize, number: usize, reply: ReplyTo<usize>) {
                let seen = self.0.note(client, number);
                self.0.waiting.push((reply, seen));
            }

            #[call]
            fn crash(&mut self, client: usize, number: usize) -> usize {
                self.0.note(client, number);
                panic!("a call that crashes")
            }
        }

        /// One client. It gives back, for each message, how many of its own the server had handled then; `None` where no
        /// reply is due or the server was gone.
        async fn $run(server: $client, client: usize, steps: Vec<Step>) -> Result<Sent, String> {
            let mut sent = Sent::default();
            let mut later = Vec::new();
            for step in steps {
                let number = sent.replies.len();
                let outcome = match step {
                    Step::Yield => {
                        tokio::task::yield_now().await;
                        continue;
                    }
                    Step::Cast => {
                        server.note(client, number);
                        sent.replies.push(None);
                        continue;
                    }
                    Step::CastAsync => {
                        server.note_late(client, number);
                        sent.replies.push(None);
                        continue;
                    }
                    Step::Send => {
                        later.push((number, server.add(client, number).no_timeout().send()));
                        sent.replies.push(None);
                        continue;
                    }
                    Step::Deferred => {
                        later.push((number, server.deferred(client, number).no_timeout().send()));
                        sent.replies.push(None);
                        continue;
                    }
                    Step::Call => server.add(client, number).no_timeout().await,
                    Step::CallAsync => server.add_async(client, number).no_timeout().await,
                    Step::CallWaits => server.add_late(client, number).no_timeout().await,
                    Step::Crash => server.crash(client, number).no_timeout().await,
                };
                sent.replies.push(None);
                sent.note(number, outcome)?;
            }
            // the reply to a deferred call comes with the message after it
            server.note(client, sent.replies.len());
            sent.replies.push(None);
            for (number, request) in later {
                sent.note(number, request.await)?;
            }
            Ok(sent)
        }
    };
}

server!(InPlace, InPlaceClient, run_in_place, true);
server!(Queued, QueuedClient, run_queued, false);

/// What one client has sent and been told.
#[derive(Debug, Default)]
struct Sent {
    replies: Vec<Option<usize>>,
    /// The first message whose caller was told that the server had ended.
    ended: Option<usize>,
}

impl Sent {
    fn note(&mut self, number: usize, outcome: Result<usize, CallError>) -> Result<(), String> {
        match outcome {
            Ok(seen) => self.replies[number] = Some(seen),
            Err(CallError::Exit(ExitReason::Panic { .. }, _) | CallError::NoProc(_)) => {
                self.ended = Some(self.ended.map_or(number, |ended| ended.min(number)));
            }
            Err(error) => return Err(format!("message {number}: {error}")),
        }
        Ok(())
    }
}

/// One case: the clients run on a runtime of their own, and what was handled is compared with what was sent.
macro_rules! case {
    ($server:ident, $run:ident, $clients:expr) => {{
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let handled = Handled::default();
        let crashes = $clients.iter().flatten().any(|step| matches!(step, Step::Crash));
        let sent: Result<Vec<Sent>, String> = runtime.block_on(async {
            let server = $server::start(handled.clone()).await.unwrap();
            let tasks: Vec<_> = (0..)
                .zip($clients.clone())
                .map(|(client, steps)| tokio::spawn($run(server.clone(), client, steps)))
                .collect();
            let mut sent = Vec::new();
            for task in tasks {
                let task = tokio::time::timeout(HANG, task).await.map_err(|_| "a client hangs".to_owned())?;
                sent.push(task.map_err(|error| error.to_string())??);
            }
            // behind all casts
            let last = tokio::time::timeout(HANG, server.add(usize::MAX, 0)).await;
            match last.map_err(|_| "the last call hangs".to_owned())? {
                Ok(_) if !crashes => {}
                Err(CallError::NoProc(_)) if crashes => {}
                other => return Err(format!("the last call: {other:?}")),
            }
            Ok(sent)
        });
        let handled = handled.lock().unwrap().clone();
        compare(&$clients, &sent.map_err(TestCaseError::fail)?, &handled)
    }};
}

fn compare(clients: &[Vec<Step>], sent: &[Sent], handled: &[(usize, usize)]) -> Result<(), TestCaseError> {
    let mut crashed = None;
    for (client, sent) in sent.iter().enumerate() {
        let steps: Vec<_> = clients[client].iter().filter(|step| !matches!(step, Step::Yield)).collect();
        let numbers: Vec<_> = handled.iter().filter(|(from, _)| *from == client).map(|(_, number)| *number).collect();
        // in order, from the first on, without a gap
        prop_assert_eq!(&numbers, &(0..numbers.len()).collect::<Vec<_>>(), "order of client {}", client);
        if numbers.iter().any(|number| matches!(steps.get(*number), Some(Step::Crash))) {
            prop_assert!(crashed.is_none(), "handlers ran after a crash");
            crashed = Some(client);
        }
        for (number, reply) in sent.replies.iter().enumerate() {
            // whatever was sent before was handled before
            if let Some(seen) = reply {
                prop_assert_eq!(*seen, number + 1, "reply to message {} of client {}", number, client);
            }
            let replied = matches!(
                steps.get(number),
                Some(Step::Call | Step::CallAsync | Step::CallWaits | Step::Send | Step::Deferred)
            );
            if replied && sent.ended.is_none() {
                prop_assert!(reply.is_some(), "message {} of client {} has neither reply nor end", number, client);
            }
        }
    }
    match crashed {
        None => {
            for (client, sent) in sent.iter().enumerate() {
                let count = handled.iter().filter(|(from, _)| *from == client).count();
                prop_assert_eq!(count, sent.replies.len(), "messages of client {}", client);
                prop_assert_eq!(sent.ended, None);
            }
        }
        Some(client) => {
            // the crash is the last thing that was handled
            let last = handled.last().copied();
            let steps: Vec<_> = clients[client].iter().filter(|step| !matches!(step, Step::Yield)).collect();
            let is_crash = |(from, number): (usize, usize)| from == client && matches!(steps[number], Step::Crash);
            prop_assert!(last.is_some_and(is_crash), "handled after the crash: {:?}", last);
        }
    }
    Ok(())
}

fn check(crashes: bool, cases: u32) {
    quiet();
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let outcome = runner.run(&steps(crashes), |clients| {
        case!(InPlace, run_in_place, clients)?;
        case!(Queued, run_queued, clients)
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// Crashes are what half of this is about: they are not printed.
fn quiet() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let ours = info.payload().downcast_ref::<&str>().is_some_and(|text| *text == "a call that crashes");
            let worker = info.payload_as_str().is_some_and(|text| text == supervision::PANIC);
            // told by the runner, of the smallest case
            let leak = info.location().is_some_and(|at| at.file().ends_with("leaks.rs"));
            if !(ours || worker || leak) {
                before(info);
            }
        }));
    });
}

#[test]
fn order_is_kept_and_nothing_is_lost() {
    check(false, 200);
}

#[test]
fn a_crash_is_the_end_for_everybody() {
    check(true, 200);
}

/// The switch is read when a runtime's first process starts, so the other mode is another program.
#[test]
fn the_same_without_calls_in_place() {
    if std::env::var_os("OTP_INLINE").is_some_and(|value| value == "0") {
        println!("this run is without calls in place already");
        return;
    }
    let program = std::env::current_exe().expect("the path of this program");
    let mut again = Command::new(program);
    again.env("OTP_INLINE", "0");
    if std::env::var_os("OTP_PROPERTY_CASES").is_none() {
        // supervisors are queued either way while they start or stop children
        again.env("OTP_PROPERTY_CASES", "1000");
    }
    let output = again.output().expect("this program runs again");
    println!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "without calls in place");
}
