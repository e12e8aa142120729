use otp_runtime::prelude::*;

struct Names(Vec<String>);

#[gen_server]
impl Names {
    #[init]
    fn init(first: &str) -> Self {
        Names(vec![first.to_owned()])
    }
    #[info]
    fn heard(&mut self, name: &str) {
        self.0.push(name.to_owned());
    }
}

#[otp_runtime::main]
async fn main() {
    Names::start("ada").await.unwrap();
}
