//! Arguments that are lent: passed straight through in place, copied for a message that has to wait.

use crate::support::{Event, death, in_place, poll_once, soon};
use otp_runtime::prelude::*;
use std::path::Path;
use std::task::Waker;
use std::time::Duration;

/// Counts its copies.
#[derive(Debug, PartialEq)]
struct Entry {
    text: &'static str,
    copies: u32,
}

impl Clone for Entry {
    fn clone(&self) -> Self {
        Entry { text: self.text, copies: self.copies + 1 }
    }
}

struct Words {
    all: Vec<String>,
    later: Vec<ReplyTo<usize>>,
}

#[gen_server]
impl Words {
    #[init]
    fn init() -> Self {
        Words { all: Vec::new(), later: Vec::new() }
    }

    /// Where the handler finds the text.
    #[call]
    fn place(&self, text: &str) -> usize {
        text.as_ptr() as usize
    }

    #[call]
    fn copies(&mut self, entry: &Entry) -> u32 {
        entry.copies
    }

    #[call]
    fn learn(&mut self, words: &[String], limit: usize) -> Result<usize, String> {
        if words.len() > limit {
            return Err(words[limit].clone());
        }
        self.all.extend_from_slice(words);
        Ok(self.all.len())
    }

    #[cast]
    fn add(&mut self, word: &str, times: usize) {
        self.all.extend(std::iter::repeat_n(word.to_owned(), times));
    }

    #[call]
    async fn file(&mut self, path: &Path, begun: Event, go: Event) -> String {
        begun.set();
        go.wait().await;
        self.all.push(path.display().to_string());
        path.display().to_string()
    }

    #[call]
    fn later(&mut self, word: &str, reply: ReplyTo<usize>) {
        self.all.push(word.to_owned());
        self.later.push(reply);
    }

    #[cast]
    fn answer(&mut self) {
        for reply in self.later.drain(..) {
            reply.send(self.all.len());
        }
    }

    #[call]
    fn last(&mut self, word: &str, ctx: &mut Context<Self>) -> String {
        ctx.stop(ExitReason::Shutdown);
        word.to_uppercase()
    }

    #[call]
    fn fail(&mut self, word: &str) {
        panic!("no {word}")
    }

    #[call]
    fn all(&self) -> Vec<String> {
        self.all.clone()
    }
}

#[otp_runtime::test]
async fn in_place_the_handler_is_given_what_was_lent() {
    let words = Words::start().await.unwrap();
    let text = String::from("lent");
    for _ in 0..3 {
        assert_eq!(words.place(&text).await.unwrap() == text.as_ptr() as usize, in_place());
    }
    // sent, it must own what it carries
    assert_ne!(words.place(&text).send().await.unwrap(), text.as_ptr() as usize);
    let entry = Entry { text: "lent", copies: 0 };
    assert_eq!(words.copies(&entry).await, Ok(u32::from(!in_place())));
    assert_eq!(words.copies(&entry).send().await, Ok(1));
    assert_eq!(entry.text, "lent");
}

#[otp_runtime::test]
async fn a_call_that_queues_owns_a_copy() {
    let words = Words::start().await.unwrap();
    let (begun, go) = (Event::default(), Event::default());
    let busy = words.file(Path::new("a/b"), begun.clone(), go.clone()).send();
    begun.wait().await;
    let request = {
        let short_lived = [String::from("one"), String::from("two")];
        words.learn(&short_lived, 2).send()
    };
    words.add(&String::from("three"), 2);
    let text = String::from("waits");
    let mut call = words.place(&text);
    assert!(poll_once(&mut call, Waker::noop()).is_pending());
    go.set();
    assert_ne!(soon(call).await.unwrap(), text.as_ptr() as usize);
    assert_eq!(busy.await.unwrap(), "a/b");
    assert_eq!(request.await, Ok(3));
    // in the order in which they were sent
    assert_eq!(words.all().await.unwrap(), ["a/b", "one", "two", "three", "three"]);
}

#[otp_runtime::test]
async fn a_result_is_the_callers_result() {
    let words = Words::start().await.unwrap();
    let two = [String::from("one"), String::from("two")];
    assert_eq!(words.learn(&two, 1).await, Err(CallError::Handler("two".into())));
    assert_eq!(words.learn(&two, 2).timeout(Duration::from_secs(1)).await, Ok(2));
    let words = words.clone();
    let blocking = std::thread::spawn(move || words.learn(&[String::from("three")], 1).blocking());
    let outcome = tokio::task::spawn_blocking(move || blocking.join().unwrap()).await.unwrap();
    assert_eq!(outcome, Ok(3));
}

#[otp_runtime::test]
async fn an_async_handler_keeps_its_copy_when_its_caller_goes() {
    let words = Words::start().await.unwrap();
    let (begun, go) = (Event::default(), Event::default());
    {
        let path = std::path::PathBuf::from("gone");
        let mut call = words.file(&path, begun.clone(), go.clone());
        assert!(poll_once(&mut call, Waker::noop()).is_pending());
        begun.wait().await;
    }
    go.set();
    assert_eq!(soon(words.all()).await.unwrap(), ["gone"]);
}

#[otp_runtime::test]
async fn a_reply_may_come_later() {
    let words = Words::start().await.unwrap();
    let word = String::from("word");
    let mut call = words.later(&word);
    assert!(poll_once(&mut call, Waker::noop()).is_pending());
    words.answer();
    assert_eq!(soon(call).await, Ok(1));
    assert_eq!(words.all().await.unwrap(), ["word"]);
}

#[otp_runtime::test]
async fn the_last_reply_is_given_before_the_end() {
    let words = Words::start().await.unwrap();
    let end = words.monitor();
    assert_eq!(soon(words.last("bye")).await.unwrap(), "BYE");
    assert_eq!(soon(end).await.reason, ExitReason::Shutdown);
    assert!(matches!(words.place("x").await, Err(CallError::NoProc(_))));
}

#[otp_runtime::test]
async fn a_crash_is_told_to_its_caller() {
    let words = Words::start().await.unwrap();
    let reason = death(soon(words.fail("luck")).await);
    assert!(matches!(&reason, ExitReason::Panic { message, .. } if &**message == "no luck"), "{reason:?}");
    let error = words.fail("luck").operation("try").await.unwrap_err();
    assert!(error.to_string().starts_with("`try` on Words"), "{error}");
}

/// A server with room for one message.
struct Narrow(Vec<String>);

#[gen_server(mailbox = 1)]
impl Narrow {
    #[init]
    fn init() -> Self {
        Narrow(Vec::new())
    }

    #[call]
    async fn hold(&mut self, begun: Event, go: Event) {
        begun.set();
        go.wait().await;
    }

    #[call]
    fn add(&mut self, word: &str) -> usize {
        self.0.push(word.to_owned());
        self.0.len()
    }

    #[cast]
    fn note(&mut self, word: &str) {
        self.0.push(word.to_owned());
    }

    #[call(blocking)]
    fn slowly(&mut self, word: &str) -> Vec<String> {
        self.0.push(word.to_owned());
        self.0.clone()
    }
}

#[otp_runtime::test]
async fn a_full_mailbox_is_waited_for() {
    let narrow = Narrow::start().await.unwrap();
    let (begun, go) = (Event::default(), Event::default());
    let busy = narrow.hold(begun.clone(), go.clone()).send();
    begun.wait().await;
    narrow.note(&String::from("fits")).unwrap();
    let full = narrow.note("waits").unwrap_err();
    let mut call = narrow.add("too");
    assert!(poll_once(&mut call, Waker::noop()).is_pending());
    go.set();
    soon(busy).await.unwrap();
    assert_eq!(soon(call).await, Ok(2));
    soon(full.when_room()).await;
    assert_eq!(soon(narrow.slowly("last")).await.unwrap(), ["fits", "too", "waits", "last"]);
}
