use otp_runtime::prelude::*;

struct Stack<T>(Vec<T>);

#[gen_server]
impl<T> Stack<T> {
    #[init]
    fn init() -> Self {
        Stack(Vec::new())
    }
    #[cast]
    fn push(&mut self, item: T) {
        self.0.push(item);
    }
}

struct Bag<T>(Vec<T>);

#[gen_server]
impl<T: Clone + Send> Bag<T>
where
    T: Ord,
{
    #[init]
    fn init() -> Self {
        Bag(Vec::new())
    }
    #[call]
    fn all(&self) -> Vec<T> {
        self.0.clone()
    }
}

#[otp_runtime::main]
async fn main() {
    let stack = Stack::<u64>::start().await.unwrap();
    stack.push(1);
    let bag = Bag::<u64>::start().await.unwrap();
    let _: Vec<u64> = bag.all().await.unwrap();
}
