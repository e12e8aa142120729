//! A tree of supervisors: a core whose parts need each other, a web layer in which they do not, and jobs that come and go.
//!
//! ```text
//! cargo run --example supervision_tree
//! ```
//!
//! It prints the tree, crashes something on each level and shows who was started again, and who was not.

use std::error::Error;
use std::io::{self, Write};
use std::time::Duration;

use otp_runtime::prelude::*;
use otp_runtime::{Tree, process};

/// Any part of the program that is a server.
struct Part {
    calls: u64,
}

#[gen_server]
impl Part {
    #[init]
    fn init() -> Self {
        Part { calls: 0 }
    }

    /// Does its work; the answer is how often it has.
    #[call]
    fn work(&mut self) -> u64 {
        self.calls += 1;
        self.calls
    }

    /// Fails at it.
    #[call]
    fn crash(&mut self) {
        otp_runtime::exit(ExitReason::error("a bug"))
    }
}

/// The whole program: if the core has to be started again, so has what is built on it.
#[supervisor(strategy = rest_for_one)]
struct Root {
    core: Core,
    web: Web,
    jobs: Jobs,
}

/// What all else stands on. The cache is of no use without the database it was filled from, and neither is the other way
/// round: one for all.
#[supervisor(strategy = one_for_all, max_restarts = 3, max_seconds = 60)]
struct Core {
    database: Part,
    cache: Part,
}

/// Each endpoint for itself.
#[supervisor(strategy = one_for_one)]
struct Web {
    pages: Part,
    api: Part,
}

/// Work that is started when there is some.
#[supervisor(strategy = one_for_one)]
struct Jobs {
    scheduler: Part,
    #[child(max_children = 100)]
    running: DynamicSupervisor<AnyChild>,
}

#[otp_runtime::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let root = Root::start_link().name("root").await?;
    let (core, web, jobs) = (root.core(), root.web(), root.jobs());
    let nap =
        || ChildSpec::from_fn("nap", || tokio::time::sleep(Duration::from_secs(3600))).restart(Restart::Temporary);
    let mut naps = Vec::new();
    for _ in 0..2 {
        naps.push(jobs.running().start_child(nap()).await?);
    }
    let mut before = root.tree().await?;
    writeln!(io::stdout(), "{before}")?;

    for part in [web.api(), core.database()] {
        let died = part.monitor();
        let target = part.target();
        let _ = part.crash().await;
        died.await;
        // it is back when it answers
        part.work().wait().await?;
        let after = root.tree().await?;
        let lines = changed(&before, &after).join(", ");
        writeln!(io::stdout(), "after a crash of {target} these are new: {lines}")?;
        before = after;
    }

    let (web_before, jobs_before) = (web.pid(), jobs.pid());
    let gave_up = core.monitor();
    // one restart is counted already, so the third of these is one too many
    for _ in 0..3 {
        let _ = core.database().crash().wait().await;
    }
    assert_eq!(gave_up.await.reason, ExitReason::Shutdown);
    // the root starts it again, and all that came after it
    core.cache().work().wait().await?;
    jobs.scheduler().work().wait().await?;
    assert_ne!((web.pid(), jobs.pid()), (web_before, jobs_before));
    assert!(naps.iter().all(|nap| !nap.is_alive()), "what was started at run time is not started again");
    writeln!(io::stdout(), "\nafter the core gave up:\n{}", root.tree().await?)?;
    root.stop().await?;
    assert_eq!(process::list().len(), 1, "nobody is left but this process");
    Ok(())
}

/// The ids of those that run under another pid than before.
fn changed(before: &Tree, after: &Tree) -> Vec<String> {
    let mut new: Vec<_> = (before.pid() != after.pid()).then(|| after.id.to_string()).into_iter().collect();
    for (before, after) in before.children.iter().zip(&after.children) {
        new.extend(changed(before, after));
    }
    new
}
