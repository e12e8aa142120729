//! Suite `otp.sys`: looking into a running server.

use super::logs::Logs;
use otp_runtime::prelude::*;
use otp_runtime::{SysError, SysEvent};
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};
use tracing::Level;

#[derive(Clone, Debug, PartialEq)]
struct Account {
    balance: u64,
}

#[gen_server]
impl Account {
    #[init]
    fn init(balance: u64) -> Self {
        Account { balance }
    }
    #[call]
    fn balance(&self) -> u64 {
        self.balance
    }
    #[call]
    fn withdraw(&mut self, amount: u64) -> Result<u64, String> {
        self.balance = self.balance.checked_sub(amount).ok_or("too much")?;
        Ok(self.balance)
    }
    #[cast]
    fn deposit(&mut self, amount: u64) {
        self.balance += amount;
    }
}

/// Where a log file's lines go.
#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl Page {
    fn lines(&self) -> Vec<String> {
        let bytes = self.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
    }
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn me() -> Pid {
    Pid::current().unwrap()
}

/// Events are kept while the log is on, the last so many of them; switched off they are forgotten. The server keeps working.
#[otp_runtime::test]
async fn otp_sys_01_log() {
    let account = Account::start(10).await.unwrap();
    let sys = account.sys();
    assert_eq!(sys.logged().await.unwrap(), [""; 0]);
    sys.log_on(3).await.unwrap();
    account.deposit(5);
    assert_eq!(account.balance().await, Ok(15));
    let got = [
        "done; new state Account { balance: 15 }".to_owned(),
        format!("got call `balance` Balance from {}", me()),
        format!("sent Balance(15) to {}; new state Account {{ balance: 15 }}", me()),
    ];
    assert_eq!(sys.logged().await.unwrap(), got);
    sys.log_on(100).await.unwrap();
    assert_eq!(sys.logged().await.unwrap(), got, "a log that is on stays as it is");
    assert_eq!(account.withdraw(20).await, Err(CallError::Handler("too much".to_owned())));
    assert_eq!(sys.logged().await.unwrap().len(), 3);
    sys.log_off().await.unwrap();
    assert_eq!(account.balance().await, Ok(15));
    assert_eq!(sys.logged().await.unwrap(), [""; 0]);
}

/// Events are written as text, a line each: one for the incoming call, one for the reply.
#[otp_runtime::test]
async fn otp_sys_02_log_to() {
    let account = Account::start(10).await.unwrap();
    let (page, pid) = (Page::default(), account.pid().unwrap());
    account.sys().log_to(page.clone()).await.unwrap();
    assert_eq!(account.balance().await, Ok(10));
    account.sys().log_to_off().await.unwrap();
    assert_eq!(account.balance().await, Ok(10));
    let expected = [
        format!("Account {pid} got call `balance` Balance from {}", me()),
        format!("Account {pid} sent Balance(10) to {}; new state Account {{ balance: 10 }}", me()),
    ];
    assert_eq!(page.lines(), expected);
}

/// A writer that fails is given up; the server is not.
#[otp_runtime::test]
async fn otp_sys_02_a_file_that_fails() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            panic!("nothing was written")
        }
    }
    let account = Account::start(10).await.unwrap();
    account.sys().log_to(Full).await.unwrap();
    assert_eq!(account.sys().status().await.unwrap().debug, ["log_to"]);
    assert_eq!(account.balance().await, Ok(10));
    assert_eq!(account.sys().status().await.unwrap().debug, [""; 0]);
}

/// One call counts one message in and one out, a cast one in; switched off there is nothing to get.
#[otp_runtime::test]
async fn otp_sys_03_statistics() {
    let account = Account::start(10).await.unwrap();
    let (sys, before) = (account.sys(), SystemTime::now());
    assert_eq!(sys.statistics().await, Ok(None));
    sys.statistics_on().await.unwrap();
    assert_eq!(account.balance().await, Ok(10));
    let counted = sys.statistics().await.unwrap().unwrap();
    assert_eq!((counted.messages_in, counted.messages_out), (1, 1));
    assert!(before <= counted.since && counted.since <= counted.now && counted.now <= SystemTime::now());
    sys.statistics_on().await.unwrap();
    account.deposit(1);
    let counted = sys.statistics().await.unwrap().unwrap();
    assert_eq!((counted.messages_in, counted.messages_out), (2, 1), "on already: it counts on");
    let status = sys.status().await.unwrap();
    assert!(!status.suspended);
    assert_eq!(status.debug, ["statistics"]);
    sys.statistics_off().await.unwrap();
    assert_eq!(account.balance().await, Ok(11));
    assert_eq!(sys.statistics().await, Ok(None));
}

/// A call is traced in one line for the message, with its sender, and one for the reply, with its receiver and the state.
#[otp_runtime::test]
async fn otp_sys_04_trace() {
    let logs = Logs::at(Level::TRACE);
    let account = Account::start(10).await.unwrap();
    account.sys().trace_on().await.unwrap();
    account.withdraw(4).await.unwrap();
    account.sys().trace_off().await.unwrap();
    account.withdraw(4).await.unwrap();
    let lines: Vec<_> = logs.lines().into_iter().filter(|line| line.contains("otp_runtime::sys")).collect();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(lines[0].contains(&format!("got call `withdraw` Withdraw {{ amount: 4 }} from {}", me())), "{}", lines[0]);
    let sent = format!("sent Withdraw(Ok(6)) to {}; new state Account {{ balance: 6 }}", me());
    assert!(lines[1].contains(&sent), "{}", lines[1]);
    assert!(lines[1].contains(&format!("pid={}", account.pid().unwrap())), "{}", lines[1]);
}

/// A suspended server answers system requests and nothing else; suspending and resuming twice are harmless. What waited is
/// handled after resume, in order.
#[otp_runtime::test]
async fn otp_sys_05_suspend() {
    for debugged in [false, true] {
        let account = Account::start(10).await.unwrap();
        if debugged {
            account.sys().statistics_on().await.unwrap();
        }
        account.sys().suspend().await.unwrap();
        account.sys().suspend().await.unwrap();
        let outcome = account.balance().timeout(Duration::from_millis(20)).await;
        assert!(matches!(outcome, Err(CallError::Timeout(_))), "{outcome:?}");
        assert!(account.sys().status().await.unwrap().suspended);
        assert_eq!(account.sys().with_state(|account| account.balance).await, Ok(10));
        let late = account.withdraw(11).send();
        account.deposit(5);
        let later = account.withdraw(11).send();
        account.sys().resume().await.unwrap();
        account.sys().resume().await.unwrap();
        assert!(!account.sys().status().await.unwrap().suspended);
        assert_eq!(late.await, Err(CallError::Handler("too much".to_owned())));
        assert_eq!(later.await, Ok(4));
        assert_eq!(account.balance().await, Ok(4));
    }
}

/// An installed function sees each event with its own state and the server's, and nothing more once it is removed, is
/// switched off with the other options, or is done. Installed twice it is there once.
#[otp_runtime::test]
async fn otp_sys_06a_install() {
    let account = Account::start(10).await.unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let install = async |id: &str, limit: usize| {
        let (seen, name, mut count) = (seen.clone(), id.to_owned(), 0);
        let watch = move |event: &SysEvent<'_, Account>, account: &Account| {
            count += 1;
            let kind = match event {
                SysEvent::In { .. } => "in",
                SysEvent::Out { .. } => "out",
                SysEvent::NoReply => "noreply",
                _ => "else",
            };
            seen.lock().unwrap().push((name.clone(), count, kind, account.balance));
            if count < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        account.sys().install(id, watch).await.unwrap();
    };
    let take = || {
        let seen = std::mem::take(&mut *seen.lock().unwrap());
        seen.into_iter()
            .map(|(name, count, kind, balance)| format!("{name} {count} {kind} {balance}"))
            .collect::<Vec<_>>()
    };

    install("a", 100).await;
    install("a", 100).await;
    account.deposit(1);
    assert_eq!(account.withdraw(3).await, Ok(8));
    assert_eq!(take(), ["a 1 in 10", "a 2 noreply 11", "a 3 in 11", "a 4 out 8"]);
    install("b", 1).await;
    assert_eq!(account.sys().status().await.unwrap().debug, ["a", "b"]);
    account.sys().remove("a").await.unwrap();
    account.sys().remove("nobody").await.unwrap();
    assert_eq!(account.balance().await, Ok(8));
    assert_eq!(take(), ["b 1 in 8"], "removed, and done");
    install("c", 100).await;
    account.sys().no_debug().await.unwrap();
    assert_eq!(account.balance().await, Ok(8));
    assert_eq!(take(), [""; 0]);
    assert_eq!(account.sys().status().await.unwrap().debug, [""; 0]);
}

/// An installed function that panics is removed, and the server goes on.
#[otp_runtime::test]
async fn otp_sys_06a_a_function_that_fails() {
    let account = Account::start(10).await.unwrap();
    account.sys().install("bad", |_, _| panic!("a bad function")).await.unwrap();
    assert_eq!(account.balance().await, Ok(10));
    assert_eq!(account.sys().status().await.unwrap().debug, [""; 0]);
    assert_eq!(account.balance().await, Ok(10));
}

/// A function given to the server that fails is the caller's to hear of, and changes nothing.
#[otp_runtime::test]
async fn otp_sys_07b_failing_functions() {
    /// Cannot be copied.
    #[derive(Debug)]
    struct Stubborn(u64);
    impl Clone for Stubborn {
        fn clone(&self) -> Self {
            panic!("no copies")
        }
    }
    #[gen_server]
    impl Stubborn {
        #[init]
        fn init() -> Self {
            Stubborn(1)
        }
        #[call]
        fn value(&self) -> u64 {
            self.0
        }
    }
    fn failed<T: std::fmt::Debug>(outcome: Result<T, SysError>, request: &str, why: &str) {
        let Err(SysError::CallbackFailed { operation, reason }) = &outcome else { panic!("{outcome:?}") };
        assert_eq!(*operation, request);
        assert!(reason.to_string().contains(why), "{reason}");
    }

    let account = Account::start(10).await.unwrap();
    let half = |account: &mut Account| {
        account.balance = 0;
        panic!("in the middle")
    };
    failed(account.sys().replace_state(half).await, "replace_state", "in the middle");
    failed(account.sys().with_state(|_| -> u64 { panic!("no look") }).await, "with_state", "no look");
    failed(
        account.sys().with_state(|_| -> u64 { otp_runtime::exit(ExitReason::Normal) }).await,
        "with_state",
        "normal",
    );
    assert_eq!(account.balance().await, Ok(10));

    let stubborn = Stubborn::start().await.unwrap();
    failed(stubborn.sys().get_state().await, "get_state", "no copies");
    failed(stubborn.sys().replace_state(|state| state.0 = 2).await, "replace_state", "no copies");
    assert_eq!(stubborn.value().await, Ok(1));
}

/// `terminate` ends the server with the reason and frees its name, also while it is suspended.
#[otp_runtime::test]
async fn otp_sys_07c_terminate() {
    for suspended in [false, true] {
        let account = Account::start(10).name("acme").await.unwrap();
        if suspended {
            account.sys().suspend().await.unwrap();
        }
        let end = account.monitor();
        account.sys().terminate(ExitReason::shutdown_with("an order")).await.unwrap();
        assert_eq!(end.await.reason, ExitReason::shutdown_with("an order"));
        assert_eq!(Account::named("acme").pid(), None);
    }
}
