#[gen_server]
impl Set {
    #[init]
    fn first_init() -> Self {}

    #[init]
    fn second_init() -> Self {}

    #[terminate]
    fn first_terminate(&mut self) {}

    #[terminate]
    fn second_terminate(&mut self) {}

    #[call]
    fn get_all(&self) {}

    #[call]
    fn get__all(&self) {}

    #[cast]
    fn _get_all(&self) {}

    #[info]
    fn tick(&mut self, _: Tick) {}

    #[info]
    fn tock(&mut self, tick: Tick) {}

    #[call]
    fn clone(&self) {}

    #[call]
    fn into(&self) -> u8 {}

    #[cast]
    fn deref(&self) {}

    #[cast]
    fn start(&self) {}

    pub fn child() {}

    #[call]
    fn __(&self) {}

    #[cast]
    #[cfg(a)]
    fn alternative(&self) {}

    #[cast]
    #[cfg(not(a))]
    fn alternative(&self, other: u8) {}
}

#[gen_server]
impl LeftToRustc {
    #[init]
    fn init(a: u8, a: u8) -> Self {}
    #[call]
    fn get(&self) {}
    #[cast]
    fn get(&self) {}
    #[cast]
    fn put(&self, a: u8, a: u8) {}
}
