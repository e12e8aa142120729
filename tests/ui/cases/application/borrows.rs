use otp_runtime::prelude::*;

struct Borrows<'a>(&'a str);

#[application]
impl<'a> Borrows<'a> {
    #[start]
    fn start() -> Result<Top<Self>, StartError> {
        todo!()
    }
}

fn main() {
    Borrows::spec();
}
