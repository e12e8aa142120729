use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
impl MyBank {
    #[init]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
    #[strat_phase]
    fn warm_up(&mut self) {}
    #[terminate]
    fn stopped(&mut self) {}
    #[cfg_attr(unix, prep_stop)]
    fn drain(&mut self) {}
}

fn main() {
    MyBank::spec();
}
