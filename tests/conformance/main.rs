//! OTP's behaviour, case by case. Each test is named after its case in `cases.tsv`.

mod ex_gen_server;
mod ex_process;
mod otp_gen_server;
mod otp_gen_server_messages;
mod otp_gen_server_start;
mod otp_gen_server_status;
mod otp_gen_server_stop;
mod otp_proc_lib;
mod otp_proc_lib_start;

mod coverage;
mod directory;
mod logs;
mod reasons;
