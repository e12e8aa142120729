use otp_runtime::prelude::*;

struct Names;

#[gen_server]
impl Names {
    #[init]
    fn init() -> Self {
        Names
    }
    #[cast]
    fn add(&mut self, _name: impl Into<String>) {}
    #[cast]
    fn each(&mut self, _tell: impl Fn(String)) {}
    #[cast]
    fn all(&mut self, _names: impl IntoIterator<Item = String>) {}
}

#[otp_runtime::main]
async fn main() {
    let names = Names::start().await.unwrap();
    names.add("ada");
    names.each(|_| {});
    names.all(vec![]);
}
