#[gen_server]
impl Qualifiers {
    #[init]
    fn init<T>(of: T) -> Self {}

    #[call]
    unsafe fn unsafe_handler(&self) {}

    #[call]
    extern "C" fn extern_handler(&self) {}

    #[call]
    default fn default_handler(&self) {}

    #[cast]
    fn generic_handler<'a, T: Clone>(&self, item: T) {}

    #[cast]
    fn lifetime_handler<'a, 'b>(&self) {}

    #[cast]
    fn const_generic_handler<const N: usize>(&self, items: [u8; N]) {}

    #[call]
    fn where_on_handler(&self) -> u8
    where
        Self: Sized,
    {
    }

    #[call(blocking)]
    async fn async_blocking(&self) {}

    #[hibernate]
    async fn compact(&mut self) {}

    #[call]
    unsafe extern "C" fn all_at_once<T>(self, (a, b): (T, &str)) -> &T
    where
        T: Copy,
    {
    }

    #[call]
    const fn passes(&self) {}
}
