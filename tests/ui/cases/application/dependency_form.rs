use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[derive(Default)]
struct Metrics;

#[application]
impl Metrics {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

#[application(dependencies(&Metrics, 5), includes("reports"), optional())]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
