use otp_runtime::prelude::*;

struct Reader<'a> {
    text: &'a str,
}

#[gen_server]
impl<'a> Reader<'a> {
    #[init]
    fn init() -> Self {
        Reader { text: "" }
    }
    #[call]
    fn length(&self) -> usize {
        self.text.len()
    }
}

struct Writer<'a> {
    text: &'a str,
}

#[gen_server]
impl Writer<'_> {
    #[init]
    fn init() -> Self {
        Writer { text: "" }
    }
    #[call]
    fn length(&self) -> usize {
        self.text.len()
    }
}

fn main() {
    let _ = Reader::init().length() + Writer::init().length();
}
