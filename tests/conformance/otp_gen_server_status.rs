//! Suite `otp.gen_server`: how a server looks from outside, and what replaces its state.

use super::directory::Directory;
use super::logs::Logs;
use otp_runtime::prelude::*;
use otp_runtime::process;
use std::time::Duration;
use tracing::Level;

/// A server that shows itself in its own words, or cannot.
#[derive(Clone, Debug, PartialEq)]
struct Account {
    password: &'static str,
    cents: u64,
    showable: bool,
}

#[gen_server]
impl Account {
    #[init]
    fn init(showable: bool) -> Self {
        Account { password: "hunter2", cents: 5, showable }
    }
    #[call]
    fn cents(&self) -> u64 {
        self.cents
    }
    #[call]
    fn leave(&mut self, reason: ExitReason) -> u64 {
        otp_runtime::exit(reason)
    }
    #[format_status]
    fn status(&self) -> String {
        if self.showable { format!("{} cents", self.cents) } else { panic!("not to be shown") }
    }
}

/// A status query shows the state as the server formats it, however the server is named and however long one waits.
#[otp_runtime::test]
async fn otp_gen_server_39_format_status() {
    let directory = Directory::default();
    let local = Account::start(true).name("acme").await.unwrap();
    let keyed = Account::start(true).via(&directory, "acme").await.unwrap();
    let named = [
        (local.pid(), Account::at(local.pid().unwrap())),
        (local.pid(), Account::named("acme")),
        (keyed.pid(), Account::via(&directory, "acme")),
    ];
    for (pid, client) in &named {
        let limited = client.sys().timeout(Duration::from_secs(1)).status().await.unwrap();
        for status in [client.sys().status().await.unwrap(), limited] {
            assert_eq!(status.state, "5 cents");
            assert_eq!(Some(status.pid), *pid);
            assert_eq!(status.server, "Account");
            assert!(!status.suspended);
        }
    }
}

/// Both the status and the report of a server whose formatting fails show a placeholder for the state that names the
/// hook; the exit reason is the server's own.
async fn shows_placeholder() {
    let logs = Logs::at(Level::WARN);
    let account = Account::start(false).await.unwrap();
    let status = account.sys().status().await.unwrap();
    assert!(status.state.contains("format_status"), "{}", status.state);
    assert!(!status.state.contains("hunter2"), "{}", status.state);
    assert_eq!(account.cents().await, Ok(5), "it lives on");

    let down = account.monitor();
    let reason = ExitReason::error("no disk");
    let outcome = account.leave(reason.clone()).await;
    assert!(matches!(&outcome, Err(CallError::Exit(why, _)) if *why == reason), "{outcome:?}");
    assert_eq!(down.await.reason, reason);
    let lines = logs.lines();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].contains("no disk") && lines[0].contains("format_status"), "{}", lines[0]);
}

/// A formatting hook that panics leaves a placeholder.
#[otp_runtime::test]
async fn otp_gen_server_42_panic_in_format_status() {
    shows_placeholder().await;
}

/// A formatting hook that leaves by way of `exit` leaves a placeholder too, and does not end the server.
#[otp_runtime::test]
async fn otp_gen_server_43_exit_in_format_status() {
    struct Mute;
    #[gen_server]
    impl Mute {
        #[init]
        fn init() -> Self {
            Mute
        }
        #[call]
        fn ping(&self) -> &'static str {
            "pong"
        }
        #[format_status]
        fn status(&self) -> String {
            otp_runtime::exit(ExitReason::Normal)
        }
    }
    shows_placeholder().await;
    let mute = Mute::start().await.unwrap();
    let status = mute.sys().status().await.unwrap();
    assert!(status.state.contains("format_status"), "{}", status.state);
    assert_eq!(mute.ping().await, Ok("pong"));
}

/// What the hook leaves out of the state is in neither the status nor the report.
#[otp_runtime::test]
async fn otp_gen_server_44_rewritten_state() {
    let logs = Logs::at(Level::TRACE);
    let account = Account::start(true).await.unwrap();
    let status = account.sys().status().await.unwrap();
    assert_eq!(status.state, "5 cents");
    assert!(!format!("{status:?}").contains("hunter2"), "{status:?}");
    let outcome = account.leave(ExitReason::error("no disk")).await;
    assert!(outcome.is_err());
    let lines = logs.lines();
    assert!(lines.iter().any(|line| line.contains("no disk") && line.contains("5 cents")), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.contains("hunter2")), "{lines:#?}");
}

/// A replaced state is given back and is the state from then on, by pid and by name, suspended or not.
#[otp_runtime::test]
async fn otp_gen_server_46a_replace_state() {
    let account = Account::start(true).name("acme").await.unwrap();
    let mut cents = 5;
    for suspended in [false, true] {
        if suspended {
            account.sys().suspend().await.unwrap();
        }
        for client in [account.clone(), Account::at(account.pid().unwrap()), Account::named("acme")] {
            cents += 1;
            let new = client.sys().replace_state(|account| account.cents += 1).await.unwrap();
            assert_eq!(new, Account { password: "hunter2", cents, showable: true });
            assert_eq!(client.sys().get_state().await, Ok(new));
        }
        assert_eq!(account.sys().status().await.unwrap().suspended, suspended);
    }
    account.sys().resume().await.unwrap();
    assert_eq!(account.cents().await, Ok(11));
}

/// The report of a server's end is one line that reads well and has all parts.
#[otp_runtime::test]
async fn otp_gen_server_59_report_of_an_end() {
    let me = Pid::current().unwrap();
    let logs = Logs::at(Level::WARN);
    let account = Account::start(true).name("acme").await.unwrap();
    let pid = account.pid().unwrap();
    assert!(account.leave(ExitReason::error("no disk")).await.is_err());
    let expected = format!(
        "Account {pid} (acme) terminated: no disk; last message `leave` from {me}; state 5 cents; ancestors {me}"
    );
    let lines = logs.lines();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].contains(&expected), "{expected}\nis not in\n{}", lines[0]);
}

/// The report of a message that nobody handles is one line with server, process and message.
#[otp_runtime::test]
async fn otp_gen_server_59_report_of_an_unknown_message() {
    let logs = Logs::at(Level::WARN);
    let account = Account::start(true).await.unwrap();
    let pid = account.pid().unwrap();
    pid.send(Duration::ZERO);
    account.stop().await.unwrap();
    let lines = logs.lines();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    for part in ["Account", &pid.to_string(), "Duration", "#[info]"] {
        assert!(lines[0].contains(part), "no {part} in {}", lines[0]);
    }
    assert_eq!(process::queue_len(), 0);
}
