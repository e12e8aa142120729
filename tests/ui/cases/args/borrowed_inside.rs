use otp_runtime::prelude::*;
use std::path::Path;

struct Names;

#[gen_server]
impl Names {
    #[init]
    fn init() -> Self {
        Names
    }
    #[cast]
    fn maybe(&mut self, _name: Option<&str>) {}
    #[cast]
    fn pair(&mut self, _pair: (&Path, Vec<[&u8; 2]>)) {}
}

#[otp_runtime::main]
async fn main() {
    let names = Names::start().await.unwrap();
    names.maybe(Some("ada"));
    names.pair((Path::new("."), vec![]));
}
