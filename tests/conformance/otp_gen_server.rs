//! Suite `otp.gen_server`.
