//! What is counted.

use otp_runtime::prelude::*;
use std::hint::black_box;

pub(crate) const CASES: [&str; 8] =
    ["call", "call-async", "call-queued", "call-queued-async", "cast", "cast-call", "cast-idle", "start-stop"];

/// Casts that come between two calls.
const FLOOD: u64 = 1_000;

#[derive(Default)]
struct Counter {
    sum: u64,
}

#[gen_server]
impl Counter {
    #[init]
    fn init() -> Self {
        Counter::default()
    }

    #[call]
    fn add(&mut self, by: u64) -> u64 {
        self.sum += by;
        self.sum
    }

    #[call]
    async fn add_async(&mut self, by: u64) -> u64 {
        self.sum += by;
        self.sum
    }

    #[cast]
    fn count(&mut self, by: u64) {
        self.sum += by;
    }
}

struct Queued {
    sum: u64,
}

#[gen_server(inline = false)]
impl Queued {
    #[init]
    fn init() -> Self {
        Queued { sum: 0 }
    }

    #[call]
    fn add(&mut self, by: u64) -> u64 {
        self.sum += by;
        self.sum
    }

    #[call]
    async fn add_async(&mut self, by: u64) -> u64 {
        self.sum += by;
        self.sum
    }
}

pub(crate) fn run(case: &str, times: &str) -> Result<(), String> {
    let times = times.parse().map_err(|_| format!("`{times}` is not a number"))?;
    let case = case.to_owned();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    // a task, as a service's code is
    runtime.block_on(async { tokio::spawn(repeat(case, times)).await }).map_err(|error| error.to_string())?
}

async fn repeat(case: String, times: u64) -> Result<(), String> {
    let server = Counter::start().await.map_err(|error| error.to_string())?;
    match case.as_str() {
        "call" => {
            for _ in 0..times {
                black_box(server.add(black_box(1)).await).map_err(|error| error.to_string())?;
            }
        }
        "call-async" => {
            for _ in 0..times {
                black_box(server.add_async(black_box(1)).await).map_err(|error| error.to_string())?;
            }
        }
        "call-queued" => {
            let queued = Queued::start().await.map_err(|error| error.to_string())?;
            for _ in 0..times {
                black_box(queued.add(black_box(1)).await).map_err(|error| error.to_string())?;
            }
        }
        "call-queued-async" => {
            let queued = Queued::start().await.map_err(|error| error.to_string())?;
            for _ in 0..times {
                black_box(queued.add_async(black_box(1)).await).map_err(|error| error.to_string())?;
            }
        }
        "cast" => {
            for _ in 0..times / FLOOD {
                for _ in 0..FLOOD {
                    server.count(black_box(1));
                }
                server.add(0).await.map_err(|error| error.to_string())?;
            }
            assert_eq!(server.add(0).await, Ok(times));
        }
        "cast-call" => {
            for _ in 0..times {
                server.count(black_box(1));
                black_box(server.add(black_box(1)).await).map_err(|error| error.to_string())?;
            }
        }
        "cast-idle" => {
            for _ in 0..times {
                server.count(black_box(1));
                // the server's task runs meanwhile
                tokio::task::yield_now().await;
            }
            assert_eq!(server.add(0).await, Ok(times));
        }
        "start-stop" => {
            for _ in 0..times {
                let server = Counter::start().await.map_err(|error| error.to_string())?;
                server.stop().await.map_err(|error| error.to_string())?;
            }
        }
        other => return Err(format!("there is no case `{other}`")),
    }
    Ok(())
}
