use otp_runtime::prelude::*;

struct Worker(u64);

#[gen_server]
impl Worker {
    #[init]
    fn init(first: u64) -> Self {
        Worker(first)
    }
    #[call]
    fn get(&self) -> u64 {
        self.0
    }
}

struct Keeper<T>(T);

#[gen_server]
impl<T: Clone + Send + 'static> Keeper<T> {
    #[init]
    fn init(first: T) -> Self {
        Keeper(first)
    }
    #[call]
    fn get(&self) -> T {
        self.0.clone()
    }
}

#[supervisor(strategy = one_for_one, args(first: T))]
struct Keepers<T: Clone + Sync> {
    #[child(args(first))]
    keeper: Keeper<T>,
}

#[otp_runtime::main]
async fn main() {
    let keepers = Keepers::start_link(1).await.unwrap();
    keepers.keeper().get().await.unwrap();
}
