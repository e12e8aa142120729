#[agent(resart = transient, mailbox = 4, inline = false, capacity = 3, async, skip, init = Self::new)]
struct UnknownOption {}

#[agent(transient, brutal_kill)]
struct BareValue {}

#[agent(name = "a", name = "b", restart = transient, restart = temporary)]
struct DuplicateOption {}

#[agent(restart, timeout = , client, significant)]
struct OptionWithoutValue {}

#[agent(restart = "transient", shutdown = 5, significant = 1, id = settings, name = 3, timeout = "5s", client = "Name", crate = "otp")]
struct OptionWrongType {}

#[agent(restart = always, shutdown = infinite, timeout = never, crate = otp, client = a::Name)]
struct OptionWrongWord {}

#[agent(name("settings"))]
struct OptionCalled {}

#[agent(name = "a" id = "b")]
struct ArgsSyntax {}

#[agent("settings")]
struct ArgsSyntaxToo {}
