use otp_runtime::prelude::*;

struct Entry {
    text: String,
}

struct Journal(Vec<String>);

#[gen_server]
impl Journal {
    #[init]
    fn init() -> Self {
        Journal(Vec::new())
    }
    #[call]
    fn write(&mut self, entry: &Entry) {
        self.0.push(entry.text.clone());
    }
    #[cast]
    fn write_all(&mut self, entries: &[Entry]) {
        self.0.extend(entries.iter().map(|entry| entry.text.clone()));
    }
}

#[otp_runtime::main]
async fn main() {
    let journal = Journal::start().await.unwrap();
    journal.write(&Entry { text: "a".into() }).await.unwrap();
    journal.write_all(&[]);
}
