//! Looking: at one key, at one process, at everything.

use super::{Keys, Registry};
use crate::Pid;
use crate::monitor::current_process;
use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::Arc;

impl<K, V> Registry<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    /// The living processes registered under `key`, with their values (Elixir's `Registry.lookup/2`): at most one if keys are
    /// unique, else any number, in no order.
    pub fn lookup<Q>(&self, key: &Q) -> Vec<(Pid, V)>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
        V: Clone,
    {
        cloned(self.entries(key, None))
    }

    /// The living process registered under `key` if keys are unique (Elixir's `Registry.whereis_name/1`). `None` in a registry
    /// with duplicate keys.
    pub fn whereis<Q>(&self, key: &Q) -> Option<Pid>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let found = self.with(|tables| match tables.kind {
            Keys::Unique => tables.holder(key).ok().flatten(),
            Keys::Duplicate | Keys::DuplicateByKey => None,
        });
        found.ok().flatten().map(|found| found.process.head().pid)
    }

    /// The values of one process under `key` (Elixir's `Registry.values/3`).
    pub fn values<Q>(&self, key: &Q, pid: Pid) -> Vec<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
        V: Clone,
    {
        self.entries(key, Some(pid)).iter().map(|(_, value)| V::clone(value)).collect()
    }

    /// The keys of one process, one for each registration (Elixir's `Registry.keys/2`).
    pub fn keys(&self, pid: Pid) -> Vec<K>
    where
        K: Clone,
    {
        let keys = self.with(|tables| tables.held_by(pid)).unwrap_or_default();
        keys.iter().map(|key| K::clone(key)).collect()
    }

    /// How many registrations there are (Elixir's `Registry.count/1`). Those of processes that ended a moment ago may count.
    pub fn count(&self) -> usize {
        self.with(|tables| tables.sizes().0).unwrap_or_default()
    }

    /// The processes under `key` whose values are `wanted`, with the values (Elixir's `Registry.match/4`).
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let rooms = Registry::<&str, (u32, u32)>::builder().keys(Keys::Duplicate).start_link().await?;
    /// let me = Pid::current().unwrap();
    /// rooms.register("lobby", (1, 2))?;
    /// rooms.register("lobby", (3, 3))?;
    /// assert_eq!(rooms.match_("lobby", |(row, seat)| row == seat), [(me, (3, 3))]);
    /// assert_eq!(rooms.count_match("lobby", |(row, _)| *row > 0), 2);
    /// # Ok(())
    /// # }
    /// ```
    pub fn match_<Q>(&self, key: &Q, mut wanted: impl FnMut(&V) -> bool) -> Vec<(Pid, V)>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
        V: Clone,
    {
        let mut entries = self.entries(key, None);
        entries.retain(|(_, value)| wanted(value));
        cloned(entries)
    }

    /// How many registrations under `key` have values that are `wanted` (Elixir's `Registry.count_match/4`).
    pub fn count_match<Q>(&self, key: &Q, mut wanted: impl FnMut(&V) -> bool) -> usize
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.entries(key, None).iter().filter(|(_, value)| wanted(value)).count()
    }

    /// Replaces the value that the calling process has under `key` of a registry with unique keys (Elixir's
    /// `Registry.update_value/3`): the new value and the old one. `None`, without running `update`, when the key is not the
    /// calling process's.
    ///
    /// ```
    /// use otp_runtime::Registry;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let rooms = Registry::<&str, u32>::builder().start_link().await?;
    /// rooms.register("lobby", 1)?;
    /// assert_eq!(rooms.update_value("lobby", |seats| seats + 1), Some((2, 1)));
    /// assert_eq!(rooms.update_value("attic", |seats| seats + 1), None);
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_value<Q>(&self, key: &Q, update: impl FnOnce(&V) -> V) -> Option<(V, V)>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
        V: Clone,
    {
        let me = current_process()?.head().pid;
        if self.with(|tables| tables.kind).ok()? != Keys::Unique {
            return None;
        }
        let (_, old) = self.entries(key, Some(me)).pop()?;
        let new = Arc::new(update(&old));
        let replaced = self.with(|tables| tables.replace(me, key, &old, new.clone())).ok()?;
        replaced.then(|| (V::clone(&new), V::clone(&old)))
    }

    /// What `pick` makes of the registrations it picks, from all there are, in no order (Elixir's `Registry.select/2`).
    ///
    /// ```
    /// use otp_runtime::Registry;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let rooms = Registry::<&str, u32>::builder().start_link().await?;
    /// rooms.register("lobby", 40)?;
    /// rooms.register("attic", 2)?;
    /// assert_eq!(rooms.select(|name, _, seats| (*seats > 10).then_some(*name)), ["lobby"]);
    /// assert_eq!(rooms.count_select(|_, _, seats| *seats > 0), 2);
    /// # Ok(())
    /// # }
    /// ```
    pub fn select<T>(&self, mut pick: impl FnMut(&K, Pid, &V) -> Option<T>) -> Vec<T> {
        let mut picked = Vec::new();
        let _ = self.with(|tables| {
            let entries =
                tables.shards(|entry| entry.is_alive().then(|| (entry.key.clone(), entry.pid(), entry.value.clone())));
            for (key, pid, value) in entries.flatten().flatten() {
                picked.extend(pick(&key, pid, &value));
            }
        });
        picked
    }

    /// How many of all registrations are `wanted` (Elixir's `Registry.count_select/2`).
    pub fn count_select(&self, mut wanted: impl FnMut(&K, Pid, &V) -> bool) -> usize {
        self.select(|key, pid, value| wanted(key, pid, value).then_some(())).len()
    }

    /// What there is under a key, of everybody or of one process.
    pub(super) fn entries<Q>(&self, key: &Q, of: Option<Pid>) -> Vec<(Pid, Arc<V>)>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let mut all = self.entries_by_partition(key);
        let mut entries = if all.len() == 1 { all.remove(0) } else { all.into_iter().flatten().collect() };
        if let Some(of) = of {
            entries.retain(|(pid, _)| *pid == of);
        }
        entries
    }

    /// What there is under a key, by partition; partitions without any are left out.
    pub(super) fn entries_by_partition<Q>(&self, key: &Q) -> Vec<Vec<(Pid, Arc<V>)>>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let entries = self.with(|tables| {
            let hash = tables.hash(key);
            let look = |partition| tables.look(partition, key, hash, |entry| (entry.pid(), entry.value.clone()));
            tables.partitions_of(hash).map(look).filter(|entries| !entries.is_empty()).collect()
        });
        entries.unwrap_or_default()
    }
}

pub(super) fn cloned<V: Clone>(entries: Vec<(Pid, Arc<V>)>) -> Vec<(Pid, V)> {
    entries.into_iter().map(|(pid, value)| (pid, Arc::unwrap_or_clone(value))).collect()
}
