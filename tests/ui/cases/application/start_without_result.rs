use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
impl MyBank {
    #[start]
    async fn start() {}
}

#[derive(Default)]
struct Other;

#[application]
impl Other {
    #[start]
    async fn start() -> Pid {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
