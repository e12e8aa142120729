use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

struct Broken;

#[application]
impl MyBank {
    #[start]
    async fn start() -> Result<Pid, Broken> {
        todo!()
    }
    #[start_phase]
    async fn warm_up(&mut self) -> Result<(), Broken> {
        todo!()
    }
}

fn main() {
    MyBank::spec();
}
