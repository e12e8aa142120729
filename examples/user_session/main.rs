//! Users who log in, do something, and log out or are forgotten: a process for each session, found by the user's name.
//!
//! ```text
//! cargo run --example user_session
//! ```
//!
//! `session.rs` is the session, `sessions.rs` all of them together.

pub mod session;
pub mod sessions;

use std::error::Error;
use std::time::Duration;

use crate::sessions::{Sessions, SessionsClient};

/// Half an hour would be long to watch.
const IDLE: Duration = Duration::from_millis(300);

#[otp_runtime::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sessions = Sessions::start_link().await?;

    println!("ada logs in: {}", sessions.login("ada", "lovelace", IDLE).await?);
    println!("bob logs in: {}", sessions.login("bob", "hunter2", IDLE).await?);
    match sessions.login("ada", "byron", IDLE).await {
        Ok(_) => println!("anybody can be ada"),
        Err(error) => println!("somebody else tries to be ada: {error}"),
    }
    show(&sessions);

    let ada = sessions.of("ada");
    ada.visit("/home").await?;
    println!("ada looks at {} pages", ada.visit("/orders").await?);

    // both end in order: bob says so, ada falls asleep
    let (bob, ada_ends) = (sessions.of("bob"), ada.monitor());
    let bob_ends = bob.monitor();
    bob.logout();
    println!("bob logs out; his session ended: {}", bob_ends.await.reason);
    println!("ada does nothing for {IDLE:?}; her session ended: {}", ada_ends.await.reason);
    match ada.visit("/home").await {
        Err(error) => println!("ada comes back: {error}"),
        Ok(_) => println!("ada's session never ends"),
    }
    show(&sessions);
    sessions.stop().await?;
    Ok(())
}

fn show(sessions: &SessionsClient) {
    let here = sessions.users();
    println!("logged in: {}", if here.is_empty() { String::from("nobody") } else { here.join(", ") });
}
