use otp_runtime::prelude::*;

struct MyBank(u8);

#[application]
impl MyBank {
    #[start]
    async fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
