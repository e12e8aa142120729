use otp_runtime::prelude::*;

#[derive(Default)]
struct Größe;

#[application]
impl Größe {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }
}

fn main() {
    Größe::spec();
}
