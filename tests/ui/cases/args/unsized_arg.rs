use otp_runtime::prelude::*;

struct Names;

#[gen_server]
impl Names {
    #[init]
    fn init() -> Self {
        Names
    }
    #[cast]
    fn add(&mut self, _name: str) {}
    #[cast]
    fn bytes(&mut self, _bytes: [u8]) {}
    #[cast]
    fn tell(&mut self, _tell: dyn Fn(u8)) {}
}

fn main() {
    let _ = Names::start();
}
