// Supervisors and agents with every option, generic ones among them.

/// A supervisor with every option, and children with every option.
#[::renamed::supervisor(
    crate = ::renamed,
    strategy = rest_for_one,
    max_restarts = limits.0,
    max_seconds = 10,
    auto_shutdown = any_significant,
    args(first: u64, mut limits: (u32, &'static str)),
    restart = transient,
    shutdown = 5s,
    significant = true,
    id = "the bank",
    client = BankHandle
)]
pub struct Bank {
    /// Where the money is.
    #[child(
        args({
            limits.1 = "kept";
            first
        }),
        id = "an account",
        restart = transient,
        shutdown = 1s,
        significant,
        name = "account of the bank"
    )]
    account: Account,
    /// Not for everybody.
    #[child(args(limits.1), shutdown = brutal_kill)]
    pub(crate) stack: Stack<u8, 2, &'static str>,
    /// Only on some systems.
    #[cfg(any())]
    elsewhere: Missing,
    /// One of two.
    #[cfg(not(any()))]
    #[child(shutdown = infinity, significant = false)]
    either: Silent,
    /// The other.
    #[cfg(any())]
    either: Missing,
    /// What it was called before.
    #[deprecated(note = "ask for the `stack`")]
    #[child(args(limits.1))]
    pile: Stack<u8, 2, &'static str>,
}

/// A supervisor of a supervisor, and of nothing.
#[::renamed::supervisor(crate = ::renamed, strategy = one_for_one, auto_shutdown = all_significant, name = "top")]
pub struct Top {
    /// The bank.
    #[child(args(7, (3, "")))]
    pub bank: Bank,
    /// Nothing.
    pub(self) empty: Empty,
}

/// A supervisor that starts without children.
#[::renamed::supervisor(crate = ::renamed, strategy = one_for_all)]
pub(crate) struct Empty {}

/// A generic supervisor: bounds in both places, a constant, a default.
#[::renamed::supervisor(crate = ::renamed, strategy = one_for_one, args(keep: F))]
pub struct Stacks<T, const N: usize, F = &'static str>
where
    T: HasItem + ::core::marker::Send + 'static,
    F: ::core::marker::Send + ::core::marker::Sync + ::core::clone::Clone + 'static,
{
    /// A stack.
    #[child(args(::core::clone::Clone::clone(&keep)))]
    first: Stack<T, N, F>,
    /// Another.
    #[child(args(keep))]
    second: Stack<T, N, F>,
}

/// An agent with every option, and fields of every kind.
#[::renamed::agent(
    crate = ::renamed,
    restart = transient,
    shutdown = 1s,
    significant = true,
    id = "the settings",
    name = "settings",
    timeout = 20s,
    client = SettingsHandle
)]
#[derive(::core::fmt::Debug, ::core::default::Default)]
pub struct Settings {
    /// The theme.
    pub theme: ::std::string::String,
    /// The volume.
    pub(crate) volume: u8,
    /// What there is elsewhere.
    #[cfg(any())]
    pub missing: Missing,
    /// The volume, once.
    #[deprecated = "use `volume`"]
    pub loudness: u8,
    /// A keyword.
    pub r#type: ::core::option::Option<u8>,
    #[agent(skip)]
    cache: ::std::vec::Vec<u8>,
    secret: u64,
}

/// A generic agent: bounds in both places, a constant, a default.
#[::renamed::agent(crate = ::renamed)]
#[derive(::core::fmt::Debug)]
pub struct Kept<T, const N: usize, F = &'static str>
where
    T: HasItem + ::core::marker::Send + 'static,
    F: ::core::marker::Send + 'static,
{
    /// Some of them.
    pub some: [::core::option::Option<T>; N],
    /// Another.
    pub other: F,
}

/// An agent of nothing.
#[deprecated]
#[::renamed::agent(crate = ::renamed, timeout = infinity)]
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::marker::Copy)]
pub struct Naught {}

/// A supervisor of agents.
#[::renamed::supervisor(crate = ::renamed, strategy = one_for_one, auto_shutdown = any_significant)]
pub struct Agents {
    /// Settings.
    #[child(args(<Settings as ::core::default::Default>::default))]
    pub settings: Settings,
    /// A number.
    #[child(args(|| 3))]
    pub number: ::renamed::Agent<u64>,
}
