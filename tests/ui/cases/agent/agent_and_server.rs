use otp_runtime::prelude::*;

#[agent]
struct Settings {
    pub volume: u8,
}

#[gen_server]
impl Settings {
    #[init]
    fn init() -> Self {
        Settings { volume: 1 }
    }
    #[call]
    fn loud(&self) -> bool {
        self.volume > 3
    }
}

fn main() {}
