use otp_runtime::prelude::*;
use std::path::{Path, PathBuf};

struct Files {
    name: String,
    path: PathBuf,
}

#[gen_server]
impl Files {
    #[init]
    fn init(name: String, path: PathBuf) -> Self {
        Files { name, path }
    }
    #[call]
    fn name(&self) -> &str {
        &self.name
    }
    #[call]
    fn path(&self) -> Option<&Path> {
        Some(&self.path)
    }
    #[call]
    fn all(&mut self, reply: ReplyTo<&str>) {
        let _ = reply;
    }
}

#[otp_runtime::main]
async fn main() {
    let files = Files::start("a".into(), "b".into()).await.unwrap();
    let _ = files.name().await.unwrap();
    let _ = files.path().await.unwrap();
}
