use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application(description: "A bank", dependencies: [Metrics], vsn: "1.0")]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
