//! The client of an agent.

use super::request::{AgentCall, AgentCast, AgentReply};
use crate::{Agent, AgentKind, Call, ChildPlace, Ref};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// A client of an agent whose state is a `T`: of an [`Agent<T>`](Agent), or of an `#[agent]` struct `K`.
///
/// It derefs to the [`Ref`] of the process, for `stop`, `pid`, `monitor` and the like. Cheap to clone; dropping it never
/// stops the agent.
///
/// # Errors
///
/// Calls fail as those to any server do: `NoProc`, `CallingSelf` (from one of the agent's own functions), `Timeout` (5 s if
/// nothing else is said; the function still runs), or the agent's exit reason, such as the panic of the function.
///
/// # Cancellation
///
/// As for any [`Call`]: once sent, the function runs.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::AgentClient;
///
/// async fn next(ids: &AgentClient<u64>) -> Result<u64, CallError> {
///     ids.get_and_update(|id| { *id += 1; *id }).await
/// }
///
/// # #[otp_runtime::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let ids = Agent::start(|| 0).await?;
/// assert_eq!((next(&ids).await?, next(&ids).await?), (1, 2));
/// # Ok(())
/// # }
/// ```
pub struct AgentClient<T: 'static, K: AgentKind<State = T> = Agent<T>> {
    agent: Ref<K>,
    state: PhantomData<fn() -> T>,
}

impl<T: 'static, K: AgentKind<State = T>> AgentClient<T, K> {
    /// What the function makes of the state, which it can look at only (Elixir's `Agent.get/3`).
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let agent = Agent::start(|| vec![3, 1, 2]).await?;
    /// let least = agent.get(|numbers| numbers.iter().copied().min()).await?;
    /// assert_eq!(least, Some(1));
    /// # Ok(())
    /// # }
    /// ```
    pub fn get<R: Send + 'static>(&self, function: impl FnOnce(&T) -> R + Send + 'static) -> Call<'_, K, R> {
        self.ask("get", |state| function(state))
    }

    /// Changes the state (Elixir's `Agent.update/3`).
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let agent = Agent::start(|| 42).await?;
    /// agent.update(|count| *count += 1).await?;
    /// assert_eq!(agent.get(|count| *count).await?, 43);
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, function: impl FnOnce(&mut T) + Send + 'static) -> Call<'_, K, ()> {
        self.ask("update", function)
    }

    /// Changes the state, and gives what the function returns (Elixir's `Agent.get_and_update/3`).
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let agent = Agent::start(|| 42).await?;
    /// let before = agent.get_and_update(|count| std::mem::replace(count, 0)).await?;
    /// assert_eq!((before, agent.get(|count| *count).await?), (42, 0));
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_and_update<R: Send + 'static>(
        &self,
        function: impl FnOnce(&mut T) -> R + Send + 'static,
    ) -> Call<'_, K, R> {
        self.ask("get_and_update", function)
    }

    /// Changes the state some time later: sent, and forgotten (Elixir's `Agent.cast/2`). It never fails, and comes before any
    /// later request of the same caller.
    ///
    /// ```
    /// use otp_runtime::prelude::*;
    ///
    /// # #[otp_runtime::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let agent = Agent::start(|| 42).await?;
    /// agent.cast(|count| *count += 1);
    /// assert_eq!(agent.get(|count| *count).await?, 43);
    /// # Ok(())
    /// # }
    /// ```
    pub fn cast(&self, function: impl FnOnce(&mut T) + Send + 'static) {
        self.agent.cast("cast", AgentCast::new(function));
    }

    fn ask<F, R>(&self, operation: &'static str, function: F) -> Call<'_, K, R>
    where
        F: FnOnce(&mut T) -> R + Send + 'static,
        R: Send + 'static,
    {
        self.agent.call(operation, AgentCall::new(function), AgentReply::open::<F, R>)
    }
}

impl<T: 'static, K: AgentKind<State = T>> From<Ref<K>> for AgentClient<T, K> {
    fn from(agent: Ref<K>) -> Self {
        AgentClient { agent, state: PhantomData }
    }
}

impl<T: 'static, K: AgentKind<State = T>> From<ChildPlace> for AgentClient<T, K> {
    fn from(place: ChildPlace) -> Self {
        Ref::from(place).into()
    }
}

impl<T: 'static, K: AgentKind<State = T>> Deref for AgentClient<T, K> {
    type Target = Ref<K>;

    fn deref(&self) -> &Ref<K> {
        &self.agent
    }
}

impl<T: 'static, K: AgentKind<State = T>> Clone for AgentClient<T, K> {
    fn clone(&self) -> Self {
        self.agent.clone().into()
    }
}

impl<T: 'static, K: AgentKind<State = T>> fmt::Debug for AgentClient<T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.agent.fmt(f)
    }
}
