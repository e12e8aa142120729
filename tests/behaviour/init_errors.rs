//! What a supervisor knows of a child whose `#[init]` returned an error: the error.

use otp_runtime::prelude::*;
// a `Supervised` in scope has a `NAME`, too
use otp_runtime::{DynamicStartError, InvalidSupervisor, Supervised};
use std::marker::PhantomData;

/// A server that never starts, for want of an `E`.
struct Fails<E>(PhantomData<fn() -> E>);

#[gen_server]
impl<E: Into<Box<dyn std::error::Error + Send + Sync>> + Send + 'static> Fails<E> {
    #[init]
    fn init(error: E) -> Result<Self, E> {
        Err(error)
    }
}

struct Opaque;

#[derive(Debug)]
#[allow(dead_code, reason = "to be printed")]
struct Code(u8);

struct Unprintable;

#[gen_server]
impl Unprintable {
    #[init]
    fn init() -> Result<Self, Opaque> {
        Err(Opaque)
    }
}

struct Printable;

#[gen_server]
impl Printable {
    #[init]
    fn init(code: u8) -> Result<Self, Code> {
        Err(Code(code))
    }
}

struct Alias;

#[gen_server]
impl Alias {
    #[init]
    async fn init() -> std::io::Result<Self> {
        std::fs::read("/nothing/here").map(|_| Alias)
    }
}

struct Bomb;

impl std::fmt::Debug for Bomb {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        panic!("a bomb went off")
    }
}

struct Mined;

#[gen_server]
impl Mined {
    #[init]
    fn init() -> Result<Self, Bomb> {
        Err(Bomb)
    }
}

async fn reason<C: Supervised>(child: ChildSpec<C>) -> ExitReason {
    let top = DynamicSupervisor::<C>::builder().start_link().await.unwrap();
    let Err(CallError::Handler(DynamicStartError::Failed(reason))) = top.start_child(child).await else {
        panic!("it started")
    };
    top.stop().await.unwrap();
    reason
}

#[otp_runtime::test]
async fn the_reason_is_the_error_itself() {
    let missing = std::fs::read("/nothing/here").unwrap_err();
    let text = missing.to_string();
    let found = reason(ChildSpec::once_of::<Fails<std::io::Error>>((missing,))).await;
    assert_eq!(found.downcast_ref::<std::io::Error>().map(ToString::to_string), Some(text.clone()));
    assert_eq!(reason(Alias::child()).await.to_string(), text);
    assert_eq!(reason(Fails::<String>::child("no ink".into())).await, ExitReason::error("no ink"));
    // a reason is a reason, and not the error behind one
    assert_eq!(reason(Fails::<ExitReason>::child(ExitReason::Timeout)).await, ExitReason::Timeout);
}

#[otp_runtime::test]
async fn what_is_no_error_is_printed_if_it_can_be() {
    assert_eq!(reason(Printable::child(7)).await.to_string(), "Code(7)");
    assert_eq!(reason(Unprintable::child()).await.to_string(), "the #[init] of Unprintable returned an error");
}

#[otp_runtime::test]
async fn a_supervisor_below_that_makes_no_sense_says_why() {
    let twice = Supervisor::builder(Strategy::OneForOne).child(Printable::child(1)).child(Printable::child(2));
    let found = reason(twice.into_child_spec()).await;
    assert!(matches!(found.downcast_ref(), Some(InvalidSupervisor::DuplicateId(_))), "{found:?}");
}

#[otp_runtime::test]
async fn an_error_that_panics_when_it_is_printed_does_not_take_the_supervisor_with_it() {
    let found = reason(Mined::child()).await;
    assert!(matches!(&found, ExitReason::Panic { message, .. } if &**message == "a bomb went off"), "{found:?}");
}
