use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

struct Metrics;

#[application(dependencies(Metrics))]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
