//! Values whose destructors panic, wherever the runtime has to drop them.
