#[gen_server]
impl Replies {
    #[init]
    fn init_returns_nothing() {}

    #[cast]
    fn cast_returns_value(&mut self) -> u64 {}

    #[cast]
    fn cast_returns_option(&mut self) -> Option<Vec<u8>> {}

    #[call]
    fn call_returns_borrow(&self) -> &str {}

    #[call]
    fn call_returns_borrow_inside(&self) -> Result<Option<&[u8]>, &'static str> {}

    #[call]
    fn call_returns_elided(&self) -> Ref<'_, u8> {}

    #[call]
    fn call_returns_impl(&self) -> impl Iterator<Item = u8> {}

    #[call]
    fn call_returns_future(&self) -> impl Future<Output = u8> {}

    #[call]
    fn call_returns_never(&self) -> ! {}

    #[call]
    fn reply_to_borrowed(&self, reply: ReplyTo<&str>) {}

    #[info]
    fn info_returns_value(&mut self, _: Tick) -> u8 {}

    #[handle_continue]
    fn continue_returns_value(&mut self, _: Load) -> bool {}

    #[terminate]
    fn terminate_returns_value(&mut self) -> Result<(), Broken> {}

    #[format_status]
    fn status_without_value(&self) {}

    #[cast]
    fn passes(&mut self) -> io::Result<()> {}

    #[cast]
    fn passes_too(&mut self) -> () {}
}
