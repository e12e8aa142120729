use otp_runtime::prelude::*;

struct Words(Vec<String>);

#[gen_server]
impl Words {
    #[init]
    fn init() -> Self {
        Words(Vec::new())
    }
    #[call]
    fn has(&self, word: &str) -> bool {
        self.0.iter().any(|known| known == word)
    }
}

#[otp_runtime::main]
async fn main() {
    let words = Words::start().await.unwrap();
    let call = words.has(&String::from("task"));
    call.await.unwrap();
    // this is fine: the message owns a copy
    let request = words.has(&String::from("task")).send();
    request.await.unwrap();
}
