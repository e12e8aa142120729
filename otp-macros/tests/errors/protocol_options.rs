// The options of `#[protocol]`, and the option `protocol` of a server.

#[protocol(client = "Name", crate = otp, crate = ::otp, mailbox = 4, timeout = 1s, protocol = Audit, clint = X, client)]
trait Ledger {
    #[call]
    fn sum(&self) -> u64;
}

#[gen_server(protocol = "Ledger")]
impl Quoted {
    #[init]
    fn init() -> Self {}
}

#[gen_server(protocol = dyn Ledger)]
impl Dynamic {
    #[init]
    fn init() -> Self {}
}

#[gen_server(protocol = [Ledger, Audit])]
impl Listed {
    #[init]
    fn init() -> Self {}
}

#[gen_server(protocol(Ledger, Audit))]
impl Called {
    #[init]
    fn init() -> Self {}
}

#[gen_server(protocol = Ledger, Audit)]
impl Commas {
    #[init]
    fn init() -> Self {}
}

#[gen_server(protocol)]
impl Missing {
    #[init]
    fn init() -> Self {}
}

#[gen_server(protocol = crate)]
impl Keyword {
    #[init]
    fn init() -> Self {}
}

#[gen_server(protocol = Ledger, protocol = Audit)]
impl SetTwice {
    #[init]
    fn init() -> Self {}
}

#[gen_server(protocol = Ledger + crate::Audit + Ledger + Audit)]
impl ListedTwice {
    #[init]
    fn init() -> Self {}
}

#[gen_server(protocol = Ledger + Audit)]
impl Collides {
    #[init]
    fn init() -> Self {}

    #[call]
    fn ledger(&self) {}

    #[cast]
    fn audit(&self) {}

    #[info]
    fn ledger_(&mut self, message: Ledger) {}
}
