//! Clients that look for their server: whom they reach once it has moved, though they have found it before.

use otp_runtime::prelude::*;
use otp_runtime::process;

struct Desk {
    number: u32,
}

#[gen_server]
impl Desk {
    #[init]
    fn init(number: u32) -> Self {
        Desk { number }
    }
    #[call]
    fn number(&self) -> u32 {
        self.number
    }
    #[call]
    fn leave(&self, name: String) -> bool {
        process::unregister(&name)
    }
    #[call]
    fn give_up(&self, rooms: Registry<String>, key: String) {
        rooms.unregister(&key);
    }
    #[cast]
    fn add(&mut self, by: u32) {
        self.number = self.number.wrapping_add(by);
    }
}

/// Clients made now and asked before: a clone made before its first call, one made after it.
async fn asked(client: DeskClient, number: u32) -> [DeskClient; 3] {
    let early = client.clone();
    assert_eq!(client.number().await, Ok(number));
    assert_eq!(early.number().await, Ok(number));
    let late = client.clone();
    [client, early, late]
}

async fn all_reach(clients: &[DeskClient], number: u32) {
    for client in clients {
        client.add(100);
        assert_eq!(client.number().await, Ok(number + 100));
        client.add(u32::MAX - 99);
        assert_eq!(client.number().await, Ok(number));
    }
}

#[otp_runtime::test]
async fn a_name_that_was_given_to_another_process() {
    let first = Desk::start(1).name("desk").await.unwrap();
    let clients = asked(Desk::named("desk"), 1).await;
    assert_eq!(first.leave("desk".to_owned()).await, Ok(true));
    for client in &clients {
        assert!(matches!(client.number().await, Err(CallError::NoProc(_))));
    }
    Desk::start(2).name("desk").await.unwrap();
    all_reach(&clients, 2).await;
    // and back to the first
    assert_eq!(clients[0].leave("desk".to_owned()).await, Ok(true));
    process::register("desk", first.pid().unwrap()).unwrap();
    all_reach(&clients, 1).await;
}

#[otp_runtime::test]
async fn a_name_whose_process_has_ended() {
    let first = Desk::start(1).name("desk").await.unwrap();
    let clients = asked(Desk::named("desk"), 1).await;
    first.stop().await.unwrap();
    for client in &clients {
        assert!(matches!(client.number().await, Err(CallError::NoProc(_))));
    }
    for number in 2..5 {
        let next = Desk::start(number).name("desk").await.unwrap();
        all_reach(&clients, number).await;
        next.exit(ExitReason::Kill);
        next.monitor().await;
    }
}

#[otp_runtime::test]
async fn a_key_that_was_given_to_another_process() {
    let rooms = Registry::<String>::builder().start_link().await.unwrap();
    let key = || "lobby".to_owned();
    let first = Desk::start(1).via(&rooms, key()).await.unwrap();
    let clients = asked(Desk::via(&rooms, key()), 1).await;
    first.give_up(rooms.clone(), key()).await.unwrap();
    for client in &clients {
        assert!(matches!(client.number().await, Err(CallError::NoProc(_))));
    }
    Desk::start(2).via(&rooms, key()).await.unwrap();
    all_reach(&clients, 2).await;
    rooms.stop().await.unwrap();
    for client in &clients {
        assert!(matches!(client.number().await, Err(CallError::NoRegistry(_))), "{:?}", client.number().await);
    }
}

#[otp_runtime::test]
async fn a_place_that_was_filled_again() {
    let top =
        Supervisor::builder(Strategy::OneForOne).max_restarts(9).child(Desk::child(1)).start_link().await.unwrap();
    let clients = asked(top.child::<Desk>("Desk"), 1).await;
    for _ in 0..3 {
        let end = clients[0].monitor();
        clients[0].exit(ExitReason::Kill);
        end.await;
        assert_eq!(clients[0].number().wait().await, Ok(1));
        all_reach(&clients, 1).await;
    }
    top.terminate_child("Desk").await.unwrap();
    for client in &clients {
        assert!(matches!(client.number().await, Err(CallError::NoProc(_))));
    }
    top.delete_child("Desk").await.unwrap();
    top.start_child(Desk::child(2).id("Desk")).await.unwrap();
    all_reach(&clients, 2).await;
}

#[otp_runtime::test]
async fn a_pid() {
    let first = Desk::start(1).await.unwrap();
    let clients = asked(Desk::at(first.pid().unwrap()), 1).await;
    first.stop().await.unwrap();
    for client in &clients {
        assert!(matches!(client.number().await, Err(CallError::NoProc(_))));
    }
}

/// A client that was made outside of any runtime means the name in the runtime of whoever uses it.
#[test]
fn a_name_in_two_systems() {
    let client = Desk::named("desk");
    let client = &client;
    let runs = |number| {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            Desk::start(number).name("desk").await.unwrap();
            assert_eq!(client.number().await, Ok(number));
            assert_eq!(client.number().await, Ok(number));
        });
        runtime
    };
    let _still_there = runs(1);
    let _other = runs(2);
}
