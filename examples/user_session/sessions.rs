//! All sessions, and who is in which.

use std::time::Duration;

use otp_runtime::DynamicStartError;
use otp_runtime::prelude::*;
use thiserror::Error;

use crate::session::{SessionError, UserSession, UserSessionClient, Welcome};

/// How long a user may do nothing.
pub const IDLE: Duration = Duration::from_secs(30 * 60);

/// The registry comes first: when it goes down the sessions, which are known by it, go as well.
#[supervisor(strategy = rest_for_one)]
pub struct Sessions {
    #[child(keys = unique)]
    by_user: Registry<String>,
    all: DynamicSupervisor<UserSession>,
}

/// Why somebody is not let in.
#[derive(Debug, Error)]
pub enum LoginError {
    /// The session says no.
    #[error(transparent)]
    Refused(#[from] CallError<SessionError>),
    /// There is no session.
    #[error(transparent)]
    NotStarted(#[from] CallError<DynamicStartError>),
}

impl SessionsClient {
    /// The session of that user: whichever process it is when it is asked.
    pub fn of(&self, user: &str) -> UserSessionClient {
        UserSession::via(&self.by_user(), user.to_owned())
    }

    /// Lets a user in. A session is made for one who has none.
    pub async fn login(&self, user: &str, password: &str, idle: Duration) -> Result<Welcome, LoginError> {
        let session = self.of(user);
        if !session.is_alive() {
            let spec = UserSession::child(user.to_owned(), idle).via(&self.by_user(), user.to_owned());
            match self.all().start_child(spec).await {
                // one of them is enough, whoever started it
                Ok(_) | Err(CallError::Handler(DynamicStartError::AlreadyStarted(_))) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(session.login(password.to_owned()).await?)
    }

    /// The users who have a session, in order.
    pub fn users(&self) -> Vec<String> {
        let mut users = self.by_user().select(|user, _, _| Some(user.clone()));
        users.sort();
        users
    }
}
