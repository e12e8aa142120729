//! A registry as a user might write one, for names that are looked up in it.

use otp_runtime::{Pid, RegisterError, Registrar, RegistryDown};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

/// Text keys in a table. It runs until it is closed.
#[derive(Clone, Default)]
pub(crate) struct Directory(Arc<Inside>);

#[derive(Default)]
struct Inside {
    holders: Mutex<HashMap<String, Pid>>,
    closed: AtomicBool,
}

impl Directory {
    pub(crate) fn close(&self) {
        self.0.closed.store(true, SeqCst);
    }
}

impl Registrar<&'static str> for Directory {
    fn register_name(&self, key: &&'static str, pid: Pid) -> Result<(), RegisterError> {
        if self.0.closed.load(SeqCst) {
            return Err(RegisterError::NotRunning);
        }
        let mut holders = self.0.holders.lock().expect("the table");
        match holders.get(*key) {
            Some(holder) if holder.is_alive() => Err(RegisterError::Taken(*holder)),
            _ => {
                holders.insert((*key).to_owned(), pid);
                Ok(())
            }
        }
    }

    fn unregister_name(&self, key: &&'static str, pid: Pid) {
        let mut holders = self.0.holders.lock().expect("the table");
        if holders.get(*key) == Some(&pid) {
            holders.remove(*key);
        }
    }

    fn whereis_name(&self, key: &&'static str) -> Result<Option<Pid>, RegistryDown> {
        if self.0.closed.load(SeqCst) {
            return Err(RegistryDown);
        }
        Ok(self.0.holders.lock().expect("the table").get(*key).copied())
    }
}
