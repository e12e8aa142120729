use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
impl MyBank {
    #[start]
    async fn start() -> Result<String, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
