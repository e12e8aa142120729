//! Suite `ex.gen_server`.
