//! Values that belong to a registry as a whole.

use super::{Registry, RegistryError};
use crate::process::panics::{drop_each, drop_guarded};
use parking_lot::Mutex;
use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

pub(super) type Value = Arc<dyn Any + Send + Sync>;

/// `None` once the registry has ended.
pub(super) struct Meta(Mutex<Option<HashMap<String, Value>>>);

impl Meta {
    pub(super) fn new(values: impl IntoIterator<Item = (String, Value)>) -> Self {
        Meta(Mutex::new(Some(values.into_iter().collect())))
    }

    pub(super) fn close(&self) {
        let values = self.0.lock().take();
        drop_each(values.into_iter().flatten());
    }
}

impl<K: Send + Sync + 'static, V: Send + Sync + 'static> Registry<K, V> {
    /// A copy of the registry's own value under a name, when it is a `T` (Elixir's `Registry.meta/2`).
    ///
    /// ```
    /// use otp_runtime::Registry;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let rooms = Registry::<String>::builder().meta("limit", 50_u32).start_link().await?;
    /// assert_eq!(rooms.meta::<u32>("limit"), Some(50));
    /// rooms.put_meta("limit", 80_u32)?;
    /// assert_eq!(rooms.meta::<u32>("limit"), Some(80));
    /// rooms.delete_meta("limit");
    /// assert_eq!(rooms.meta::<u32>("limit"), None);
    /// # Ok(())
    /// # }
    /// ```
    pub fn meta<T: Any + Clone>(&self, name: &str) -> Option<T> {
        let value = self.with(|tables| tables.meta.0.lock().as_ref()?.get(name).cloned()).ok()??;
        value.downcast_ref::<T>().cloned()
    }

    /// Puts a value of the registry's own under a name (Elixir's `Registry.put_meta/3`). It is there until the registry ends;
    /// one that is started again has what its [builder](crate::RegistryBuilder::meta) says.
    pub fn put_meta<T: Any + Send + Sync>(&self, name: impl Into<String>, value: T) -> Result<(), RegistryError> {
        let (name, value): (String, Value) = (name.into(), Arc::new(value));
        let before = self.with(|tables| {
            let mut meta = tables.meta.0.lock();
            match &mut *meta {
                Some(values) => Ok(values.insert(name, value)),
                // dropped without the lock
                None => Err(value),
            }
        });
        match before.map_err(|missing| missing.error(self))? {
            Ok(before) => drop_guarded(before),
            Err(refused) => {
                drop_guarded(refused);
                return Err(RegistryError::NotRunning(self.target()));
            }
        }
        Ok(())
    }

    /// Removes a value of the registry's own (Elixir's `Registry.delete_meta/2`).
    pub fn delete_meta(&self, name: &str) {
        drop_guarded(self.with(|tables| tables.meta.0.lock().as_mut()?.remove(name)).ok());
    }
}
