use otp_runtime::prelude::*;

struct Names;

#[gen_server]
impl Names {
    #[init]
    fn init() -> Self {
        Names
    }
    #[cast]
    fn add(&mut self, _name: _) {}
}

#[otp_runtime::main]
async fn main() {
    let names = Names::start().await.unwrap();
    names.add("ada");
}
