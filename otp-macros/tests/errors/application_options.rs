#[application(nmae = "bank", depends_on(Metrics), vsn = "1.0", strategy = one_for_one)]
impl UnknownOption {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application(name = "bank", version = "1", name = "other", dependencies(A), dependencies(B))]
impl DuplicateOption {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application(name, description = , version, config, dependencies, optional, includes, crate)]
impl OptionWithoutValue {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application(name = my_bank, description = 5, version = 1.0, config = "BankConfig", crate = "::otp")]
impl OptionOfOtherType {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application(name("bank"), config(BankConfig), dependencies = [Metrics, Storage], optional = "export", includes[Reports])]
impl OptionForm {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application(name = "My Bank")]
impl NameWithSpace {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application(name = "")]
impl NameEmpty {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application(name = "2fast")]
impl NameWithDigitFirst {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application(name = "my-bank")]
impl NameWithHyphen {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application]
impl Größe {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application(dependencies(Metrics, Storage, Metrics), optional("export", Storage, "export"), includes())]
impl ListedTwice {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application(name = "own", dependencies(Own, Self, "own"), includes(Own))]
impl Own {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application(dependencies(&Metrics, 5, "My Store", (A, B), metrics = Metrics), includes("reports"))]
impl NotAnApplication {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application(config = &BankConfig)]
impl ConfigBorrowed {
    #[start]
    fn start(config: BankConfig) -> Result<Client, E> {}
}

#[application(config = 5 description = "a")]
impl Syntax {
    #[start]
    fn start(config: BankConfig) -> Result<Client, E> {}
}

#[application(config = impl Config)]
impl ConfigNotConcrete {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application(crate = otp)]
impl CratePathRelative {
    #[start]
    fn start() -> Result<Client, E> {}
}
