#[gen_server(mailbx = 8, timout = 5s, capacity = 3)]
impl UnknownOption {
    #[init]
    fn init() -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server(mailbox = 1, restart = transient, mailbox = 2)]
impl DuplicateOption {
    #[init]
    fn init() -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server(mailbox, restart = , client)]
impl OptionWithoutValue {
    #[init]
    fn init() -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server(mailbox = "64", name = account, id = 5, restart = "transient", inline = 1, client = "Name", significant = yes)]
impl OptionWrongType {
    #[init]
    fn init() -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server(restart = transiet, shutdown = 5, timeout = "20s", hibernate_after = infinity)]
impl OptionWrongWord {
    #[init]
    fn init() -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server(mailbox = 0)]
impl OptionOutOfRange {
    #[init]
    fn init() -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server(crate = otp)]
impl CratePathRelative {
    #[init]
    fn init() -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server(crate = "::otp")]
impl CratePathString {
    #[init]
    fn init() -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server(mailbox = 5 name = "a")]
impl ArgsSyntax {
    #[init]
    fn init() -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server(=)]
impl ArgsSyntaxToo {
    #[init]
    fn init() -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}
