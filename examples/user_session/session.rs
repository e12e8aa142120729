//! One user's session.

use std::fmt;
use std::time::Duration;

use otp_runtime::prelude::*;
use thiserror::Error;
use tokio::time::Instant;

/// What a session knows of its user.
pub struct UserSession {
    user: String,
    /// How long the user may do nothing.
    idle: Duration,
    /// `None` until the user has logged in.
    visits: Option<u64>,
    last_seen: Instant,
}

/// Who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcome {
    /// The user.
    pub user: String,
    /// Whether the user was logged in before.
    pub again: bool,
}

impl fmt::Display for Welcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "welcome{}, {}", if self.again { " back" } else { "" }, self.user)
    }
}

/// Why a session refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SessionError {
    /// That is not the user's password.
    #[error("the password is wrong")]
    WrongPassword,
    /// The user has not logged in.
    #[error("not logged in")]
    NotLoggedIn,
}

/// Time to look whether the user still does anything.
struct CheckIdle;

#[gen_server(restart = temporary)]
impl UserSession {
    /// A session that waits for its user's password.
    #[init]
    pub fn init(user: String, idle: Duration, ctx: &mut Context<Self>) -> Self {
        ctx.send_after(idle, CheckIdle);
        UserSession { user, idle, visits: None, last_seen: Instant::now() }
    }

    /// Lets the user in.
    #[call]
    pub fn login(&mut self, password: String) -> Result<Welcome, SessionError> {
        if !is_password_of(&self.user, &password) {
            return Err(SessionError::WrongPassword);
        }
        self.last_seen = Instant::now();
        let again = self.visits.is_some();
        self.visits.get_or_insert(0);
        Ok(Welcome { user: self.user.clone(), again })
    }

    /// The user looks at a page; the answer is how many it has been so far.
    #[call]
    pub fn visit(&mut self, page: &'static str) -> Result<u64, SessionError> {
        tracing::debug!("{} looks at {page}", self.user);
        let visits = self.visits.as_mut().ok_or(SessionError::NotLoggedIn)?;
        *visits += 1;
        self.last_seen = Instant::now();
        Ok(*visits)
    }

    /// The user goes. Nobody waits for that.
    #[cast]
    pub fn logout(&mut self, ctx: &mut Context<Self>) {
        ctx.stop(ExitReason::Normal);
    }

    /// Ends a session whose user does nothing any more; looks again when that could be so at the earliest.
    #[info]
    fn check_idle(&mut self, _: CheckIdle, ctx: &mut Context<Self>) {
        let left = self.idle.saturating_sub(self.last_seen.elapsed());
        if left.is_zero() {
            ctx.stop(ExitReason::Normal);
        } else {
            ctx.send_after(left, CheckIdle);
        }
    }
}

/// A real program would ask somebody who knows, and compare hashes.
fn is_password_of(user: &str, password: &str) -> bool {
    [("ada", "lovelace"), ("bob", "hunter2")].contains(&(user, password))
}
