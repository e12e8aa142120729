//! The macros of `otp-runtime`. Use them from there: `otp_runtime::gen_server`, or its `prelude`.
//!
//! Each macro is a pipeline of small steps, one file each: `parse` (syntax only, tolerant), `lower` (syntax to a
//! `model` of plain structs), `check` (the rules and their messages) and `expand` (the model to code, which cannot
//! fail). Whatever is wrong with an item, it is given back to the compiler, with all the errors after it.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod agent;
mod application;
mod attrs;
mod block;
mod client;
mod companions;
mod config;
mod debug_message;
mod diag;
mod duration;
mod entry;
mod faults;
mod fields;
mod gen_server;
mod generics;
mod hints;
mod item;
mod names;
mod protocol;
mod settings;
mod stray;
mod structs;
mod supervisor;
#[cfg(test)]
mod tests;
mod types;

use proc_macro::TokenStream;

/// Turns the methods of an `impl` block into a GenServer.
///
/// Methods are marked by what they answer: `#[init]` makes the state, `#[call]` replies, `#[cast]` does not,
/// `#[info]` takes any other message, `#[handle_continue]` goes on with work before the next message,
/// `#[terminate]` is the last thing a server does, `#[hibernate]` makes it small before a long rest and
/// `#[format_status]` describes it. A method without a mark is an ordinary method.
///
/// For a server `Account` the macro leaves the `impl` block as it is and adds the messages (`AccountCall`,
/// `AccountReply`, `AccountCast`, `AccountInfo`, `AccountContinue`; only those that have handlers), the client
/// `AccountClient`, the functions `start`, `start_link`, `start_monitor` and `child`, and one `impl GenServer`.
///
/// # Options
///
/// | option | value | meaning |
/// |---|---|---|
/// | `restart` | `permanent`, `transient`, `temporary` | when a supervisor restarts the server |
/// | `shutdown` | `5s`, `brutal_kill`, `infinity` | how long a supervisor waits for it to stop |
/// | `significant` | `true`, `false` | whether its end may shut its supervisor down |
/// | `id` | `"account"` | its id under a supervisor (default: the name of the type) |
/// | `name` | `"account"` | the name it registers when it starts |
/// | `mailbox` | `64` | the most messages that may wait; casts then return `Result` |
/// | `timeout` | `20s`, `infinity` | how long its calls wait for a reply |
/// | `hibernate_after` | `5s` | how long it rests before it makes itself small |
/// | `inline` | `true`, `false` | whether callers may run the idle server themselves |
/// | `client` | `Name` | the name of the client type |
/// | `protocol` | `Ledger + Audit` | the [protocols](macro@protocol) it speaks besides its own messages |
/// | `crate` | `::path` | where `otp_runtime` is found |
///
/// A duration is a number with its unit: `5s`, `20ms`, `1.5s`, `30min`, `2h`.
#[proc_macro_attribute]
pub fn gen_server(args: TokenStream, item: TokenStream) -> TokenStream {
    gen_server::expand(args.into(), item.into()).into()
}

/// `Debug` for an enum of messages, as `#[gen_server]` makes them: a field whose type has no `Debug` is shown as `_`, and so
/// is one of a type parameter that is not said to have it.
///
/// A server that is written by hand can use it for its own messages. `#[message(crate = ::path)]` says where `otp_runtime`
/// is found, if that is elsewhere.
#[proc_macro_derive(DebugMessage, attributes(message))]
pub fn debug_message(item: TokenStream) -> TokenStream {
    debug_message::expand(item.into()).into()
}

/// Turns a trait into a protocol: messages that several servers handle, and one client that can hold any of them.
///
/// Each method is a `#[call]` or a `#[cast]`, written as in a `#[gen_server]`: it may be `async`, take
/// `ctx: &mut Context<Self>`, reply later through a `ReplyTo`, and have the options of these attributes, which hold for all
/// servers. A server lists the protocol, `#[gen_server(protocol = Ledger)]` (several: `Ledger + Audit`), and implements the
/// trait as it would any other. Its own messages are there as ever.
///
/// For a protocol `Ledger` the macro adds the messages (`LedgerCall`, `LedgerReply`, `LedgerCast`; only those that have
/// methods) and the client `LedgerClient`, which is made of the client of any server that speaks the protocol, by `into()` or
/// by `LedgerClient::of(&client)`. It means what that client means: one incarnation, or whoever has the name, the key or the
/// place at each use. Its calls and casts are those of the server: errors name the server's own type, an idle server's
/// handler runs on its caller's thread, and in the mailbox all keep their order. `stop`, `pid`, `monitor` and the like are
/// behind its `Deref`.
///
/// In the trait an `async fn` becomes one whose future is `Send`, and each method gets the bound `Self: Sized`, so that
/// `dyn Ledger` may be written: from there a server finds the messages. The trait may have type and const parameters; it has
/// no supertraits, and nothing besides its calls and casts.
///
/// A cast never waits and never fails, whatever the server: a mailbox with a bound takes it even when it is full, and counts
/// it.
///
/// # Options
///
/// | option | value | meaning |
/// |---|---|---|
/// | `client` | `Name` | the name of the client type |
/// | `crate` | `::path` | where `otp_runtime` is found |
///
/// With `crate` the trait is left without our words for a server that does not implement it: where there is no prelude
/// (`#![no_implicit_prelude]`) rustc does not know the attribute that says them. `crate = ::otp_runtime` is for that place.
#[proc_macro_attribute]
pub fn protocol(args: TokenStream, item: TokenStream) -> TokenStream {
    protocol::expand(args.into(), item.into()).into()
}

/// Marks the function of a `#[gen_server]` that makes its state.
///
/// Its arguments are those of `start`; it may be `async` and take `&mut Context<Self>`. It returns `Self`,
/// `Result<Self, E>`, `Init<Self>` or `Result<Init<Self>, E>`.
#[proc_macro_attribute]
pub fn init(_args: TokenStream, item: TokenStream) -> TokenStream {
    stray::expand("init", "gen_server", item.into()).into()
}

/// Marks a handler of a `#[gen_server]`, or a method of a `#[protocol]`, whose caller waits for a reply.
///
/// What it returns is the reply; without a return type an argument `reply: ReplyTo<T>` replies later. An argument may be
/// borrowed (`&str`, `&[T]`, `&T` of a `T` that is `Clone`): callers lend it, the handler is given the borrow itself when it
/// runs in place, and the message owns a copy when it must wait. Options:
/// `timeout = 20s` or `infinity`, and `blocking` for a handler that holds its thread.
#[proc_macro_attribute]
pub fn call(_args: TokenStream, item: TokenStream) -> TokenStream {
    stray::expand("call", "gen_server", item.into()).into()
}

/// Marks a handler of a `#[gen_server]`, or a method of a `#[protocol]`, that has no reply: its caller does not wait.
///
/// It returns nothing, or a `Result` whose `Err` stops the server. Its arguments may be borrowed as those of a call; the
/// message owns a copy. Option: `blocking`.
#[proc_macro_attribute]
pub fn cast(_args: TokenStream, item: TokenStream) -> TokenStream {
    stray::expand("cast", "gen_server", item.into()).into()
}

/// Marks a handler of a `#[gen_server]` for work it goes on with before its next message.
///
/// It takes one message, which `ctx.continue_with(message)` hands to it. Option: `blocking`.
#[proc_macro_attribute]
pub fn handle_continue(_args: TokenStream, item: TokenStream) -> TokenStream {
    stray::expand("handle_continue", "gen_server", item.into()).into()
}

/// Marks the method of a `#[gen_server]` that is called when it stops.
///
/// It may take the reason, `reason: &ExitReason`, and the context.
#[proc_macro_attribute]
pub fn terminate(_args: TokenStream, item: TokenStream) -> TokenStream {
    stray::expand("terminate", "gen_server", item.into()).into()
}

/// Marks the method of a `#[gen_server]` that gives back what memory it can before a long rest.
#[proc_macro_attribute]
pub fn hibernate(_args: TokenStream, item: TokenStream) -> TokenStream {
    stray::expand("hibernate", "gen_server", item.into()).into()
}

/// Marks the method of a `#[gen_server]` that describes its state, as a `String`, for reports.
#[proc_macro_attribute]
pub fn format_status(_args: TokenStream, item: TokenStream) -> TokenStream {
    stray::expand("format_status", "gen_server", item.into()).into()
}

/// Turns a struct into a supervisor: its fields are the children, in the order in which they start.
///
/// The struct is a declaration, never a value: for `BankSupervisor` the macro puts a type of that name in its place and
/// adds the client `BankSupervisorClient`, the functions `start`, `start_link`, `start_monitor` and `child`, and the impls
/// of `Supervision` and `Supervised`. The client has a method for each child, named as its field, which gives what
/// reaches that child; it is looked up at each use, and so holds through restarts. All that supervisors have in common
/// (`which_children`, `start_child`, `stop`, …) is behind the client's `Deref`; a field may have one of these names and is
/// then found first.
///
/// A field's type is a `#[gen_server]`, another `#[supervisor]`, or one of the runtime's: `DynamicSupervisor<_>`,
/// `PartitionSupervisor<_>`, `Registry<_>`. Its name is the child's id, its docs are those of the client's method, and its
/// `#[cfg]`s are the child's. The method is as visible as the field, or as the struct if the field says nothing.
///
/// # Options
///
/// | option | value | meaning |
/// |---|---|---|
/// | `strategy` | `one_for_one`, `one_for_all`, `rest_for_one` | who is restarted when a child crashes: it, all, or it and those after it |
/// | `max_restarts` | `3` | the restarts that are too many within `max_seconds` (default 3) |
/// | `max_seconds` | `5` | how far back restarts count (default 5) |
/// | `auto_shutdown` | `never`, `any_significant`, `all_significant` | whether it ends with its significant children (default `never`) |
/// | `args` | `args(name: Type, …)` | what it is started with, for the arguments of its children |
/// | `restart` | `permanent`, `transient`, `temporary` | when a supervisor restarts it |
/// | `shutdown` | `infinity`, `5s`, `brutal_kill` | how long a supervisor waits for it to stop (default `infinity`) |
/// | `significant` | `true`, `false` | whether its end may shut its own supervisor down |
/// | `id` | `"bank"` | its id under a supervisor (default: its `name`, else the name of the type) |
/// | `name` | `"bank"` | the name it registers when it starts |
/// | `client` | `Name` | the name of the client type |
/// | `crate` | `::path` | where `otp_runtime` is found |
///
/// `strategy` must be given. `max_restarts` and `max_seconds` may be any expression, also of the arguments.
///
/// # Options of `#[child]`
///
/// | option | value | meaning |
/// |---|---|---|
/// | `args` | `args(a, b)` | what the child is started with: expressions, made anew whenever the supervisor starts |
/// | `id` | `"savings"` | its id (default: the name of the field) |
/// | `restart` | `permanent`, `transient`, `temporary` | when it is restarted (default: what its type says) |
/// | `shutdown` | `5s`, `infinity`, `brutal_kill` | how long it may take to stop (default: what its type says) |
/// | `significant` | nothing, `true`, `false` | whether its end may shut the supervisor down (see `auto_shutdown`) |
/// | `name` | `"savings"` | the name it registers when it starts |
/// | `via` | `via(&registry, key)` | the key it registers under |
///
/// Every other option is a method of what `Type::child(…)` gives, so that types decide which there are:
/// `max_children = 10` is `.max_children(10)`, `keys = unique` is `.keys(Keys::Unique)`, `strategy = one_for_all` is
/// `.strategy(Strategy::OneForAll)`, `meta("limit", 2)` is `.meta("limit", 2)`.
/// A field without `#[child]` is a child without options. A duration is a number with its unit: `5s`, `20ms`, `30min`.
#[proc_macro_attribute]
pub fn supervisor(args: TokenStream, item: TokenStream) -> TokenStream {
    supervisor::expand(args.into(), item.into()).into()
}

/// Marks a field of a `#[supervisor]`, to give options to that child: `#[child(args(1000), restart = transient)]`.
///
/// The options are those in the docs of `#[supervisor]`.
#[proc_macro_attribute]
pub fn child(_args: TokenStream, item: TokenStream) -> TokenStream {
    stray::expand_child(item.into()).into()
}

/// Makes an agent of a struct: a process that holds a value of it, with a client that has accessors for its fields.
///
/// The struct stays as it is. For `Settings` the macro adds the client `SettingsClient`, the functions `start`, `start_link`,
/// `start_monitor` and `child`, and the impl of `AgentKind`, which makes it a server with `at`, `named` and `via`. Each of the
/// four takes the function that makes the first value, `Settings::default` say; as a child it is an argument, and it is called
/// again after a crash.
///
/// ```text
/// #[agent(name = "settings")]
/// #[derive(Default)]
/// pub struct Settings {
///     pub theme: String,
/// }
///
/// #[supervisor(strategy = one_for_one)]
/// pub struct Desk {
///     #[child(args(Settings::default))]
///     settings: Settings,
/// }
///
/// desk.settings().set_theme("dark".to_owned()).await?;
/// ```
///
/// For each field that is not private, `theme: String` say, the client has three methods, as visible as the field and with
/// its `#[cfg]`s:
///
/// * `theme()` gives a copy, so the type must be `Clone`; its docs are those of the field;
/// * `set_theme(value)` replaces it;
/// * `update_theme(function)` runs a `FnOnce(&mut String)` on it, in the agent.
///
/// They are calls, as `get`, `update` and `get_and_update` are, which are for all fields at once. These, `cast`, and what all
/// servers have in common (`stop`, `pid`, `monitor`, …) are behind the client's `Deref`; a field may have a name of the latter
/// and is then found first. `#[agent(skip)]` above a field leaves it out.
///
/// # Options
///
/// | option | value | meaning |
/// |---|---|---|
/// | `restart` | `permanent`, `transient`, `temporary` | when a supervisor restarts the agent |
/// | `shutdown` | `5s`, `brutal_kill`, `infinity` | how long a supervisor waits for it to stop |
/// | `significant` | `true`, `false` | whether its end may shut its supervisor down |
/// | `id` | `"settings"` | its id under a supervisor (default: the name of the type) |
/// | `name` | `"settings"` | the name it registers when it starts |
/// | `timeout` | `20s`, `infinity` | how long its calls wait for a reply |
/// | `client` | `Name` | the name of the client type |
/// | `crate` | `::path` | where `otp_runtime` is found |
///
/// A duration is a number with its unit: `5s`, `20ms`, `1.5s`, `30min`, `2h`.
#[proc_macro_attribute]
pub fn agent(args: TokenStream, item: TokenStream) -> TokenStream {
    agent::expand(args.into(), item.into()).into()
}

/// Turns the methods of an `impl` block into an application: something that starts and stops as a whole.
///
/// The type is the state of the application, which lives as long as it runs. `#[start]` starts the tree and returns what is
/// at its top; `#[start_phase]`, `#[prep_stop]`, `#[stop]` and `#[config_change]` mark what else it does at which time. A
/// method without a mark is an ordinary method. The macro leaves the `impl` block as it is and adds one
/// `impl Application`, so that the type has `run()` for the `main` of a program, and `spec()` for others that depend on it.
///
/// ```text
/// #[application(description = "A bank", dependencies(Metrics), config = BankConfig)]
/// impl MyBank {
///     #[start]
///     async fn start(config: BankConfig) -> Result<BankSupervisorClient, StartError<InvalidSupervisor>> {
///         BankSupervisor::start_link(config.port).await
///     }
///
///     #[stop]
///     fn stopped(&mut self) {}
/// }
///
/// fn main() -> ExitCode {
///     MyBank::run()
/// }
/// ```
///
/// # Options
///
/// | option | value | meaning |
/// |---|---|---|
/// | `name` | `"my_bank"` | its name, also in environment variables: `MY_BANK_PORT` (default: that of the type, as `my_bank` for `MyBank`) |
/// | `description` | `"A bank"` | what it is (default: the description of the package) |
/// | `version` | `"1.0"` | its version (default: that of the package) |
/// | `config` | `BankConfig` | the type of its configuration, a struct with `#[config]` (default: `()`) |
/// | `dependencies` | `(Metrics, "storage")` | what must run before it starts: applications by their types, or by their names |
/// | `optional` | `(Tracing, "export")` | what is started before it if it exists |
/// | `includes` | `(Reports)` | what is loaded with it, and started by it |
/// | `crate` | `::path` | where `otp_runtime` is found |
///
/// `description` and `version` may also be constants or macros, such as `concat!(…)`.
///
/// # Methods
///
/// | mark | arguments | returns |
/// |---|---|---|
/// | `#[start]` | the config, the `StartType`: either, both or none, told by their types | `Result<C, E>` with the client `C` of what it started, if the type is `Default`; or `Result<Top<Self>, E>` |
/// | `#[start_phase]` | `&mut self` | nothing, or `Result<(), E>` whose `Err` fails the start |
/// | `#[prep_stop]` | `&mut self` | nothing |
/// | `#[stop]` | `&mut self` | nothing |
/// | `#[config_change]` | `&mut self`, and the `ConfigChange` if it wants to know | nothing |
///
/// All of them may be `async`, and take `&self`. There is one of each, but any number of phases: they run in the order in
/// which they are written, each by the name of its method. The errors may be of any types that become a
/// `Box<dyn Error + Send + Sync>` with `?`.
#[proc_macro_attribute]
pub fn application(args: TokenStream, item: TokenStream) -> TokenStream {
    application::expand(args.into(), item.into()).into()
}

/// Marks the function of an `#[application]` that starts it.
///
/// It may take the config and the `StartType`, and returns a `Result` with the client of what is at the top of its tree, or
/// with a `Top<Self>`, which has the state, too.
#[proc_macro_attribute]
pub fn start(_args: TokenStream, item: TokenStream) -> TokenStream {
    stray::expand("start", "application", item.into()).into()
}

/// Marks a method of an `#[application]` that runs when its tree has started; the name of the phase is that of the method.
///
/// Phases run one after the other, as they are written. It returns nothing, or a `Result<(), E>` whose `Err` fails the start.
#[proc_macro_attribute]
pub fn start_phase(_args: TokenStream, item: TokenStream) -> TokenStream {
    stray::expand("start_phase", "application", item.into()).into()
}

/// Marks the method of an `#[application]` that is called before its tree is shut down.
#[proc_macro_attribute]
pub fn prep_stop(_args: TokenStream, item: TokenStream) -> TokenStream {
    stray::expand("prep_stop", "application", item.into()).into()
}

/// Marks the method of an `#[application]` that is called when its tree has been shut down.
#[proc_macro_attribute]
pub fn stop(_args: TokenStream, item: TokenStream) -> TokenStream {
    stray::expand("stop", "application", item.into()).into()
}

/// Marks the method of an `#[application]` that is called when its configuration has changed.
///
/// It may take the `ConfigChange`, which says what has changed.
#[proc_macro_attribute]
pub fn config_change(_args: TokenStream, item: TokenStream) -> TokenStream {
    stray::expand("config_change", "application", item.into()).into()
}

/// Turns a struct into the configuration of an `#[application]`: its fields are the keys.
///
/// The struct stays as it is, and is read when the application starts: each field from the environment variable of its
/// name (`MY_BANK_PORT` for the field `port` of the application `my_bank`), else from what was configured in code, else
/// from its default. All that is missing or wrong is reported at once.
///
/// ```text
/// #[config]
/// #[derive(Debug, Clone)]
/// pub struct BankConfig {
///     /// Where it listens.
///     #[default(8080)]
///     pub port: u16,
///     #[default(5s)]
///     pub patience: Duration,
///     pub dir: PathBuf,
///     pub label: Option<String>,
/// }
/// ```
///
/// # Fields
///
/// | field | if nothing is configured |
/// |---|---|
/// | `#[default(8080)] port: u16` | `8080`: any expression |
/// | `label: Option<String>` | `None` |
/// | `dir: PathBuf` | an error: it must be configured |
///
/// The type of a field is one that has `EnvValue`: numbers, `bool`, `String`, `PathBuf`, `Duration`, addresses, lists of
/// these. A default in quotes is read as an environment variable is, whatever the type (`#[default("data")] dir: PathBuf`),
/// and a number with a unit is a duration: `5s`, `20ms`, `1.5s`, `30min`, `2h`. The only option is `crate = ::path`.
///
/// Write `#[derive(Default)]`, if there is one, below `#[config]`: above, it would take `#[default(…)]` for its own.
#[proc_macro_attribute]
pub fn config(args: TokenStream, item: TokenStream) -> TokenStream {
    config::expand(args.into(), item.into()).into()
}

/// Runs an `async fn main` as a process, with a tokio runtime around it.
///
/// The body can link, monitor, trap exits and receive. A linked process that crashes ends the program: its reason is
/// printed and the exit code is 1. Options: `flavor = "current_thread"` or `"multi_thread"` (default), `worker_threads = N`,
/// `crate = ::path`.
#[proc_macro_attribute]
pub fn main(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::expand(entry::Kind::Main, args.into(), item.into()).into()
}

/// Runs an `async fn` as a test whose body is a process, with a tokio runtime of its own.
///
/// Nothing is shared between two such tests: names, processes and timers belong to their runtime. Options: `paused` (time
/// stands still while there is something to do and jumps when there is not; needs the feature `test-util`),
/// `flavor = "multi_thread"` (default `"current_thread"`), `worker_threads = N`, `crate = ::path`.
#[proc_macro_attribute]
pub fn test(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::expand(entry::Kind::Test, args.into(), item.into()).into()
}
