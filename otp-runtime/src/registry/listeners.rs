//! Processes that are told what is registered.

use crate::system::System;
use crate::{AnyMessage, Pid, Target};
use std::sync::Arc;

/// What the [listeners](crate::RegistryBuilder::listeners) of a registry are told: a message to the process with the
/// listener's name, sent before `register` or `unregister` returns.
///
/// Nothing is told when a process ends: a listener monitors it. A key that is taken over from a process that has ended is
/// registered without having been unregistered.
///
/// ```
/// use otp_runtime::{Pid, Registry, RegistryEvent, assert_receive, process};
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let me = Pid::current().unwrap();
/// process::register("watcher", me)?;
/// let seats = Registry::<u32>::builder().listeners(["watcher"]).start_link().await?;
/// seats.register(12, ())?;
/// assert_receive!(RegistryEvent::<u32>::Register { key: 12, pid, .. } if *pid == me);
/// seats.unregister(&12);
/// assert_receive!(RegistryEvent::<u32>::Unregister { key: 12, .. });
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegistryEvent<K, V = ()> {
    /// A process has registered.
    Register {
        /// The registry: its name, else its place in the supervision tree, else its pid.
        registry: Target,
        /// The key.
        key: K,
        /// The process.
        pid: Pid,
        /// The value.
        value: V,
    },
    /// A process has unregistered, and has nothing under the key any more.
    Unregister {
        /// The registry, as above.
        registry: Target,
        /// The key.
        key: K,
        /// The process.
        pid: Pid,
    },
}

/// The names, and how keys and values are cloned for them.
pub(super) struct Listeners<K, V> {
    names: Arc<[Arc<str>]>,
    register: fn(Target, &K, Pid, &V) -> RegistryEvent<K, V>,
}

impl<K: Clone, V: Clone> Listeners<K, V> {
    pub(super) fn new(names: Arc<[Arc<str>]>) -> Self {
        let register = |registry, key: &K, pid, value: &V| RegistryEvent::Register {
            registry,
            key: key.clone(),
            pid,
            value: value.clone(),
        };
        Listeners { names, register }
    }
}

impl<K: Send + 'static, V: Send + 'static> Listeners<K, V> {
    pub(super) fn registered(&self, system: &System, registry: &Target, key: &K, pid: Pid, value: &V) {
        self.tell(system, || (self.register)(registry.clone(), key, pid, value));
    }

    pub(super) fn unregistered(&self, system: &System, registry: &Target, key: impl Fn() -> K, pid: Pid) {
        self.tell(system, || RegistryEvent::Unregister { registry: registry.clone(), key: key(), pid });
    }

    /// A name that nobody has is skipped.
    fn tell(&self, system: &System, event: impl Fn() -> RegistryEvent<K, V>) {
        for name in &*self.names {
            if let Some(listener) = system.names.whereis(name) {
                let next = listener.deposit(AnyMessage::new(event()));
                listener.follow(next);
            }
        }
    }
}

impl<K, V> Clone for Listeners<K, V> {
    fn clone(&self) -> Self {
        Listeners { names: self.names.clone(), register: self.register }
    }
}
