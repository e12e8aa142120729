use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }

    #[stop]
    const LIMIT: u8 = 1;
}

fn main() {
    MyBank::spec();
    let _ = MyBank::LIMIT;
}
