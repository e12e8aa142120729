//! The calling process's dictionary.

use super::myself;
use std::any::Any;
use std::collections::btree_map::Entry;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Puts a value into the calling process's dictionary; what was there under the key (Erlang's `put/2`).
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn put<T: Any + Send>(key: impl Into<String>, value: T) -> Option<Box<dyn Any + Send>> {
    let key = key.into();
    myself().head().with_extras(|extras| extras.dictionary.insert(key, Box::new(value))).flatten()
}

/// A copy of a value in the calling process's dictionary, when it is a `T` (Erlang's `get/1`).
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn get<T: Any + Clone>(key: &str) -> Option<T> {
    look_at(key, |value| value.downcast_ref::<T>().cloned())?
}

/// Cloning and comparing are user code: they run without the lock, on a value taken out meanwhile.
#[track_caller]
fn look_at<R>(key: &str, look: impl FnOnce(&(dyn Any + Send)) -> R) -> Option<R> {
    let me = myself();
    let (key, value) = me.head().with_extras(|extras| extras.dictionary.remove_entry(key)).flatten()?;
    let seen = catch_unwind(AssertUnwindSafe(|| look(&*value)));
    // what `look` has put there itself is newer
    let outdated = me.head().with_extras(|extras| match extras.dictionary.entry(key) {
        Entry::Vacant(entry) => {
            entry.insert(value);
            None
        }
        Entry::Occupied(_) => Some(value),
    });
    drop(outdated);
    Some(seen.unwrap_or_else(|panic| resume_unwind(panic)))
}

/// Removes a value from the calling process's dictionary (Erlang's `erase/1`).
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn delete(key: &str) -> Option<Box<dyn Any + Send>> {
    myself().head().with_extras(|extras| extras.dictionary.remove(key)).flatten()
}

/// The keys of the calling process's dictionary, sorted (Erlang's `get_keys/0`).
///
/// # Panics
///
/// Outside a process.
#[track_caller]
pub fn keys() -> Vec<String> {
    myself().head().with_extras(|extras| extras.dictionary.keys().cloned().collect()).unwrap_or_default()
}

/// The keys under which the calling process's dictionary has this value, sorted (Erlang's `get_keys/1`).
///
/// # Panics
///
/// Outside a process.
///
/// ```
/// use otp_runtime::process;
///
/// # #[otp_runtime::main]
/// # async fn main() {
/// process::put("low", 1);
/// process::put("high", 9);
/// process::put("first", 1);
/// assert_eq!(process::keys_of(&1), ["first", "low"]);
/// # }
/// ```
#[track_caller]
pub fn keys_of<T: Any + PartialEq>(value: &T) -> Vec<String> {
    let mut keys = keys();
    keys.retain(|key| look_at(key, |found| found.downcast_ref() == Some(value)) == Some(true));
    keys
}
