//! Suite `otp.proc_lib`.
