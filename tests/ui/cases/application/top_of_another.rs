use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[derive(Default)]
struct Other;

#[application]
impl MyBank {
    #[start]
    async fn start() -> Result<Top<Other>, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
