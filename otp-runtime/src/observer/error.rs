//! Why an observer does not start.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

/// Why an observer does not start.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ObserverError {
    /// The address cannot be listened on: another program does, as a rule.
    #[error("cannot listen on {address}: {error}")]
    Address {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        error: Arc<io::Error>,
    },
    /// Anybody in the network could look.
    #[error("{0} is not a loopback address: give `.token(..)`, or listen on 127.0.0.1")]
    NeedsToken(SocketAddr),
    /// Any program of this machine could kill processes.
    #[error("`.control(true)` lets whoever looks suspend and kill processes: give `.token(..)` as well")]
    ControlNeedsToken,
    /// It would be guessed.
    #[error("a token needs {least} bytes at least, not {0}", least = super::token::LEAST)]
    ShortToken(usize),
}
