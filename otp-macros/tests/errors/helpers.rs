#[gen_server]
impl Helpers {
    #[call]
    #[cast]
    fn call_and_cast(&self) {}

    #[call]
    #[info]
    fn call_and_info(&self, tick: Tick) {}

    #[call]
    #[call]
    fn duplicate_call(&self) {}

    #[call]
    const HELPER_ON_CONST: u8 = 0;

    #[cast]
    type HelperOnType = u8;

    #[cal]
    fn misspelt_helper(&self) {}

    #[Cast]
    fn misspelt_helper_too(&self) {}

    #[handle_info]
    fn elixir_helper(&self, tick: Tick) {}

    #[call(timout = 5s)]
    fn unknown_helper_option(&self) {}

    #[cast(timeout = 5s)]
    fn cast_timeout(&self) {}

    #[init(timeout = 5s)]
    fn init_timeout() -> Self {}

    #[call = "x"]
    fn helper_syntax(&self) {}

    #[call[timeout]]
    fn helper_syntax_too(&self) {}

    #[call(timeout = 5)]
    fn timeout_not_duration(&self) {}

    #[call(timeout)]
    fn timeout_without_value(&self) {}

    #[call(blocking = true, timeout = 5sec)]
    fn options_wrong(&self) {}

    #[cfg_attr(x, call)]
    fn helper_in_cfg_attr(&self) {}

    #[inline]
    #[test]
    #[tracing::instrument]
    #[otp_runtime::call]
    fn not_misspelt(&self) {}
}
