//! What kinds of agents there are, and how one is a server.

use super::request::{AgentCall, AgentCast, AgentReply};
use crate::gen_server::Message;
use crate::{Agent, AgentClient, Answer, ChildSpec, Context, GenServer, Init, Options, Ref};
use std::borrow::BorrowMut;
use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

/// What an agent is started with: the function that makes its state.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::AgentInit;
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let agent = Start::<Agent<u64>>::link(AgentInit::new(|| 42)).await?; // as `Agent::start_link` does
/// assert_eq!(agent.get(|number| *number).await?, 42);
/// # Ok(())
/// # }
/// ```
pub struct AgentInit<T>(Box<dyn FnOnce() -> T + Send>);

impl<T> AgentInit<T> {
    /// The function is run in the agent, once.
    pub fn new(init: impl FnOnce() -> T + Send + 'static) -> Self {
        AgentInit(Box::new(init))
    }
}

impl<T> fmt::Debug for AgentInit<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AgentInit(..)")
    }
}

/// A type of agents: [`Agent<T>`](Agent), whose state is a `T`, or a struct with `#[agent]`, which is its own state.
///
/// Each of them is a [`GenServer`] by this, with `at`, `named` and `via`, and can be the child of a supervisor.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::{AgentClient, AgentInit, AgentKind, Options};
///
/// struct Hits(u64);
///
/// impl AgentKind for Hits {
///     type State = Self;
///     type Client = AgentClient<Hits, Hits>;
///     const NAME: &'static str = "Hits";
///     const OPTIONS: Options = Options::new().name("hits");
/// }
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// Start::<Hits>::new(AgentInit::new(|| Hits(0))).await?;
/// Hits::named("hits").cast(|hits| hits.0 += 1);
/// assert_eq!(Hits::named("hits").get(|hits| hits.0).await?, 1);
/// # Ok(())
/// # }
/// ```
// rustc may come here when it looks for a server, so this speaks of both
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a server",
    label = "this type has no `#[gen_server]` impl, and is no `#[agent]`",
    note = "mark its `impl` block with `#[gen_server]` and give it an `#[init]`, or the struct with `#[agent]`"
)]
pub trait AgentKind: BorrowMut<<Self as AgentKind>::State> + Sized + Send + 'static {
    /// What its functions are given.
    type State: Into<Self> + 'static;
    /// The typed client, `SettingsClient`; [`AgentClient`] itself will do.
    type Client: From<Ref<Self>>;
    /// The name in logs, errors and child specs.
    const NAME: &'static str;
    /// What `#[agent(...)]` says.
    const OPTIONS: Options = Options::new();
}

impl<T: Send + 'static> AgentKind for Agent<T> {
    type State = T;
    type Client = AgentClient<T>;
    const NAME: &'static str = "Agent";
}

#[diagnostic::do_not_recommend]
impl<K: AgentKind> GenServer for K {
    type Args = AgentInit<K::State>;
    type InitError = Infallible;
    type Call = AgentCall<K::State>;
    type Reply = AgentReply;
    type Cast = AgentCast<K::State>;
    type Info = Infallible;
    type Continue = Infallible;
    type Client = K::Client;
    const NAME: &'static str = K::NAME;
    const OPTIONS: Options = K::OPTIONS;
    const HAS_TERMINATE: bool = false;
    const HAS_BLOCKING: bool = false;
    const INIT_WAITS: bool = false;

    async fn init(init: AgentInit<K::State>, _: &mut Context<Self>) -> Result<Init<Self>, Infallible> {
        Ok(Init::ok((init.0)().into()))
    }

    fn waits(_: &Message<'_, Self>) -> bool {
        false
    }

    async fn handle_call(&mut self, call: Self::Call, _: &mut Context<Self>) -> Answer<AgentReply> {
        Answer::Reply(call.run(self.borrow_mut()))
    }

    async fn handle_cast(&mut self, cast: Self::Cast, _: &mut Context<Self>) {
        cast.run(self.borrow_mut());
    }
}

impl ChildSpec {
    /// The spec of an agent: `init` makes its state anew at each start. Id, restart, shutdown and significance are as the
    /// options of its type say. [`Agent::child`] and the `child` of an `#[agent]` struct are this.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// let spec = ChildSpec::of_agent::<Agent<u64>>(|| 42);
    /// assert_eq!(spec.id_str(), "Agent");
    /// ```
    pub fn of_agent<K: AgentKind>(init: impl Fn() -> K::State + Send + Sync + 'static) -> ChildSpec<K> {
        let init = Arc::new(init);
        ChildSpec::of_server::<K, K>(<K as AgentKind>::NAME, &<K as AgentKind>::OPTIONS, move |_| {
            let init = init.clone();
            AgentInit::new(move || init())
        })
    }
}
