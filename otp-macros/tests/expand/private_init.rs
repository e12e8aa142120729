/// Its `#[init]` is less visible than its calls and takes a type of unknown visibility.
#[gen_server]
impl Guarded {
    #[init]
    fn init(config: Config) -> Self {
        Guarded { count: config.first }
    }

    #[call]
    pub fn count(&self) -> u64 {
        self.count
    }
}
