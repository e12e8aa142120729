use otp_runtime::prelude::*;

struct Counter;

#[gen_server(=)]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn get(&self) {}
}

struct Other;

#[gen_server(mailbox = 1 restart = transient)]
impl Other {
    #[init]
    fn init() -> Self {
        Other
    }
    #[call]
    fn get(&self) {}
}

struct Third;

#[gen_server("third")]
impl Third {
    #[init]
    fn init() -> Self {
        Third
    }
    #[call]
    fn get(&self) {}
}

fn main() {
    let _ = (Counter::start(), Other::start(), Third::start());
}
