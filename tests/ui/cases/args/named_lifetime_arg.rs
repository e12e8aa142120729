use otp_runtime::prelude::*;
use std::borrow::Cow;

struct Names;

#[gen_server]
impl Names {
    #[init]
    fn init() -> Self {
        Names
    }
    #[cast]
    fn add<'a>(&mut self, _name: Cow<'a, str>) {}
}

#[otp_runtime::main]
async fn main() {
    let names = Names::start().await.unwrap();
    names.add(Cow::Borrowed("ada"));
}
