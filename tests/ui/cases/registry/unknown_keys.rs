use otp_runtime::prelude::*;

#[otp_runtime::main]
async fn main() {
    let by_pid = Registry::<u32>::builder().keys(Keys::DuplicateByPid);
    let by_name = Registry::<u32>::builder().keys("duplicate");
    by_pid.start().await.unwrap().register(1, ()).unwrap();
    by_name.start().await.unwrap().register(1, ()).unwrap();
}
