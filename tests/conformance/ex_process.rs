//! Suite `ex.process`.

use otp_runtime::prelude::*;
use otp_runtime::{Monitor, MonitorRef, Reply, TimerRef, assert_receive, process};
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

const TEN_MS: Duration = Duration::from_millis(10);

/// What a timer or a reply carries.
#[derive(Debug, PartialEq)]
struct Word(&'static str);

/// A server that keeps things in its process: a note under a key, and a label.
struct Keeper;

#[gen_server]
impl Keeper {
    #[init]
    fn init() -> Self {
        Keeper
    }

    #[call]
    fn put(&mut self, note: u32) {
        process::put("note", note);
    }

    #[call]
    fn note(&self) -> Option<u32> {
        process::get("note")
    }

    #[call]
    fn set_label(&mut self, label: String) {
        process::set_label(label);
    }

    #[call]
    fn label(&self, ctx: &Context<Self>) -> Option<Arc<str>> {
        process::label(ctx.pid())
    }
}

fn put(key: &str, value: u32) -> Option<u32> {
    process::put(key, value).map(|before| *before.downcast().expect("only numbers are put"))
}

fn delete(key: &str) -> Option<u32> {
    process::delete(key).map(|before| *before.downcast().expect("only numbers are put"))
}

/// What is put is there to get, list and delete, by key and by value, until it is deleted.
#[otp_runtime::test]
async fn ex_process_01_dictionary_is_a_map() {
    assert_eq!(put("foo", 1), None);
    assert_eq!(put("foo", 2), Some(1));
    assert_eq!(put("bar", 2), None);
    assert_eq!(put("baz", 3), None);
    process::put("word", "2");

    assert_eq!(process::get("foo"), Some(2_u32));
    assert_eq!(process::get::<&str>("foo"), None, "it is no text");
    assert_eq!(process::keys(), ["bar", "baz", "foo", "word"]);
    assert_eq!(process::keys_of(&2_u32), ["bar", "foo"]);
    assert_eq!(process::keys_of(&"2"), ["word"]);
    assert_eq!(process::keys_of(&4_u32), [""; 0]);
    assert_eq!(process::keys(), ["bar", "baz", "foo", "word"], "looking takes nothing away");

    assert_eq!(delete("foo"), Some(2));
    assert_eq!(delete("foo"), None);
    assert_eq!(process::get::<u32>("foo"), None);
    assert_eq!(process::keys(), ["bar", "baz", "word"]);
    assert_eq!(process::keys_of(&2_u32), ["bar"]);
}

/// Each process has its own, also when one runs a handler of another.
#[otp_runtime::test]
async fn ex_process_01_dictionaries_are_each_processs_own() {
    let (one, two) = (Keeper::start().await.unwrap(), Keeper::start().await.unwrap());
    put("note", 0);
    one.put(1).await.unwrap();
    assert_eq!(two.note().await, Ok(None));
    two.put(2).await.unwrap();
    assert_eq!(one.note().await, Ok(Some(1)));
    assert_eq!(two.note().await, Ok(Some(2)));
    assert_eq!(process::get("note"), Some(0_u32));

    let me = Pid::current().unwrap();
    process::spawn(async move { me.send(process::keys().len()) });
    assert_eq!(process::receive::<usize>().await, 0);
}

/// A question to a process: its answer, or its end.
struct Question {
    monitor: Monitor,
    answer: Reply<(MonitorRef, Word)>,
}

/// A monitored process may answer to an address that stands for the monitor, and its end is still told under the same
/// reference.
#[otp_runtime::test]
async fn ex_process_04_monitor_doubles_as_a_reply_address() {
    let pid = process::spawn(async {
        let (to, reference) = process::receive::<(ReplyTo<(MonitorRef, Word)>, MonitorRef)>().await;
        to.send((reference, Word("answer")));
        process::receive::<Word>().await;
        otp_runtime::exit(ExitReason::Shutdown)
    });
    let (to, answer) = ReplyTo::channel();
    let Question { mut monitor, answer } = Question { monitor: pid.monitor(), answer };
    let reference = monitor.reference();
    pid.send((to, reference));

    assert_eq!(answer.await, Some((reference, Word("answer"))));
    assert_eq!(monitor.try_down(), None);
    pid.send(Word("leave"));
    let down = monitor.await;
    assert_eq!((down.monitor, down.pid, down.reason), (reference, Some(pid), ExitReason::Shutdown));
}

/// A process that ends instead of answering is told of twice: the answer will not come, and why.
#[otp_runtime::test]
async fn ex_process_04_end_without_an_answer_is_told() {
    let pid = process::spawn(async {
        let _unanswered = process::receive::<ReplyTo<(MonitorRef, Word)>>().await;
        otp_runtime::exit(ExitReason::Shutdown)
    });
    let (to, answer) = ReplyTo::channel();
    let Question { monitor, answer } = Question { monitor: pid.monitor(), answer };
    pid.send(to);
    assert_eq!(answer.await, None);
    assert_eq!(monitor.await.reason, ExitReason::Shutdown);
}

/// Sleeping for no time takes none.
#[otp_runtime::test(paused)]
async fn ex_process_05_sleep_of_nothing_returns_at_once() {
    let before = Instant::now();
    process::sleep(Duration::ZERO).await;
    // a timer is due at the next whole millisecond
    assert!(before.elapsed() <= Duration::from_millis(1), "{:?}", before.elapsed());
}

/// More milliseconds than 32 bits count are slept, and no length makes it panic.
#[otp_runtime::test(paused)]
async fn ex_process_06_sleep_of_more_than_32_bits_of_milliseconds() {
    let long = Duration::from_millis((1 << 32) + 1);
    let (_, mut sleeper) = process::spawn_monitor(process::sleep(long));
    let (_, mut longest) = process::spawn_monitor(process::sleep(Duration::MAX));
    let watch = async {
        tokio::select! {
            down = &mut sleeper => down,
            down = &mut longest => down,
        }
    };
    let early = tokio::time::timeout(Duration::from_millis(100), watch).await;
    assert!(early.is_err(), "{early:?}");

    let before = Instant::now();
    assert_eq!(sleeper.await.reason, ExitReason::Normal);
    assert!(before.elapsed() >= long - Duration::from_millis(101), "{:?}", before.elapsed());
    assert_eq!(longest.try_down(), None);
}

/// A living process tells about itself, a dead one nothing.
#[otp_runtime::test]
async fn ex_process_07_info_of_the_living_and_the_dead() {
    let me = Pid::current().unwrap();
    let pid = process::spawn_link(async {
        process::trap_exit(true);
        process::set_label("informative");
        Pid::current().unwrap().send(Word("unread"));
        process::receive::<ReplyTo<()>>().await.send(());
        pending().await
    });
    let (ready, is_ready) = ReplyTo::<()>::channel();
    pid.send(ready);
    is_ready.await.unwrap();
    let monitor = pid.monitor();

    let info = process::info(pid).unwrap();
    assert_eq!((info.pid, info.kind, info.starter), (pid, "process", Some(me)));
    assert_eq!((info.links, info.monitored_by), (vec![me], 1));
    assert_eq!((info.trap_exit, info.message_queue_len), (true, 1));
    assert_eq!(info.label.as_deref(), Some("informative"));
    assert!(process::list().contains(&pid));

    process::unlink(pid);
    pid.exit(ExitReason::Kill);
    monitor.await;
    assert!(process::info(pid).is_none());
    assert!(!process::list().contains(&pid));
}

/// A dead process has no name, a living one has one once it is registered.
#[otp_runtime::test]
async fn ex_process_08_info_shows_the_registered_name() {
    let (dead, monitor) = process::spawn_monitor(async {});
    monitor.await;
    assert!(process::info(dead).is_none());

    let me = Pid::current().unwrap();
    assert_eq!(process::info(me).unwrap().registered_name, None);
    process::register("manual", me).unwrap();
    assert_eq!(process::info(me).unwrap().registered_name.as_deref(), Some("manual"));
    assert!(process::unregister("manual"));
    assert_eq!(process::info(me).unwrap().registered_name, None);
}

/// The message comes when the delay is over, and not before.
#[otp_runtime::test(paused)]
async fn ex_process_09_send_after_sends_when_the_delay_is_over() {
    let before = Instant::now();
    process::send_after(Pid::current().unwrap(), TEN_MS, Word("hello"));
    assert_eq!(process::receive::<Word>().await, Word("hello"));
    assert!((10..=11).contains(&before.elapsed().as_millis()), "{:?}", before.elapsed());
}

/// The message comes at the given moment; at once when that has passed.
#[otp_runtime::test(paused)]
async fn ex_process_10_send_at_sends_at_that_moment() {
    let me = Pid::current().unwrap();
    let before = Instant::now();
    process::send_at(me, (before + TEN_MS).into_std(), Word("then"));
    assert_eq!(process::receive::<Word>().await, Word("then"));
    assert!((10..=11).contains(&before.elapsed().as_millis()), "{:?}", before.elapsed());

    let late = Instant::now();
    process::send_at(me, before.into_std(), Word("late"));
    assert_eq!(process::receive::<Word>().await, Word("late"));
    assert!(late.elapsed() <= Duration::from_millis(1), "{:?}", late.elapsed());
}

/// A pending timer tells the time that is left, also when it is cancelled, and then never fires; one that has fired tells
/// none.
#[otp_runtime::test(paused)]
async fn ex_process_11a_timers_can_be_read_and_cancelled() {
    let left = |timer: &TimerRef| timer.read().map(|left| left.as_millis());
    let me = Pid::current().unwrap();
    let timer = process::send_after(me, Duration::from_millis(100), Word("never"));
    assert!(matches!(left(&timer), Some(99..=100)), "{timer:?}");
    process::sleep(Duration::from_millis(40)).await;
    assert!(matches!(left(&timer), Some(58..=60)), "{:?}", timer.read());
    let rest = timer.cancel().unwrap();
    assert!((58..=60).contains(&rest.as_millis()), "{rest:?}");
    assert_eq!((timer.read(), timer.cancel()), (None, None));
    assert_eq!(process::pending_timers(), 0);
    assert_eq!(process::receive_within::<Word>(Duration::from_millis(200)).await, None);

    let fired = process::send_after(me, TEN_MS, Word("now"));
    assert_eq!(process::receive::<Word>().await, Word("now"));
    assert_eq!((fired.read(), fired.cancel()), (None, None));
}

/// A `Normal` exit signal to others does nothing, but a process that sends it to itself ends.
#[otp_runtime::test]
async fn ex_process_13_exit_normal_ends_oneself() {
    let (_, monitor) = process::spawn_monitor(async {
        Pid::current().unwrap().exit(ExitReason::Normal);
        pending().await
    });
    assert_eq!(monitor.await.reason, ExitReason::Normal);
}

/// Says, once, that it was dropped.
struct Tattle(Pid);

impl Drop for Tattle {
    fn drop(&mut self) {
        self.0.send(Word("dropped"));
    }
}

/// What is sent to an active address arrives; what is sent to one that was given up is dropped without a trace.
#[otp_runtime::test]
async fn ex_process_14_messages_to_an_inactive_address_are_dropped() {
    let me = Pid::current().unwrap();
    let (to, reply) = ReplyTo::channel();
    process::spawn(async move { to.send(Word("active")) });
    assert_eq!(reply.await, Some(Word("active")));

    let (to, reply) = ReplyTo::channel();
    drop(reply);
    let (_, sender) = process::spawn_monitor(async move { to.send(Tattle(me)) });
    assert_eq!(sender.await.reason, ExitReason::Normal, "the sender does not notice");
    assert_receive!(Word("dropped"));
    assert_eq!(process::queue_len(), 0);
}

/// A process's label is there for itself and for others, whether they ask for it alone or with all else.
#[otp_runtime::test]
async fn ex_process_16_labels_are_readable_by_all() {
    let me = Pid::current().unwrap();
    process::set_label("the test");
    assert_eq!(process::label(me).as_deref(), Some("the test"));

    let keeper = Keeper::start().await.unwrap();
    let pid = keeper.pid().unwrap();
    keeper.set_label("first".to_owned()).await.unwrap();
    keeper.set_label("second".to_owned()).await.unwrap();
    assert_eq!(keeper.label().await.unwrap().as_deref(), Some("second"));
    assert_eq!(process::label(pid).as_deref(), Some("second"));
    assert_eq!(process::info(pid).unwrap().label.as_deref(), Some("second"));
    assert_eq!(process::label(me).as_deref(), Some("the test"), "a handler labels its own process");
}

/// A process that never set a label has none, and neither has a dead one.
#[otp_runtime::test]
async fn ex_process_17_no_label_is_none() {
    assert_eq!(process::label(Pid::current().unwrap()), None);
    let (pid, monitor) = process::spawn_monitor(async { process::set_label("gone") });
    monitor.await;
    assert_eq!(process::label(pid), None);
}

/// There is nothing under a key until something is put there, and then only that.
#[otp_runtime::test]
async fn ex_process_d01_get_falls_back_until_a_value_is_put() {
    let read = || process::get("locale").unwrap_or("default");
    assert_eq!(read(), "default");
    process::put("locale", "pt");
    assert_eq!(read(), "pt");
}

/// Keys are listed once something is put under them.
#[otp_runtime::test]
async fn ex_process_d02_keys_lists_what_was_put() {
    assert!(!process::keys().contains(&"locale".to_owned()));
    process::put("locale", "pt");
    assert!(process::keys().contains(&"locale".to_owned()));
}

/// `put` gives back what was there.
#[otp_runtime::test]
async fn ex_process_d03_put_returns_the_old_value() {
    assert_eq!(put("locale", 1), None);
    assert_eq!(put("locale", 2), Some(1));
}

/// `delete` gives back what was there, once.
#[otp_runtime::test]
async fn ex_process_d04_delete_returns_the_value_once() {
    put("comments", 5);
    assert_eq!(delete("comments"), Some(5));
    assert_eq!(delete("comments"), None);
}
