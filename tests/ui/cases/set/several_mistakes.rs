use otp_runtime::prelude::*;
use std::fmt::Display;

struct Shop {
    names: Vec<String>,
}

#[gen_server(restart = sometimes, mailbx = 8)]
impl Shop {
    #[init]
    fn init(first: &str) -> Self {
        Shop { names: vec![first.to_owned()] }
    }
    #[call]
    fn name(&self, at: usize) -> &str {
        &self.names[at]
    }
    #[cal]
    fn count(&self) -> usize {
        self.names.len()
    }
    #[cast]
    fn add(self, name: &str) -> bool {
        let _ = name;
        true
    }
    #[cast]
    fn show(&mut self, what: impl Display) {
        let _ = what;
    }
    #[call]
    fn last(&self) -> Option<String> {
        self.names.last().cloned()
    }
    #[info]
    fn tick(&mut self, at: u64, by: u64) -> u64 {
        at + by
    }
}

#[otp_runtime::main]
async fn main() {
    let shop = Shop::start("ada").await.unwrap();
    shop.add("grace");
    shop.show(1);
    let _: usize = shop.count().await.unwrap();
    let _: Option<String> = shop.last().await.unwrap();
    let name = shop.name(0).await.unwrap();
    println!("{name}");
}
