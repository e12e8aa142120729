//! Agents: processes that hold a value, and run the functions they are sent on it.

mod client;
mod kind;
mod request;

pub use client::AgentClient;
pub use kind::{AgentInit, AgentKind};

use crate::{ChildSpec, Start, StartMonitor};
use std::borrow::{Borrow, BorrowMut};
use std::ops::{Deref, DerefMut};

/// A process that holds a `T` (Elixir's `Agent`): it has no messages of its own, but is sent functions, which it runs on its
/// value one after another.
///
/// A function runs in the agent: one that takes long keeps all others waiting, and one that panics ends the agent and fails
/// the call with that panic. What costs time and needs no state belongs outside the function.
///
/// ```
/// use otp_runtime::prelude::*;
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let words = Agent::start_link(Vec::<&str>::new).await?;
/// words.update(|words| words.push("hello")).await?;
/// words.cast(|words| words.push("world"));
/// assert_eq!(words.get(|words| words.join(" ")).await?, "hello world");
/// assert_eq!(words.get_and_update(Vec::pop).await?, Some("world"));
/// words.stop().await?;
/// # Ok(())
/// # }
/// ```
///
/// [`#[agent]`](macro@crate::agent) on a struct makes a type of agents, whose client has accessors for its fields:
///
/// ```
/// use otp_runtime::prelude::*;
///
/// #[agent(name = "settings")]
/// #[derive(Default)]
/// struct Settings {
///     /// The theme.
///     pub theme: String,
///     pub volume: u8,
/// }
///
/// #[supervisor(strategy = one_for_one)]
/// struct App {
///     #[child(args(Settings::default))]
///     settings: Settings,
/// }
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let app = App::start_link().await?;
/// app.settings().set_theme("dark".to_owned()).await?;
/// app.settings().update_volume(|volume| *volume += 1).await?;
/// let settings = Settings::named("settings");
/// assert_eq!(settings.theme().await?, "dark");
/// assert_eq!(settings.get(|settings| settings.volume).await?, 1);
/// # app.stop().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Agent<T>(T);

impl<T: Send + 'static> Agent<T> {
    /// An agent tied to nobody (Elixir's `Agent.start/2`). `init` makes its value, in the agent, while the starter waits.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let counter = Agent::start(|| 42).name("counter").await?;
    /// assert_eq!(Agent::<i32>::named("counter").get(|count| *count).await?, 42);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// An `init` that panics is [`StartError::Exit`](crate::StartError::Exit) with the panic. All else is as for [`Start`].
    pub fn start(init: impl FnOnce() -> T + Send + 'static) -> Start<Agent<T>> {
        Start::new(AgentInit::new(init))
    }

    /// As [`start`](Agent::start), linked to the calling process, which is the agent's parent (Elixir's `Agent.start_link/2`).
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    /// use otp_runtime::process;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let counter = Agent::start_link(|| 42).await?;
    /// assert_eq!(Some(process::links()[0]), counter.pid());
    /// # Ok(())
    /// # }
    /// ```
    pub fn start_link(init: impl FnOnce() -> T + Send + 'static) -> Start<Agent<T>> {
        Start::link(AgentInit::new(init))
    }

    /// As [`start`](Agent::start), and monitors the agent.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (counter, monitor) = Agent::start_monitor(|| 42).await?;
    /// counter.stop().await?;
    /// assert_eq!(monitor.await.reason, ExitReason::Normal);
    /// # Ok(())
    /// # }
    /// ```
    pub fn start_monitor(init: impl FnOnce() -> T + Send + 'static) -> StartMonitor<Agent<T>> {
        StartMonitor::new(AgentInit::new(init))
    }

    /// The spec of an agent as the child of a supervisor: permanent, under the id `Agent`. `init` is run at each start, so that
    /// it begins anew after a crash.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let top = Supervisor::builder(Strategy::OneForOne).child(Agent::child(|| 42).id("answer")).start_link().await?;
    /// assert_eq!(top.child::<Agent<i32>>("answer").get(|answer| *answer).await?, 42);
    /// # top.stop().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn child(init: impl Fn() -> T + Send + Sync + 'static) -> ChildSpec<Agent<T>> {
        ChildSpec::of_agent(init)
    }
}

impl<T> From<T> for Agent<T> {
    fn from(value: T) -> Self {
        Agent(value)
    }
}

impl<T> Borrow<T> for Agent<T> {
    fn borrow(&self) -> &T {
        &self.0
    }
}

impl<T> BorrowMut<T> for Agent<T> {
    fn borrow_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// For what looks into a server: `agent.sys().replace_state(|value| **value += 1)`.
impl<T> Deref for Agent<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Agent<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
