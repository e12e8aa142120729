use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }

    #[start_phase(name = "warm")]
    fn warm_up(&mut self) {}
    #[stop = "now"]
    fn stopped(&mut self) {}
}

fn main() {
    MyBank::spec();
}
