use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application(nmae = "bank", depends_on(Metrics), strategy = one_for_one)]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
