use otp_runtime::prelude::*;

#[protocol]
pub trait Store<'a, K, V: Clone> {
    #[call]
    fn get(&self, key: K) -> Option<V>;
}

struct Memory(u64);

#[gen_server(protocol = Store<'static, u8, u64>)]
impl Memory {
    #[init]
    fn init() -> Self {
        Memory(0)
    }
}

impl Store<'static, u8, u64> for Memory {
    fn get(&self, _: u8) -> Option<u64> {
        Some(self.0)
    }
}

#[otp_runtime::main]
async fn main() {
    let memory = Memory::start().await.unwrap();
    let store: StoreClient<u8, u64> = memory.into();
    let _ = store.get(5).await;
}
