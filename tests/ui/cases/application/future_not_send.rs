use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

use std::rc::Rc;

#[application]
impl MyBank {
    #[start]
    async fn start() -> Result<Pid, StartError> {
        let shared = Rc::new(1);
        std::future::ready(()).await;
        drop(shared);
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
