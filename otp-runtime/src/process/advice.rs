//! Warnings a developer can act on, given once.

#[cfg(debug_assertions)]
use crate::GenServer;

/// A message of this many bytes costs more to move than to allocate.
#[cfg(debug_assertions)]
const LARGE: usize = 1024;

/// All messages of a kind are as large as the largest: one big argument slows every message of its server.
#[cfg(debug_assertions)]
pub(crate) fn large_messages<S: GenServer>() {
    use parking_lot::Mutex;
    use std::any::TypeId;
    use std::collections::BTreeSet;
    static WARNED: Mutex<BTreeSet<TypeId>> = Mutex::new(BTreeSet::new());

    let kinds = [
        ("calls", size_of::<S::Call>()),
        ("replies", size_of::<S::Reply>()),
        ("casts", size_of::<S::Cast>()),
        ("infos", size_of::<S::Info>()),
    ];
    let Some((kind, bytes)) = kinds.into_iter().max_by_key(|(_, bytes)| *bytes).filter(|(_, bytes)| *bytes > LARGE)
    else {
        return;
    };
    if WARNED.lock().insert(TypeId::of::<S>()) {
        tracing::warn!(
            server = S::NAME,
            bytes,
            "the {kind} of this server are {bytes} bytes each: `Box` the large one"
        );
    }
}

/// Without unwinding a panic ends the program, not its process.
pub(crate) fn panics_abort() {
    if cfg!(panic = "abort") {
        tracing::warn!("built with `panic = \"abort\"`: a panic in one process ends the whole program");
    }
}
