use otp_runtime::prelude::*;

struct Counter;

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter
    }
    #[call]
    fn value(&mut self, reply: ReplyTo<u64>) {
        reply.send(1);
        reply.send(2);
    }
    #[call]
    fn copied(&mut self, reply: ReplyTo<u64>) {
        reply.clone().send(1);
        reply.send("x");
    }
}

fn main() {
    let _ = Counter::start();
}
