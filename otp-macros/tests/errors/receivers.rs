#[gen_server]
impl Receivers {
    #[init]
    fn init_with_self(&self) -> Self {}

    #[call]
    fn call_without_self(amount: u64) -> u64 {}

    #[cast]
    fn self_by_value(self) {}

    #[cast]
    fn mut_self_by_value(mut self, by: u8) {}

    #[call]
    fn typed_receiver(self: Arc<Self>) {}

    #[call]
    fn pinned(self: Pin<&mut Self>) {}

    #[call]
    fn receiver_lifetime<'a>(&'a self) {}

    #[terminate]
    fn terminate_without_self() {}

    #[format_status]
    fn mutable_status(&mut self) -> String {}

    #[call]
    fn passes(self: &Self) {}

    #[call]
    fn passes_too(self: &mut Self) {}
}
