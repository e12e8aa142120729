//! The sessions of the example, with time that jumps, and the example as a program.

#[path = "../user_session/session.rs"]
pub mod session;
#[path = "../user_session/sessions.rs"]
pub mod sessions;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use otp_runtime::prelude::*;
use session::{SessionError, Welcome};
use sessions::{IDLE, LoginError, Sessions};
use tokio::time::{Instant, sleep};

const MINUTE: Duration = Duration::from_secs(60);

#[otp_runtime::test(paused)]
async fn a_session_ends_after_thirty_idle_minutes() {
    let sessions = Sessions::start_link().await.unwrap();
    let begin = Instant::now();
    sessions.login("ada", "lovelace", IDLE).await.unwrap();
    let end = sessions.of("ada").monitor().await;
    assert_eq!(end.reason, ExitReason::Normal);
    assert_eq!(begin.elapsed(), 30 * MINUTE);
    assert!(sessions.users().is_empty());
    sessions.stop().await.unwrap();
}

#[otp_runtime::test(paused)]
async fn whoever_does_something_stays() {
    let sessions = Sessions::start_link().await.unwrap();
    sessions.login("ada", "lovelace", IDLE).await.unwrap();
    let ada = sessions.of("ada");
    let end = ada.monitor();
    for visits in 1..=4 {
        sleep(29 * MINUTE).await;
        assert_eq!(ada.visit("/home").await, Ok(visits));
    }
    let last = Instant::now();
    assert_eq!(end.await.reason, ExitReason::Normal);
    assert_eq!(last.elapsed(), 30 * MINUTE);
    // the next login begins anew
    let welcome = sessions.login("ada", "lovelace", IDLE).await.unwrap();
    assert_eq!(welcome, Welcome { user: "ada".into(), again: false });
    sessions.stop().await.unwrap();
}

#[otp_runtime::test]
async fn logging_in_and_out() {
    let sessions = Sessions::start_link().await.unwrap();
    let wrong = sessions.login("bob", "lovelace", IDLE).await;
    assert!(matches!(wrong, Err(LoginError::Refused(CallError::Handler(SessionError::WrongPassword)))));
    let bob = sessions.of("bob");
    assert_eq!(bob.visit("/home").await, Err(CallError::Handler(SessionError::NotLoggedIn)));
    let welcomes = [false, true].map(|again| Welcome { user: "bob".into(), again });
    for welcome in welcomes {
        assert_eq!(sessions.login("bob", "hunter2", IDLE).await.unwrap(), welcome);
    }
    assert_eq!(bob.visit("/home").await, Ok(1));
    assert_eq!(sessions.users(), ["bob"]);

    let end = bob.monitor();
    bob.logout();
    assert_eq!(end.await.reason, ExitReason::Normal);
    assert!(matches!(bob.visit("/home").await, Err(CallError::NoProc(_))));
    assert!(sessions.users().is_empty());
    sessions.stop().await.unwrap();
}

#[otp_runtime::test]
async fn many_who_log_in_at_once_share_one_session() {
    let sessions = Sessions::start_link().await.unwrap();
    let logins: Vec<_> = (0..50)
        .map(|_| {
            let sessions = sessions.clone();
            tokio::spawn(async move { sessions.login("ada", "lovelace", IDLE).await.unwrap().again })
        })
        .collect();
    let mut first = 0;
    for login in logins {
        first += usize::from(!login.await.unwrap());
    }
    assert_eq!((first, sessions.users()), (1, vec![String::from("ada")]));
    sessions.stop().await.unwrap();
}

#[test]
fn the_program_tells_a_story() {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let program = profile.join("examples").join(format!("user_session{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "build it first: cargo build --example user_session");
    let run = Command::new(program).output().unwrap();
    let story = [
        "ada logs in: welcome, ada",
        "bob logs in: welcome, bob",
        "somebody else tries to be ada: the password is wrong",
        "logged in: ada, bob",
        "ada looks at 2 pages",
        "bob logs out; his session ended: normal",
        "ada does nothing for 300ms; her session ended: normal",
        "ada comes back: `visit` on UserSession via \"ada\": no such process",
        "logged in: nobody",
    ];
    assert_eq!(String::from_utf8_lossy(&run.stdout).lines().collect::<Vec<_>>(), story);
    assert_eq!((run.status.code(), run.stderr.as_slice()), (Some(0), &b""[..]));
}
