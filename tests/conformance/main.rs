//! OTP's behaviour, case by case. Each test is named after its case in `cases.tsv`.

mod ex_agent;
mod ex_application;
mod ex_dynamic_supervisor;
mod ex_dynamic_supervisor_restart;
mod ex_gen_server;
mod ex_partition_supervisor;
mod ex_process;
mod ex_registry;
mod ex_registry_dup;
mod ex_registry_uniq;
mod ex_supervisor;
mod ex_task;
mod ex_task_many;
mod ex_task_shutdown;
mod ex_task_stream;
mod ex_task_supervisor;
mod ex_task_supervisor_stream;
mod otp_application;
mod otp_application_ends;
mod otp_application_env;
mod otp_gen_server;
mod otp_gen_server_messages;
mod otp_gen_server_start;
mod otp_gen_server_status;
mod otp_gen_server_stop;
mod otp_pg;
mod otp_proc_lib;
mod otp_proc_lib_start;
mod otp_supervisor_admin;
mod otp_supervisor_dynamic;
mod otp_supervisor_log;
mod otp_supervisor_restart;
mod otp_supervisor_scale;
mod otp_supervisor_shutdown;
mod otp_supervisor_significant;
mod otp_supervisor_start;
mod otp_sys;

#[path = "../support/apps.rs"]
mod apps;
#[path = "../support/children.rs"]
mod children;
mod coverage;
mod directory;
mod dynamic;
#[path = "../support/leaks.rs"]
mod leaks;
mod logs;
mod reasons;
mod registries;
mod tasks;
