//! What a mailbox lets a process do while it looks for a message.

use super::Note;
use otp_runtime::prelude::*;
use otp_runtime::process;

#[otp_runtime::test]
async fn a_condition_may_use_the_mailbox_it_is_about() {
    let me = Pid::current().unwrap();
    me.send(Note(1));
    me.send(Note(2));
    let answers = |message: &AnyMessage| {
        assert_eq!(process::queue_len(), 2);
        let found = message.downcast_ref() == Some(&Note(2));
        if found {
            me.send(Note(3));
        }
        found
    };
    let mut message = process::receive_where(answers).await;
    assert_eq!(message.take(), Some(Note(2)));
    // it may send what it waits for
    let mut message = process::receive_where(|message| {
        if process::queue_len() == 2 {
            me.send(Note(4));
        }
        message.downcast_ref() == Some(&Note(4))
    })
    .await;
    assert_eq!(message.take(), Some(Note(4)));
    assert_eq!(process::receive::<Note>().await, Note(1), "what was not wanted keeps its place");
    assert_eq!(process::receive::<Note>().await, Note(3));
}
