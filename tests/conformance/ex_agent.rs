//! Suite `ex.agent`.

use crate::reasons::panic_message;
use otp_runtime::prelude::*;
use otp_runtime::{AgentClient, ChildKind, ChildSpec, Supervised, process};
use std::collections::HashMap;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);
const FIVE_SECONDS: Shutdown = Shutdown::After(Duration::from_secs(5));

/// The value as it is (Elixir's `Function.identity/1`).
fn itself<T: Clone>(value: &T) -> T {
    value.clone()
}

fn put(map: &mut HashMap<&'static str, u32>, key: &'static str, value: u32) {
    map.insert(key, value);
}

/// All of a spec but its start function.
fn fields<C: Supervised>(spec: &ChildSpec<C>) -> (&str, Restart, Shutdown, ChildKind, bool) {
    (spec.id_str(), spec.restart_type(), spec.shutdown_kind(), spec.kind(), spec.is_significant())
}

/// An agent and its first function are a child as they are.
#[otp_runtime::test]
async fn ex_agent_01_is_supervised_directly() {
    let top = Supervisor::builder(Strategy::OneForOne).child(Agent::child(|| "ok")).start_link().await.unwrap();
    assert_eq!(top.count_children().await.unwrap().workers, 1);
    assert_eq!(top.child::<Agent<&str>>("Agent").get(itself).await, Ok("ok"));
    top.stop().await.unwrap();
}

#[agent]
struct Basic {
    pub word: &'static str,
}

#[agent(id = "my id", restart = temporary, shutdown = 1s, significant = true)]
struct Custom {
    pub word: &'static str,
}

#[agent(shutdown = infinity)]
struct OnlyShutdown {}

/// A type of agents has a spec of its own: named after it, started as `start_link` does it, and as its options say.
#[otp_runtime::test]
async fn ex_agent_02_generates_a_child_spec() {
    let spec = Basic::child(|| Basic { word: "hello" });
    assert_eq!(fields(&spec), ("Basic", Restart::Permanent, FIVE_SECONDS, ChildKind::Worker, false));
    let pid = spec.start().await.unwrap().pid();
    assert_eq!(Basic::at(pid).word().await, Ok("hello"));
    assert_eq!(process::links(), [pid], "the starter is linked as by `start_link`");

    let spec = Custom::child(|| Custom { word: "hello" });
    let second = Shutdown::After(SECOND);
    assert_eq!(fields(&spec), ("my id", Restart::Temporary, second, ChildKind::Worker, true));
    let spec = OnlyShutdown::child(|| OnlyShutdown {});
    assert_eq!(fields(&spec), ("OnlyShutdown", Restart::Permanent, Shutdown::Infinity, ChildKind::Worker, false));

    let other = Custom::child(|| Custom { word: "hello" }).start_with(|| async {
        let other = Custom::start_link(|| Custom { word: "other" }).await?;
        Ok(other.pid().expect("it has just been started"))
    });
    assert_eq!(fields(&other), ("my id", Restart::Temporary, second, ChildKind::Worker, true));
    let pid = other.start().await.unwrap().pid();
    assert_eq!(Custom::at(pid).word().await, Ok("other"));
}

/// What one request does, the next one sees.
#[otp_runtime::test]
async fn ex_agent_03a_workflow_of_a_linked_agent() {
    let starter = Pid::current();
    let agent = Agent::start_link(move || {
        assert_ne!(Pid::current(), starter, "it is made in the agent");
        HashMap::new()
    });
    let agent = agent.await.unwrap();
    assert_eq!(process::links(), [agent.pid().unwrap()]);
    assert_eq!(agent.update(|map| put(map, "hello", 1)).await, Ok(()));
    assert_eq!(agent.get(|map| map.get("hello").copied()).timeout(3 * SECOND).await, Ok(Some(1)));
    assert_eq!(agent.get_and_update(|map| map.remove("hello")).timeout(3 * SECOND).await, Ok(Some(1)));
    assert_eq!(agent.get(HashMap::len).await, Ok(0));
}

/// An agent that was stopped is gone.
#[otp_runtime::test]
async fn ex_agent_03c_stop_ends_it() {
    let agent = Agent::start_link(|| 0).await.unwrap();
    assert_eq!(agent.stop().await, Ok(()));
    assert!(!agent.is_alive());
}

mod by_name {
    use super::{Agent, AgentClient, HashMap};

    pub(super) fn agent() -> AgentClient<HashMap<&'static str, u32>> {
        <Agent<HashMap<&'static str, u32>> as otp_runtime::GenServer>::named("my agent")
    }
}

/// Through its name, with functions and their arguments: the state comes first.
#[otp_runtime::test]
async fn ex_agent_05_workflow_of_a_named_agent() {
    let pid = Agent::start(HashMap::<&'static str, u32>::new).name("my agent").await.unwrap().pid().unwrap();
    assert_eq!(process::links(), [], "tied to nobody");
    let agent = by_name::agent();
    assert_eq!(agent.pid(), Some(pid));
    agent.cast(|map| put(map, "hello", 1));
    assert_eq!(agent.get(HashMap::clone).await, Ok(HashMap::from([("hello", 1)])));
    assert_eq!(agent.get_and_update(|map| map.remove("hello")).await, Ok(Some(1)));
    assert_eq!(agent.get(HashMap::len).await, Ok(0));
    assert_eq!(agent.stop().await, Ok(()));
    assert!(process::info(pid).is_none());
}

/// The first value is what the function gives; a function that panics is why there is no agent.
#[otp_runtime::test]
async fn ex_agent_d01_start_link_gives_the_agent_or_the_panic() {
    let agent = Agent::start_link(|| 42).await.unwrap();
    assert_eq!(agent.get(itself).await, Ok(42));

    let error = Agent::start(|| -> u8 { panic!("oops") }).await.unwrap_err();
    let StartError::Exit(reason) = error else { panic!("{error:?}") };
    assert_eq!(panic_message(&reason), Some("oops"));
}

#[otp_runtime::test]
async fn ex_agent_d02_start_gives_the_agent() {
    let agent = Agent::start(|| 42).await.unwrap();
    assert_eq!(agent.get(itself).await, Ok(42));
    assert_eq!(process::links(), []);
}

#[otp_runtime::test]
async fn ex_agent_d03_get_looks_and_leaves_the_state_alone() {
    let agent = Agent::start_link(|| 42).await.unwrap();
    assert_eq!(agent.get(|count| count + 1).await, Ok(43));
    assert_eq!(agent.get(itself).await, Ok(42));
}

#[otp_runtime::test]
async fn ex_agent_d04_get_and_update_gives_one_and_stores_the_other() {
    let agent = Agent::start_link(|| 42).await.unwrap();
    assert_eq!(agent.get_and_update(|count| std::mem::replace(count, 43)).await, Ok(42));
    assert_eq!(agent.get(itself).await, Ok(43));
}

#[otp_runtime::test]
async fn ex_agent_d05_update_stores() {
    let agent = Agent::start_link(|| 42).await.unwrap();
    assert_eq!(agent.update(|count| *count += 1).await, Ok(()));
    assert_eq!(agent.get(itself).await, Ok(43));
}

fn add(count: &mut u32, by: u32) {
    *count += by;
}

#[otp_runtime::test]
async fn ex_agent_d06_update_takes_functions_with_arguments() {
    let agent = Agent::start_link(|| 42).await.unwrap();
    assert_eq!(agent.update(|count| add(count, 12)).await, Ok(()));
    assert_eq!(agent.get(itself).await, Ok(54));
}

#[otp_runtime::test]
async fn ex_agent_d07_cast_comes_before_the_next_get() {
    let agent = Agent::start_link(|| 42).await.unwrap();
    agent.cast(|count| *count += 1);
    assert_eq!(agent.get(itself).await, Ok(43));
}

#[otp_runtime::test]
async fn ex_agent_d08_cast_takes_functions_with_arguments() {
    let agent = Agent::start_link(|| 42).await.unwrap();
    agent.cast(|count| add(count, 12));
    assert_eq!(agent.get(itself).await, Ok(54));
}

#[otp_runtime::test]
async fn ex_agent_d09_stop_gives_nothing() {
    let agent = Agent::start_link(|| 42).await.unwrap();
    assert_eq!(agent.stop().await, Ok(()));
}
