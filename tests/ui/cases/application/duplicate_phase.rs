use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }

    #[start_phase]
    #[start_phase]
    fn warm_up(&mut self) {}
    #[start_phase]
    fn warm_up(&mut self) {}
}

fn main() {
    MyBank::spec();
}
