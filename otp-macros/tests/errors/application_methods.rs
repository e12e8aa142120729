#[application]
impl NoStart {
    #[stop]
    fn stop(&mut self) {}
}

#[application]
impl Empty {}

#[application]
impl TwoStarts {
    #[start]
    fn start() -> Result<Client, E> {}
    #[start]
    fn start_again() -> Result<Client, E> {}
    #[stop]
    fn stop(&mut self) {}
    #[stop]
    fn stop_again(&mut self) {}
}

#[application]
impl Marks {
    #[start]
    #[start]
    fn start() -> Result<Client, E> {}
    #[stop]
    #[prep_stop]
    fn drain(&mut self) {}
    #[start_phase("warm")]
    fn warm_up(&mut self) {}
    #[stop = "now"]
    fn stop(&mut self) {}
    #[cfg_attr(unix, config_change)]
    fn changed(&mut self) {}
    #[start]
    const START: u8 = 1;
}

#[application]
impl Misspelt {
    #[init]
    fn start() -> Result<Client, E> {}
    #[strat_phase]
    fn warm_up(&mut self) {}
    #[terminate]
    fn stopped(&mut self) {}
    #[pre_stop]
    fn drain(&mut self) {}
    #[config]
    fn changed(&mut self) {}
}

#[application]
impl Receivers {
    #[start]
    fn start(&mut self) -> Result<Client, E> {}
    #[start_phase]
    fn warm_up() {}
    #[prep_stop]
    fn drain(self) {}
    #[stop]
    fn stop(self: Arc<Self>) {}
    #[config_change]
    fn changed(change: ConfigChange) {}
    #[start_phase]
    fn second<'a>(&'a mut self) {}
}

#[application]
impl Qualifiers {
    #[start]
    const unsafe extern "C" fn start() -> Result<Client, E> {}
    #[stop]
    unsafe fn stop<T: Debug>(&mut self) where T: Clone {}
    #[prep_stop]
    default fn drain(&mut self) {}
}

#[application]
impl ConfigMissing {
    #[start]
    fn start(config: BankConfig, start: StartType) -> Result<Client, E> {}
}

#[application]
impl PlainValue {
    #[start]
    fn start(port: u16, dir: &str) -> Result<Client, E> {}
}

#[application(config = BankConfig)]
impl StartArguments {
    #[start]
    fn start(config: &BankConfig, again: BankConfig, #[cfg(unix)] port: u16, kind: &mut StartType, StartType: StartType) -> Result<Client, E> {}
    #[start_phase]
    fn warm_up(&mut self, phase: &str) {}
    #[stop]
    fn stop(&mut self, reason: ExitReason) {}
    #[config_change]
    fn changed(&mut self, change: &ConfigChange, old: BankConfig) {}
}

#[application]
impl ReturnsNothing {
    #[start]
    async fn start() {}
    #[start_phase]
    fn warm_up(&mut self) -> bool {}
    #[start_phase]
    fn open(&mut self) -> Result<u8, E> {}
    #[prep_stop]
    fn drain(&mut self) -> Result<(), E> {}
}

#[application]
impl ReturnsClient {
    #[start]
    async fn start(start: StartType) -> BankSupervisorClient {}
}

#[application]
impl ReturnsState {
    #[start]
    async fn start() -> Self {}
}

#[application]
impl ReturnsStateInResult {
    #[start]
    async fn start() -> Result<Self, E> {}
}

#[application]
impl ReturnsUnit {
    #[start]
    async fn start() -> anyhow::Result<()> {}
}

#[application]
impl ReturnsFuture {
    #[start]
    fn start() -> impl Future<Output = Result<Client, E>> {}
}

#[application]
impl Reserved {
    #[start]
    async fn run() -> Result<Client, E> {}
    fn spec() {}
}
