//! From an unwinding handler to an exit reason.

use super::current;
use crate::ExitReason;
use crate::reason::PanicLocation;
use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind, set_hook, take_hook};
use std::sync::{Arc, Once};

thread_local! {
    static LOCATION: RefCell<Option<PanicLocation>> = const { RefCell::new(None) };
}

/// What [`exit`] unwinds with.
struct ExitWith(ExitReason);

/// Ends the current process at once with exactly this reason, from any depth of a handler, `#[init]` or task
/// (Erlang's `exit/1`). `#[terminate]` runs, no panic hook does.
///
/// # Panics
///
/// Outside a process it unwinds like a panic, up to whoever catches it.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// let (_, end) = otp_runtime::process::spawn_monitor(async { otp_runtime::exit(ExitReason::Shutdown) });
/// assert_eq!(end.await.reason, ExitReason::Shutdown);
/// # }
/// ```
pub fn exit(reason: ExitReason) -> ! {
    resume_unwind(Box::new(ExitWith(reason)))
}

/// Remembers where a process panicked. Printing is left to the hooks that were there before.
pub(crate) fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            if current::pid().is_some() {
                let location = info.location().map(|at| PanicLocation {
                    file: at.file().to_owned(),
                    line: at.line(),
                    column: at.column(),
                });
                let _ = LOCATION.try_with(|last| *last.borrow_mut() = location);
            }
            before(info);
        }));
    });
}

/// The exit reason of a caught panic.
#[cold]
pub(crate) fn reason_of(payload: Box<dyn Any + Send>) -> ExitReason {
    let payload = match payload.downcast::<ExitWith>() {
        Ok(exit) => return exit.0,
        Err(payload) => payload,
    };
    let message: Arc<str> = if let Some(text) = payload.downcast_ref::<&str>() {
        Arc::from(*text)
    } else if let Some(text) = payload.downcast_ref::<String>() {
        Arc::from(text.as_str())
    } else {
        Arc::from("a value that is not text")
    };
    let location = LOCATION.with(|last| last.borrow_mut().take()).map(Arc::new);
    drop_guarded(payload);
    ExitReason::Panic { message, location }
}

/// The reason of a panic or `exit`. Boxed: results that may be one are moved with every message.
pub(crate) type Crash = Box<ExitReason>;

/// Runs user code that must not take anything else down.
#[inline]
pub(crate) fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, Crash> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(value) => Ok(value),
        Err(payload) => Err(Box::new(reason_of(payload))),
    }
}

/// Drops a user's value; a destructor that panics has lost its right to be heard.
pub(crate) fn drop_guarded<T>(value: T) {
    let mut value = Some(value);
    quietly(&mut || value = None);
}

/// Drops users' values one by one: a second panic while the first unwinds would end the program.
pub(crate) fn drop_each<T>(values: impl IntoIterator<Item = T>) {
    for value in values {
        drop_guarded(value);
    }
}

/// Not generic: one `catch_unwind` for all types is compiled once.
fn quietly(run: &mut dyn FnMut()) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(run)) {
        // dropping the payload could panic again
        std::mem::forget(payload);
    }
}
