//! This crate, as it is and with `inline = false`: no caller runs a server itself.

use crate::arrivals::arrived;
use crate::contender::{CRASH, Casts, Contender, Keyed, Named, Supervised, new_name, on_tokio};
use otp_runtime::prelude::*;

/// One server, twice: an attribute is not generic.
macro_rules! contender {
    ($module:ident, $($options:tt)*) => {
        pub(crate) mod $module {
            use super::*;

            #[derive(Default)]
            pub(crate) struct Counter {
                sum: u64,
                next: Option<CounterClient>,
            }

            #[gen_server($($options)*)]
            impl Counter {
                #[init]
                fn init() -> Self {
                    Counter::default()
                }

                /// Adds, and gives the sum.
                #[call]
                pub(crate) fn add(&mut self, by: u64) -> u64 {
                    self.sum += by;
                    self.sum
                }

                /// The same, and could wait.
                #[call]
                pub(crate) async fn add_async(&mut self, by: u64) -> u64 {
                    self.sum += by;
                    self.sum
                }

                /// The same, and does wait.
                #[call]
                pub(crate) async fn add_yielding(&mut self, by: u64) -> u64 {
                    tokio::task::yield_now().await;
                    self.sum += by;
                    self.sum
                }

                /// Adds.
                #[cast]
                pub(crate) fn count(&mut self, by: u64) {
                    self.sum += by;
                }

                /// Tells that it has come.
                #[cast]
                pub(crate) fn report(&mut self) {
                    arrived();
                }

                /// Sets the neighbour.
                #[cast]
                pub(crate) fn link(&mut self, next: CounterClient) {
                    self.next = Some(next);
                }

                /// Hands a token on.
                #[cast]
                pub(crate) fn pass(&mut self, hops: u64) {
                    match (hops, &self.next) {
                        (1.., Some(next)) => next.pass(hops - 1),
                        _ => arrived(),
                    }
                }

                /// Panics.
                #[cast]
                pub(crate) fn crash(&mut self) {
                    panic!("{CRASH}")
                }
            }

            /// Among so many other processes, all idle.
            pub(crate) struct Ours<const CROWD: usize = 0>;

            impl<const CROWD: usize> Contender for Ours<CROWD> {
                type Server = CounterClient;

                fn run<T: Send + 'static>(workers: usize, work: impl Future<Output = T> + Send + 'static) -> T {
                    on_tokio(workers, async {
                        let mut crowd = Vec::with_capacity(CROWD);
                        for _ in 0..CROWD {
                            crowd.push(Self::start().await);
                        }
                        work.await
                    })
                }

                async fn start() -> CounterClient {
                    Counter::start().await.expect("it starts")
                }

                async fn stop(server: CounterClient) {
                    server.stop().await.expect("it stops")
                }

                async fn call(server: &CounterClient, by: u64) -> u64 {
                    server.add(by).await.expect("it answers")
                }

                async fn call_async(server: &CounterClient, by: u64) -> u64 {
                    server.add_async(by).await.expect("it answers")
                }

                async fn call_yielding(server: &CounterClient, by: u64) -> u64 {
                    // 5 s is what every call has
                    server.add_yielding(by).await.expect("it answers")
                }
            }

            impl<const CROWD: usize> Casts for Ours<CROWD> {
                async fn cast(server: &CounterClient, by: u64) {
                    server.count(by)
                }

                async fn report(server: &CounterClient) {
                    server.report()
                }

                async fn link(server: &CounterClient, next: &CounterClient) {
                    server.link(next.clone())
                }

                async fn pass(server: &CounterClient, hops: u64) {
                    server.pass(hops)
                }
            }

            impl<const CROWD: usize> Named for Ours<CROWD> {
                type Name = CounterClient;

                async fn named() -> CounterClient {
                    let name = new_name();
                    let _server = Counter::start().name(name.as_str()).await.expect("it starts");
                    Counter::named(name.as_str())
                }

                async fn call_named(name: &CounterClient, by: u64) -> u64 {
                    name.add(by).await.expect("it answers")
                }
            }

            impl<const CROWD: usize> Keyed for Ours<CROWD> {
                async fn keyed() -> CounterClient {
                    let registry = Registry::<String>::builder().start().await.expect("it starts");
                    let _server = Counter::start().via(&registry, "key".to_owned()).await.expect("it starts");
                    Counter::via(&registry, "key".to_owned())
                }
            }

            impl<const CROWD: usize> Supervised for Ours<CROWD> {
                async fn supervised() -> CounterClient {
                    let supervisor = Supervisor::builder(Strategy::OneForOne).max_restarts(u32::MAX).max_seconds(1);
                    let supervisor = supervisor.child(Counter::child()).start().await.expect("it starts");
                    supervisor.child::<Counter>("Counter")
                }

                async fn crash(server: &CounterClient) {
                    server.crash()
                }

                async fn sum(server: &CounterClient) -> Option<u64> {
                    server.add(0).wait().await.ok()
                }
            }
        }
    };
}

contender!(in_place,);
contender!(queued, inline = false);
