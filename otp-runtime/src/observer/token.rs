//! The secret that opens what is closed.

use axum::http::{HeaderMap, header};
use std::fmt;
use std::hint::black_box;
use std::sync::Arc;

/// How many bytes a token has at least.
pub(super) const LEAST: usize = 16;

#[derive(Clone)]
pub(super) struct Token(Arc<str>);

impl Token {
    pub(super) fn new(secret: String) -> Self {
        Token(Arc::from(secret))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether a request brings it: `Authorization: Bearer <token>`.
    pub(super) fn is_in(&self, headers: &HeaderMap) -> bool {
        let brought = headers.get(header::AUTHORIZATION).map(|value| value.as_bytes());
        brought.and_then(|value| value.strip_prefix(b"Bearer ")).is_some_and(|given| self.is(given))
    }

    /// Takes as long for whatever is as long as the token: the time tells nobody how much of it was right.
    fn is(&self, given: &[u8]) -> bool {
        let own = self.0.as_bytes();
        given.len() == own.len() && given.iter().zip(own).fold(0, |differ, (a, b)| black_box(differ | (a ^ b))) == 0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}
