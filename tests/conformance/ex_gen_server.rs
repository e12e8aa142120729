//! Suite `ex.gen_server`.

use crate::directory::Directory;
use otp_runtime::prelude::*;
use otp_runtime::{ChildKind, ChildSpec, ChildStartError, Registrar, Supervised, Target, process};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// A stack of words, which also does to itself what it should not.
struct Stack {
    words: Vec<&'static str>,
    unanswered: Vec<ReplyTo<()>>,
}

#[gen_server]
impl Stack {
    #[init]
    fn init(words: Vec<&'static str>) -> Self {
        Stack { words, unanswered: Vec::new() }
    }

    #[call]
    fn pop(&mut self) -> Option<&'static str> {
        self.words.pop()
    }

    #[cast]
    fn push(&mut self, word: &'static str) {
        self.words.push(word);
    }

    #[call]
    fn never(&mut self, reply: ReplyTo<()>) {
        self.unanswered.push(reply);
    }

    #[call]
    fn forget(&mut self, reply: ReplyTo<()>) {
        drop(reply);
    }

    #[call]
    fn leave(&mut self) {
        otp_runtime::exit(ExitReason::Shutdown)
    }

    /// What comes of calling `me`, which is this server under one of its names.
    #[call]
    async fn call_itself(&mut self, me: StackClient) -> Option<CallError> {
        me.pop().await.err()
    }

    #[call]
    async fn stop_itself(&mut self, me: StackClient) -> Option<CallError> {
        me.stop().await.err()
    }
}

/// A server of another type.
struct Other;

#[gen_server]
impl Other {
    #[init]
    fn init() -> Self {
        Other
    }

    #[call]
    fn pop(&mut self) -> Option<&'static str> {
        None
    }
}

/// All of a spec but its start function.
fn fields<C: Supervised>(spec: &ChildSpec<C>) -> (&str, Restart, Shutdown, ChildKind, bool) {
    (spec.id_str(), spec.restart_type(), spec.shutdown_kind(), spec.kind(), spec.is_significant())
}

const FIVE_SECONDS: Shutdown = Shutdown::After(Duration::from_secs(5));

/// Without options the spec is named after the type, starts it as `start_link` does and leaves the rest at its defaults.
#[otp_runtime::test]
async fn ex_gen_server_01a_child_spec_has_the_types_name_and_the_defaults() {
    let spec = Stack::child(vec!["hello"]);
    assert_eq!(fields(&spec), ("Stack", Restart::Permanent, FIVE_SECONDS, ChildKind::Worker, false));

    let pid = spec.start().await.unwrap().pid();
    assert_eq!(Stack::at(pid).pop().await, Ok(Some("hello")));
    assert_eq!(process::links(), [pid], "the starter is linked as by `start_link`");
    assert_eq!(Stack::at(pid).sys().status().await.unwrap().parent, Pid::current());
}

struct Guest;

#[gen_server(id = "room service", restart = temporary, shutdown = infinity)]
impl Guest {
    #[init]
    fn init() -> Self {
        Guest
    }

    #[info]
    fn nothing(&mut self, _: ()) {}
}

struct OnlyId;

#[gen_server(id = "another id")]
impl OnlyId {
    #[init]
    fn init() -> Self {
        OnlyId
    }

    #[info]
    fn nothing(&mut self, _: ()) {}
}

struct OnlyRestart;

#[gen_server(restart = transient)]
impl OnlyRestart {
    #[init]
    fn init() -> Self {
        OnlyRestart
    }

    #[info]
    fn nothing(&mut self, _: ()) {}
}

struct OnlyShutdown;

#[gen_server(shutdown = brutal_kill)]
impl OnlyShutdown {
    #[init]
    fn init() -> Self {
        OnlyShutdown
    }

    #[info]
    fn nothing(&mut self, _: ()) {}
}

/// Each option of the server changes its own field of the spec and no other.
#[otp_runtime::test]
async fn ex_gen_server_01b_options_replace_their_own_fields_only() {
    let (permanent, worker) = (Restart::Permanent, ChildKind::Worker);
    let all = Guest::child();
    assert_eq!(fields(&all), ("room service", Restart::Temporary, Shutdown::Infinity, worker, false));
    assert_eq!(fields(&OnlyId::child()), ("another id", permanent, FIVE_SECONDS, worker, false));
    assert_eq!(fields(&OnlyRestart::child()), ("OnlyRestart", Restart::Transient, FIVE_SECONDS, worker, false));
    assert_eq!(fields(&OnlyShutdown::child()), ("OnlyShutdown", permanent, Shutdown::BrutalKill, worker, false));

    let pid = all.start().await.unwrap().pid();
    assert_eq!(process::info(pid).unwrap().kind, "Guest", "they do not touch what is started");
}

/// Another start function replaces that field of the spec and no other.
#[otp_runtime::test]
async fn ex_gen_server_01b_another_start_function_replaces_only_that() {
    let spec = Guest::child().start_with(|| async {
        let started = Other::start_link().await;
        started.map(|other| other.pid().unwrap()).map_err(|_| ChildStartError::Ignored)
    });
    assert_eq!(fields(&spec), fields(&Guest::child()));
    let pid = spec.start().await.unwrap().pid();
    assert_eq!(process::info(pid).unwrap().kind, "Other");
}

/// A name may come as any kind of text, as from a configuration, or not at all; whatever is no text is refused by the
/// compiler.
#[otp_runtime::test]
async fn ex_gen_server_02_names_come_as_any_kind_of_text() {
    let line = "name = from a file";
    let parsed = line.split_once(" = ").map(|(_, value)| value.to_owned());
    let owned = String::from("owned");
    let shared: Arc<str> = Arc::from("shared");
    let started = [
        Stack::start(vec![]).name("borrowed").await.unwrap(),
        Stack::start(vec![]).name(&owned).await.unwrap(),
        Stack::start(vec![]).name(owned.clone() + "!").await.unwrap(),
        Stack::start(vec![]).name(shared).await.unwrap(),
        Stack::start(vec![]).name(parsed).await.unwrap(),
    ];
    for (stack, name) in started.iter().zip(["borrowed", "owned", "owned!", "shared", "from a file"]) {
        assert_eq!(process::whereis(name), stack.pid(), "{name}");
        assert_eq!(process::info(stack.pid().unwrap()).unwrap().registered_name.as_deref(), Some(name));
    }
}

/// Whoever knows the registry and the key can call a server that runs under them.
#[otp_runtime::test]
async fn ex_gen_server_03_via_handle_reaches_the_server() {
    let directory = Directory::default();
    let stack = Stack::start_link(vec!["hello"]).via(&directory, "here").await.unwrap();
    assert_eq!(Stack::via(&directory, "here").pop().await, Ok(Some("hello")));
    assert_eq!(Stack::via(&directory, "here").pid(), stack.pid());
    assert!(matches!(Stack::via(&directory, "there").pop().await, Err(CallError::NoProc(_))));
}

/// Whoever knows the local name can call the server.
#[otp_runtime::test]
async fn ex_gen_server_05_local_name_reaches_the_server() {
    let stack = Stack::start_link(vec!["hello"]).name("my_gen_server_name").await.unwrap();
    assert_eq!(Stack::named("my_gen_server_name").pop().await, Ok(Some("hello")));
    assert_eq!(Stack::named("my_gen_server_name").pid(), stack.pid());
}

/// After `start_link` the server is among its starter's links, and the starter among its.
#[otp_runtime::test]
async fn ex_gen_server_06a_start_link_links_both() {
    assert_eq!(process::links(), []);
    let stack = Stack::start_link(vec!["hello"]).await.unwrap();
    let pid = stack.pid().unwrap();
    assert_eq!(process::links(), [pid]);
    assert_eq!(process::info(pid).unwrap().links, [Pid::current().unwrap()]);

    let stranger = Stack::start(vec![]).await.unwrap();
    assert_eq!(process::links(), [pid], "`start` links nobody");
    assert_eq!(process::info(stranger.pid().unwrap()).unwrap().links, []);
}

/// One process's casts and calls are handled in the order it made them.
#[otp_runtime::test]
async fn ex_gen_server_06b_cast_then_call_is_fifo() {
    let stack = Stack::start_link(vec!["hello"]).await.unwrap();
    assert_eq!(stack.pop().await, Ok(Some("hello")));
    stack.push("world");
    assert_eq!(stack.pop().await, Ok(Some("world")));
    assert_eq!(stack.pop().await, Ok(None));
    stack.push("one");
    stack.push("two");
    assert_eq!(stack.pop().await, Ok(Some("two")));
    assert_eq!(stack.pop().await, Ok(Some("one")));
}

/// The same where the server's own task and its caller run on different threads.
#[otp_runtime::test(flavor = "multi_thread", worker_threads = 2)]
async fn ex_gen_server_06b_cast_then_call_is_fifo_across_threads() {
    let stack = Stack::start_link(vec![]).await.unwrap();
    let callers: Vec<_> = (0..4)
        .map(|_| {
            let own = Stack::start(vec![]);
            let shared = stack.clone();
            process::spawn_monitor(async move {
                let own = own.await.unwrap();
                for _ in 0..200 {
                    shared.push("shared");
                    own.push("mine");
                    assert_eq!(own.pop().await, Ok(Some("mine")));
                    assert_eq!(shared.pop().await, Ok(Some("shared")));
                }
            })
        })
        .collect();
    for (_, monitor) in callers {
        assert_eq!(monitor.await.reason, ExitReason::Normal);
    }
    assert_eq!(stack.pop().await, Ok(None));
}

/// A plain `stop` is `Ok` once the server has ended, and it ends `Normal`.
#[otp_runtime::test]
async fn ex_gen_server_06c_stop_waits_for_a_normal_end() {
    let stack = Stack::start_link(vec!["hello"]).await.unwrap();
    let monitor = stack.monitor();
    assert_eq!(stack.stop().await, Ok(()));
    assert!(!stack.is_alive());
    assert_eq!(monitor.await.reason, ExitReason::Normal);
}

/// A server that calls itself is told so at once, whatever it calls itself.
#[otp_runtime::test(paused)]
async fn ex_gen_server_07a_calling_itself_fails_at_once() {
    let directory = Directory::default();
    let named = Stack::start(vec!["untouched"]).name("narcissus").await.unwrap();
    let listed = Stack::start(vec![]).via(&directory, "here").await.unwrap();
    let before = Instant::now();
    for (stack, me) in [
        (&named, named.clone()),
        (&named, Stack::at(named.pid().unwrap())),
        (&named, Stack::named("narcissus")),
        (&listed, Stack::via(&directory, "here")),
    ] {
        let target = me.target();
        let failure = stack.call_itself(me).await.unwrap();
        assert!(matches!(&failure, Some(CallError::CallingSelf(site)) if site.target == target), "{failure:?}");
    }
    assert_eq!(before.elapsed(), Duration::ZERO);
    assert_eq!(named.pop().await, Ok(Some("untouched")));
}

/// So is any other process that calls its own pid or name.
#[otp_runtime::test(paused)]
async fn ex_gen_server_07a_a_plain_process_that_calls_itself_fails_at_once() {
    let me = Pid::current().unwrap();
    process::register("echo", me).unwrap();
    let directory = Directory::default();
    directory.register_name(&"here", me).unwrap();
    let before = Instant::now();
    for stack in [Stack::at(me), Stack::named("echo"), Stack::via(&directory, "here")] {
        let failure = stack.pop().await;
        assert!(matches!(failure, Err(CallError::CallingSelf(_))), "{failure:?}");
    }
    assert_eq!(before.elapsed(), Duration::ZERO);
}

/// A call that is never answered fails when its time is up, not before.
#[otp_runtime::test(paused)]
async fn ex_gen_server_07b_no_reply_is_a_timeout() {
    let stack = Stack::start(vec!["alive"]).await.unwrap();
    let before = Instant::now();
    let failure = stack.never().timeout(Duration::from_millis(1)).await;
    let waited = before.elapsed();
    assert!(matches!(failure, Err(CallError::Timeout(_))), "{failure:?}");
    assert!((1..=2).contains(&waited.as_millis()), "{waited:?}");
    assert_eq!(stack.pop().await, Ok(Some("alive")));
}

/// A name that belongs to nobody is no process, at once.
#[otp_runtime::test(paused)]
async fn ex_gen_server_07c_an_absent_name_is_no_process() {
    let before = Instant::now();
    let nobody = Stack::named("nobody");
    assert_eq!(nobody.pid(), None);
    assert!(matches!(nobody.pop().await, Err(CallError::NoProc(_))));
    assert!(matches!(nobody.pop().send().await, Err(CallError::NoProc(_))));
    assert_eq!(before.elapsed(), Duration::ZERO);
}

/// A server that has ended is no process, at once.
#[otp_runtime::test(paused)]
async fn ex_gen_server_07d_a_stopped_server_is_no_process() {
    let stack = Stack::start(vec!["hello"]).await.unwrap();
    let by_pid = Stack::at(stack.pid().unwrap());
    stack.stop().await.unwrap();
    let before = Instant::now();
    for stack in [stack, by_pid] {
        assert!(matches!(stack.pop().await, Err(CallError::NoProc(_))));
        assert!(matches!(stack.pop().send().await, Err(CallError::NoProc(_))));
        assert!(matches!(stack.never().await, Err(CallError::NoProc(_))));
    }
    assert_eq!(before.elapsed(), Duration::ZERO);
}

/// Every failure tells the operation, the target as the caller named it, and the timeout.
#[otp_runtime::test(paused)]
async fn ex_gen_server_07e_failures_say_where_they_happened() {
    fn place(failure: CallError) -> (&'static str, &'static str, Target, Option<Duration>) {
        let site = failure.site().expect("a failure that is not the handler's own");
        (site.operation, site.server, site.target.clone(), site.timeout)
    }
    let name = |name: &str| Target::Name(Arc::from(name));
    let (short, usual) = (Some(Duration::from_millis(3)), Some(Duration::from_secs(5)));
    let directory = Directory::default();
    let stack = Stack::start(vec![]).name("stack").await.unwrap();
    let pid = stack.pid().unwrap();

    let no_process = Stack::named("nobody").pop().no_timeout().await.unwrap_err();
    assert!(matches!(no_process, CallError::NoProc(_)));
    assert_eq!(place(no_process), ("pop", "Stack", name("nobody"), None));

    let timeout = Stack::named("stack").never().timeout(Duration::from_millis(3)).await.unwrap_err();
    assert!(matches!(timeout, CallError::Timeout(_)));
    assert_eq!(timeout.to_string(), "`never` on Stack \"stack\": no reply within 3ms");
    assert_eq!(place(timeout), ("never", "Stack", name("stack"), short));

    let itself = stack.call_itself(Stack::named("stack")).await.unwrap().unwrap();
    assert!(matches!(itself, CallError::CallingSelf(_)));
    assert_eq!(place(itself), ("pop", "Stack", name("stack"), usual));

    let no_reply = Stack::at(pid).forget().await.unwrap_err();
    assert!(matches!(no_reply, CallError::NoReply(_)));
    assert_eq!(place(no_reply), ("forget", "Stack", Target::Pid(pid), usual));

    let wrong = Other::named("stack").pop().await.unwrap_err();
    assert!(matches!(wrong, CallError::WrongServer(_)));
    assert_eq!(place(wrong), ("pop", "Other", name("stack"), usual));

    let queued = Stack::named("stack").never().send();
    let exit = Stack::named("stack").leave().timeout(Duration::from_millis(3)).await.unwrap_err();
    assert!(matches!(exit, CallError::Exit(ExitReason::Shutdown, _)));
    assert_eq!(place(exit), ("leave", "Stack", name("stack"), short));
    let queued = queued.await.unwrap_err();
    assert!(matches!(queued, CallError::Exit(ExitReason::Shutdown, _)));
    assert_eq!(place(queued), ("never", "Stack", name("stack"), usual));

    directory.close();
    let no_registry = Stack::via(&directory, "here").pop().await.unwrap_err();
    assert!(matches!(no_registry, CallError::NoRegistry(_)));
    assert_eq!(place(no_registry), ("pop", "Stack", Target::Via(Arc::from("\"here\"")), usual));
}

/// "No name", said explicitly, is no name.
#[otp_runtime::test]
async fn ex_gen_server_08_an_explicit_none_is_no_name() {
    let unconfigured: Option<String> = None;
    let stack = Stack::start_link(vec!["hello"]).name(unconfigured).await.unwrap();
    assert_eq!(stack.pop().await, Ok(Some("hello")));
    assert_eq!(process::info(stack.pid().unwrap()).unwrap().registered_name, None);
    assert_eq!(process::registered(), []);
}

/// `stop` ends a server once; stopping it again, or stopping nobody, fails with what was asked.
#[otp_runtime::test]
async fn ex_gen_server_13a_stop_of_nobody_fails_with_what_was_asked() {
    let stack = Stack::start(vec![]).await.unwrap();
    let pid = stack.pid().unwrap();
    assert_eq!(stack.stop().reason(ExitReason::Normal).await, Ok(()));
    assert!(!pid.is_alive());

    let limit = Duration::from_secs(9);
    for (stop, target, reason, timeout) in [
        (stack.stop(), Target::Pid(pid), ExitReason::Normal, None),
        (Stack::at(pid).stop().reason(ExitReason::Shutdown), Target::Pid(pid), ExitReason::Shutdown, None),
        (
            Stack::named("nobody").stop().timeout(limit),
            Target::Name(Arc::from("nobody")),
            ExitReason::Normal,
            Some(limit),
        ),
    ] {
        let failure = stop.await.unwrap_err();
        assert!(matches!(failure, CallError::NoProc(_)), "{failure:?}");
        let site = failure.site().unwrap();
        assert_eq!((site.operation, &site.target, site.timeout), ("stop", &target, timeout));
        assert_eq!(site.reason, Some(reason));
    }
}

/// A server cannot wait for its own end: it is told so, and serves on.
#[otp_runtime::test(paused)]
async fn ex_gen_server_13b_stopping_itself_fails_and_it_serves_on() {
    let stack = Stack::start_link(vec!["still here"]).name("stack").await.unwrap();
    let before = Instant::now();
    for me in [stack.clone(), Stack::at(stack.pid().unwrap()), Stack::named("stack")] {
        let failure = stack.stop_itself(me).await.unwrap();
        assert!(matches!(failure, Some(CallError::CallingSelf(_))), "{failure:?}");
    }
    assert_eq!(before.elapsed(), Duration::ZERO);
    assert_eq!(stack.pop().await, Ok(Some("still here")));
    assert_eq!(stack.stop().await, Ok(()));
}

/// A name will do to stop a server.
#[otp_runtime::test]
async fn ex_gen_server_13c_stop_takes_a_name() {
    let stack = Stack::start(vec![]).name("stack").await.unwrap();
    assert_eq!(Stack::named("stack").stop().await, Ok(()));
    assert!(!stack.is_alive());
    assert_eq!(process::whereis("stack"), None);

    let directory = Directory::default();
    let stack = Stack::start(vec![]).via(&directory, "here").await.unwrap();
    assert_eq!(Stack::via(&directory, "here").stop().await, Ok(()));
    assert!(!stack.is_alive());
    assert_eq!(directory.whereis_name(&"here"), Ok(None));
}
