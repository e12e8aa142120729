pub struct Silent;

#[gen_server(protocol = Ledger)]
impl Silent {
    #[init]
    fn init() -> Self {
        Silent
    }
}

pub struct Mixed<T> {
    value: T,
}

#[gen_server(protocol = crate::Ledger + Store<String, T>, client = AnyMixed)]
impl<T: Clone + Send + 'static> Mixed<T> {
    #[init]
    fn init(value: T) -> Self {
        Mixed { value }
    }

    #[cfg(unix)]
    #[call]
    async fn load(&mut self) -> T {
        self.value.clone()
    }

    #[call(blocking)]
    fn save(&mut self, ctx: T) {
        self.value = ctx;
    }

    #[cast]
    fn forget(&mut self) {}
}
