//! Agents, and those that `#[agent]` makes, seen from outside.

use crate::logs::Logs;
use crate::support::{Diary, Event, block_on, death, multi_thread, poll_once, soon, waker};
use otp_runtime::prelude::*;
use otp_runtime::{AgentClient, Supervised};
use std::collections::{BTreeMap, HashMap};
use std::task::Poll;
use std::time::Duration;
use tokio::time::Instant;

/// What most of the tests are about.
#[agent]
#[derive(Clone, Debug, Default, PartialEq)]
struct Settings {
    /// The theme.
    pub theme: String,
    pub(crate) volume: u8,
    #[agent(skip)]
    pub cache: BTreeMap<u8, u8>,
    secret: u64,
}

#[otp_runtime::test]
async fn fields_are_read_set_and_changed_in_place() {
    let settings = Settings::start(Settings::default).await.unwrap();
    assert_eq!(settings.theme().await, Ok(String::new()));
    assert_eq!(settings.set_theme(String::from("dark")).await, Ok(()));
    assert_eq!(settings.update_theme(|theme| theme.push('!')).await, Ok(()));
    assert_eq!(settings.theme().await, Ok(String::from("dark!")));
    assert_eq!(settings.set_volume(3).send().await, Ok(()));
    // All fields at once, private and skipped ones, too.
    settings.cast(|settings| settings.secret = u64::from(settings.volume));
    settings.update(|settings| settings.cache.extend([(1, 2)])).await.unwrap();
    let all = Settings { theme: String::from("dark!"), volume: 3, cache: BTreeMap::from([(1, 2)]), secret: 3 };
    assert_eq!(settings.get(Settings::clone).await, Ok(all));
    assert_eq!(settings.get_and_update(std::mem::take).await.unwrap().secret, 3);
    assert_eq!(settings.volume().await, Ok(0));
}

/// A field called as what was skipped would be has it all to itself.
#[agent]
struct Skips {
    #[agent(skip)]
    pub theme: u8,
    pub set_theme: u8,
    #[agent(skip)]
    #[allow(dead_code)]
    pub get: u8,
    #[allow(dead_code)]
    clone: u8,
}

/// Private fields called as what the client has.
#[agent]
#[allow(dead_code)]
struct Private {
    pub theme: u8,
    set_theme: u8,
    get: u8,
    pid: u8,
    stop: u8,
    into: u8,
    own: u8,
}

impl PrivateClient {
    fn own(&self) -> u8 {
        5
    }
}

#[otp_runtime::test]
async fn a_private_field_hides_nothing_of_the_client() {
    let init = || Private { theme: 1, set_theme: 2, get: 3, pid: 4, stop: 5, into: 6, own: 7 };
    let private = Private::start(init).await.unwrap();
    private.set_theme(8).await.unwrap();
    assert_eq!(private.get(|all| (all.theme, all.set_theme)).await, Ok((8, 2)));
    assert_eq!((private.own(), private.pid().is_some()), (5, true));
    private.stop().await.unwrap();
    assert_eq!(private.pid().map(Pid::is_alive), Some(false));
}

#[otp_runtime::test]
async fn skipped_and_private_fields_have_no_accessors() {
    let skips = Skips::start(|| Skips { theme: 1, set_theme: 2, get: 3, clone: 4 }).await.unwrap();
    assert_eq!(skips.set_theme().await, Ok(2));
    assert_eq!(skips.get(|skips| skips.theme).await, Ok(1));
    assert!(skips.clone().is_alive());
}

mod elsewhere {
    use otp_runtime::prelude::*;

    #[agent]
    pub(crate) struct Shown {
        pub(crate) wide: u8,
        pub(super) narrow: u8,
        pub(self) own: u8,
    }

    pub(super) async fn own() -> u8 {
        let shown = Shown::start(|| Shown { wide: 1, narrow: 2, own: 3 }).name("shown").await.unwrap();
        shown.own().await.unwrap()
    }
}

#[otp_runtime::test]
async fn accessors_are_as_visible_as_the_fields() {
    assert_eq!(elsewhere::own().await, 3);
    let shown: elsewhere::ShownClient = elsewhere::Shown::named("shown");
    assert_eq!((shown.wide().await, shown.narrow().await), (Ok(1), Ok(2)));
}

#[agent]
struct Odd {
    #[cfg(not(any()))]
    pub volume: u8,
    #[cfg(any())]
    pub volume: u16,
    #[cfg(any())]
    pub missing: Missing,
    #[deprecated = "use `volume`"]
    pub loudness: u8,
    pub r#type: u8,
    pub state: u8,
}

#[otp_runtime::test]
async fn conditional_deprecated_and_raw_fields() {
    #[allow(deprecated)]
    let odd = Odd::start(|| Odd { volume: 1, loudness: 2, r#type: 3, state: 4 }).await.unwrap();
    assert_eq!(odd.volume().await, Ok(1));
    #[allow(deprecated)]
    let loudness = odd.loudness().await;
    assert_eq!(loudness, Ok(2));
    odd.set_type(5).await.unwrap();
    odd.update_type(|number| *number += 1).await.unwrap();
    assert_eq!(odd.r#type().await, Ok(6));
    odd.set_state(7).await.unwrap();
    assert_eq!(odd.state().await, Ok(7));
}

/// One that cannot be cloned.
#[derive(Default)]
struct Token;

#[agent(client = Store)]
struct Cache<K: std::hash::Hash + Eq + Send + 'static, V = Token, const N: usize = 2>
where
    V: Send + 'static,
{
    pub entries: HashMap<K, V>,
    pub last: [Option<K>; N],
    pub limit: usize,
}

fn cache<V: Send + 'static>() -> Cache<u8, V> {
    Cache { entries: HashMap::new(), last: [None; 2], limit: 1 }
}

#[otp_runtime::test]
async fn generic_agents() {
    let tokens: Store<u8> = Cache::start(cache::<Token>).await.unwrap();
    // There is no `entries()`: a token cannot be cloned. All else is there.
    tokens.update_entries(|entries| _ = entries.insert(1, Token)).await.unwrap();
    assert_eq!(tokens.get(|cache| cache.entries.len()).await, Ok(1));
    tokens.set_last([Some(1), None]).await.unwrap();
    assert_eq!(tokens.last().await, Ok([Some(1), None]));

    let words: Store<u8, &str> = Cache::start(cache::<&str>).await.unwrap();
    words.update_entries(|entries| _ = entries.insert(1, "one")).await.unwrap();
    assert_eq!(words.entries().await, Ok(HashMap::from([(1, "one")])));
    assert_eq!(words.limit().await, Ok(1));
    let same = Cache::<u8, &str>::at(words.pid().unwrap());
    assert_eq!(same.limit().await, Ok(1));
    let error = Cache::<u8, u8>::at(words.pid().unwrap()).limit().await.unwrap_err();
    assert!(matches!(error, CallError::WrongServer(_)), "{error}");
}

#[otp_runtime::test]
async fn a_panic_in_a_function_ends_the_agent_and_fails_the_call() {
    let settings = Settings::start(Settings::default).await.unwrap();
    let (died, next) = (settings.monitor(), settings.clone());
    let update = settings.update_theme(|_| panic!("no theme")).await;
    let error = update.clone().unwrap_err();
    assert!(error.to_string().contains("`update_theme`"), "{error}");
    let reason = death(update);
    assert!(matches!(&reason, ExitReason::Panic { .. }), "{reason:?}");
    assert_eq!(soon(died).await.reason, reason);
    assert!(matches!(next.volume().await, Err(CallError::NoProc(_))));
}

#[otp_runtime::test]
async fn a_panic_in_a_cast_ends_the_agent() {
    let logs = Logs::at(tracing::Level::ERROR);
    let agent = Agent::start(|| 1).await.unwrap();
    let died = agent.monitor();
    agent.cast(|_| panic!("too much"));
    assert!(matches!(soon(died).await.reason, ExitReason::Panic { .. }));
    let lines = logs.lines();
    assert!(lines.iter().any(|line| line.contains("Agent") && line.contains("too much")), "{lines:?}");
}

/// Its functions are sent as they are called, whatever they answer with.
#[otp_runtime::test]
async fn what_a_function_returns_is_dropped_with_its_caller_gone() {
    struct Told(Diary);
    impl Drop for Told {
        fn drop(&mut self) {
            self.0.write("dropped");
        }
    }
    let diary = Diary::default();
    let agent = Agent::start(|| 0).await.unwrap();
    let told = Told(diary.clone());
    drop(agent.get(move |_| told).send());
    agent.get(|_| ()).await.unwrap();
    assert_eq!(diary.lines(), ["dropped"]);
    // One that is never sent is dropped as well.
    let told = Told(diary.clone());
    drop(agent.get(move |_| told));
    assert_eq!(diary.lines(), ["dropped", "dropped"]);
}

#[supervisor(strategy = one_for_one, max_restarts = 10)]
struct App {
    #[child(args(Settings::default))]
    settings: Settings,
    #[child(args(|| vec![1_u8]), id = "numbers", name = "numbers")]
    numbers: Agent<Vec<u8>>,
}

#[otp_runtime::test]
async fn a_supervised_agent_begins_anew_after_a_crash() {
    let app = App::start_link().await.unwrap();
    let settings: SettingsClient = app.settings();
    settings.set_theme(String::from("dark")).await.unwrap();
    let died = settings.monitor();
    settings.cast(|_| panic!("crash"));
    soon(died).await;
    assert_eq!(settings.theme().wait().await, Ok(String::new()));

    let numbers: AgentClient<Vec<u8>> = app.numbers();
    numbers.update(|numbers| numbers.push(2)).await.unwrap();
    assert_eq!(Agent::<Vec<u8>>::named("numbers").get(Vec::len).await, Ok(2));
    app.stop().await.unwrap();
}

#[agent(name = "volume", timeout = 20ms, restart = transient)]
struct Named {
    pub volume: u8,
}

#[otp_runtime::test]
async fn an_agent_starts_under_the_name_in_its_options() {
    let named = Named::start(|| Named { volume: 1 }).await.unwrap();
    assert_eq!(Named::named("volume").volume().await, Ok(1));
    let again = Named::start(|| unreachable!("the name is taken")).await;
    assert_eq!(again.err(), Some(StartError::AlreadyStarted(named.pid().unwrap())));
    assert_eq!(Named::child(|| Named { volume: 2 }).restart_type(), Restart::Transient);
    let (other, monitor) = Named::start_monitor(|| Named { volume: 3 }).name("other").await.unwrap();
    assert_eq!(Named::named("other").volume().await, Ok(3));
    other.stop().await.unwrap();
    assert_eq!(monitor.await.reason, ExitReason::Normal);
}

#[otp_runtime::test(paused)]
async fn an_agent_that_is_busy_is_waited_for_as_long_as_its_options_say() {
    let named = Named::start(|| Named { volume: 1 }).await.unwrap();
    named.sys().suspend().await.unwrap();
    let start = Instant::now();
    let error = named.volume().await.unwrap_err();
    assert!(matches!(error, CallError::Timeout(_)), "{error}");
    assert!(error.to_string().contains("`volume`"), "{error}");
    assert_eq!(start.elapsed(), Duration::from_millis(20));
    assert!(matches!(named.get(|_| ()).timeout(Duration::from_millis(50)).await, Err(CallError::Timeout(_))));
    assert_eq!(start.elapsed(), Duration::from_millis(70));
    // What timed out is still done.
    assert!(named.set_volume(9).await.is_err());
    named.sys().resume().await.unwrap();
    assert_eq!(named.volume().await, Ok(9));
}

#[otp_runtime::test]
async fn a_function_that_calls_its_own_agent_is_refused() {
    let agent = Agent::start(|| 1).await.unwrap();
    for me in [agent.clone(), Agent::at(agent.pid().unwrap())] {
        let calls_itself = move |_: &i32| {
            let outcome = poll_once(&mut me.get(|number| *number), &waker(|| ()));
            matches!(outcome, Poll::Ready(Err(CallError::CallingSelf(_))))
        };
        assert_eq!(agent.get(calls_itself).await, Ok(true));
    }
    assert_eq!(agent.get(|number| *number).await, Ok(1));
}

/// A function may send its own agent more, which comes later.
#[otp_runtime::test]
async fn a_function_may_cast_to_its_own_agent() {
    let agent = Agent::start(|| 1).await.unwrap();
    let me = agent.clone();
    agent.update(move |_| me.cast(|number| *number = 2)).await.unwrap();
    assert_eq!(agent.get(|number| *number).await, Ok(2));
}

/// Many threads, one agent: each function runs by itself, and none is lost.
#[test]
fn functions_run_one_at_a_time() {
    let runtime = multi_thread(4);
    let sum = block_on(runtime.spawn(async {
        let agent = Agent::start(|| 0_u64).await.unwrap();
        let add = |by: u64| {
            let agent = agent.clone();
            tokio::spawn(async move {
                for turn in 0..100 {
                    if turn % 3 == 0 {
                        agent.cast(move |sum| *sum += by);
                    } else {
                        agent.update(move |sum| *sum += by).await.unwrap();
                    }
                }
            })
        };
        for task in [1, 2, 3, 4].map(add) {
            task.await.unwrap();
        }
        agent.get(|sum| *sum).await.unwrap()
    }));
    assert_eq!(sum.unwrap(), 1000);
}

#[otp_runtime::test]
async fn an_agent_is_reached_by_other_threads_without_async() {
    let agent = Agent::start(|| 1).await.unwrap();
    let other = agent.clone();
    let number = tokio::task::spawn_blocking(move || {
        other.update(|number| *number += 1).blocking()?;
        other.get(|number| *number).blocking()
    });
    assert_eq!(soon(number).await.unwrap(), Ok(2));
}

#[otp_runtime::test]
async fn a_value_is_looked_at_by_system_requests() {
    let agent = Agent::start(|| vec![1]).await.unwrap();
    agent.sys().replace_state(|numbers| numbers.push(2)).await.unwrap();
    assert_eq!(agent.sys().with_state(|numbers| numbers.len()).await, Ok(2));
    assert_eq!(format!("{agent:?}"), format!("Agent({})", agent.pid().unwrap()));
    assert_eq!(<Agent<u8> as Supervised>::NAME, "Agent");
}

/// While one function blocks, others wait; a cast does not.
#[test]
fn a_long_function_keeps_the_others_waiting() {
    let runtime = multi_thread(4);
    let outcome = block_on(runtime.spawn(async {
        let (agent, gate) = (Agent::start(|| 0).await.unwrap(), Event::default());
        let held = gate.clone();
        let first = agent.update(move |_| held.block()).send();
        agent.cast(|number| *number += 1);
        let second = agent.get(|number| *number).send();
        gate.set();
        (first.await, second.await)
    }));
    assert_eq!(outcome.unwrap(), (Ok(()), Ok(1)));
}
