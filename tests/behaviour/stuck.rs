//! Handlers that do not return although their process was killed.
