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
    fn warm_up(&mut self) -> bool {
        true
    }
    #[start_phase]
    fn open(&mut self) -> Result<u8, StartError> {
        Ok(1)
    }
    #[prep_stop]
    fn drain(&mut self) -> Result<(), StartError> {
        Ok(())
    }
}

fn main() {
    MyBank::spec();
}
