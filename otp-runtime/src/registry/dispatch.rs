//! Doing something with all processes under a key.

use super::query::cloned;
use super::{Keys, Registry};
use crate::{ExitReason, Pid, process};
use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::Arc;

impl<K, V> Registry<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// Calls `each` with the living processes registered under `key` and their values, once for each partition that has any
    /// (Elixir's `Registry.dispatch/3`): in the calling process, and not at all when there is none.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// use otp_runtime::process;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let rooms = Registry::<&str>::builder().keys(Keys::Duplicate).start_link().await?;
    /// rooms.register("lobby", ())?;
    /// rooms.dispatch("lobby", |guests| {
    ///     for (pid, ()) in guests {
    ///         pid.send("dinner is served");
    ///     }
    /// });
    /// assert_eq!(process::receive::<&str>().await, "dinner is served");
    /// # Ok(())
    /// # }
    /// ```
    pub fn dispatch<Q>(&self, key: &Q, mut each: impl FnMut(&[(Pid, V)]))
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        for entries in self.entries_by_partition(key) {
            each(&cloned(entries));
        }
    }

    /// As [`dispatch`](Registry::dispatch), with a process of its own for each call of `each` where there are several partitions
    /// that a key can be spread over ([`Keys::Duplicate`]); else in the calling process. Returns when all have ended. A panic in
    /// one goes on in the caller; when this is dropped the processes are killed.
    pub async fn dispatch_parallel<Q>(&self, key: &Q, each: impl Fn(&[(Pid, V)]) + Send + Sync + 'static)
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let parallel = self.with(|tables| tables.kind == Keys::Duplicate && tables.partition_count() > 1);
        if !parallel.unwrap_or_default() {
            return self.dispatch(key, each);
        }
        let each = Arc::new(each);
        let (mut running, mut ends) = (Running(Vec::new()), Vec::new());
        for entries in self.entries_by_partition(key) {
            let each = each.clone();
            let (pid, end) = process::spawn_monitor(async move { each(&cloned(entries)) });
            running.0.push(pid);
            ends.push(end);
        }
        for end in ends {
            match end.await.reason {
                ExitReason::Normal => {}
                reason => crate::exit(reason),
            }
        }
    }
}

/// Processes that are not to outlive a dispatch.
struct Running(Vec<Pid>);

impl Drop for Running {
    fn drop(&mut self) {
        for pid in &self.0 {
            pid.exit(ExitReason::Kill);
        }
    }
}
