use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }

    #[start_phase]
    fn warm_up(&mut self) {}
    #[prep_stop]
    fn drain(&mut self) {}
    #[otp_runtime::stop]
    fn stopped(&mut self) {}
    #[config_change]
    fn changed(&mut self) {}
}

fn main() {
    let mut bank = MyBank;
    bank.warm_up();
    bank.drain();
    bank.stopped();
    bank.changed();
    let _ = MyBank::start();
}
