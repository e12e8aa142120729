//! Tests of `otp-runtime`.
