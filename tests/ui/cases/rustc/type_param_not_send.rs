use otp_runtime::prelude::*;

struct Stack<T>(Vec<T>);

#[gen_server]
impl<T: Clone + 'static> Stack<T> {
    #[init]
    fn init() -> Self {
        Stack(Vec::new())
    }
    #[cast]
    fn push(&mut self, item: T) {
        self.0.push(item);
    }
}

#[otp_runtime::main]
async fn main() {
    let stack = Stack::<u64>::start().await.unwrap();
    stack.push(1);
}
