use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
impl MyBank {
    #[start]
    fn start() -> Result<Pid, StartError> {
        todo!()
    }

    #[stop]
    fn stopped<T: Default>(&mut self)
    where
        T: Clone,
    {
    }
    #[prep_stop]
    fn drain<'a>(&'a mut self) {}
}

fn main() {
    MyBank::spec();
}
