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
    fn add(&mut self, _name: Cow<'_, str>) {}
}

#[otp_runtime::main]
async fn main() {
    let names = Names::start().await.unwrap();
    names.add(Cow::Borrowed("ada"));
}
