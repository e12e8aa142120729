//! Process identifiers.

use std::fmt;
use std::num::NonZeroU64;

/// The identity of a process: small, `Copy`, printable (`<1.42>`) and never used again (Erlang's `pid()`).
///
/// A pid says nothing about what the process is. [`GenServer::at`](crate::GenServer::at) makes a typed client from one.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let pid = otp_runtime::process::spawn(async { std::future::pending::<()>().await });
/// assert!(pid.is_alive());
/// pid.exit(ExitReason::Kill);
/// pid.monitor().await;
/// assert!(!pid.is_alive());
/// # }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pid(NonZeroU64);

/// How many bits of a pid count the processes of one system. The rest numbers the systems.
const COUNT_BITS: u32 = 44;

impl Pid {
    pub(crate) fn new(system: u32, count: u64) -> Pid {
        let raw = (u64::from(system) << COUNT_BITS) | (count + 1);
        Pid(NonZeroU64::new(raw).expect("a pid counts from one"))
    }

    /// A pid as it is written.
    #[cfg(feature = "observer")]
    pub(crate) fn of_parts(system: u32, count: u64) -> Option<Pid> {
        let fits = system < 1 << (u64::BITS - COUNT_BITS) && count < 1 << COUNT_BITS;
        // the first one is written as 1
        fits.then(|| count.checked_sub(1).map(|before| Pid::new(system, before))).flatten()
    }

    pub(crate) fn system_number(self) -> u32 {
        (self.0.get() >> COUNT_BITS) as u32
    }

    pub(crate) fn count(self) -> u64 {
        self.0.get() & ((1 << COUNT_BITS) - 1)
    }

    pub(crate) fn raw(self) -> u64 {
        self.0.get()
    }

    pub(crate) fn from_raw(raw: u64) -> Option<Pid> {
        NonZeroU64::new(raw).map(Pid)
    }
}

impl fmt::Display for Pid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}.{}>", self.system_number(), self.count())
    }
}

impl fmt::Debug for Pid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// As text, `<1.42>`.
#[cfg(feature = "serde")]
impl serde::Serialize for Pid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
