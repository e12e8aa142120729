use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
impl MyBank {
    #[start]
    async fn start() -> Result<Self, StartError> {
        todo!()
    }
}

#[derive(Default)]
struct Other;

#[application]
impl Other {
    #[start]
    async fn start() -> Result<(), StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
