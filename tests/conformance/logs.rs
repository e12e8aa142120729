//! What the runtime logs, captured for one test.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};
use tracing::{Dispatch, Level};

/// Everything logged on this thread while it lives, at one level or worse.
pub(crate) struct Logs {
    lines: Lines,
    _here: tracing::subscriber::DefaultGuard,
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Logs {
    /// Starts capturing on this thread: for tests of one thread (`#[otp_runtime::test]`).
    pub(crate) fn at(level: Level) -> Logs {
        // of a single subscriber `tracing` asks the thread that comes first to an event whether anybody wants it, and
        // remembers the answer for all threads
        static OTHERS: OnceLock<[Dispatch; 2]> = OnceLock::new();
        OTHERS.get_or_init(|| [(); 2].map(|()| Dispatch::new(tracing_subscriber::registry())));
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(level)
            .with_ansi(false)
            .without_time()
            .with_writer(move || writer.clone())
            .finish();
        Logs { lines, _here: tracing::subscriber::set_default(subscriber) }
    }

    /// The lines so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        let bytes = self.lines.0.lock().expect("the log").clone();
        String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
