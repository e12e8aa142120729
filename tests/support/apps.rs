//! Applications for tests: they note what happens to them, and do at each moment what a script says.

use crate::children::{Notes, careful};
use otp_runtime::application::{self, Config, ConfigError, Env, StartType, Top};
use otp_runtime::prelude::*;
use otp_runtime::{AppSpec, ConfigChange, EnvValue, process};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

type Doing = Pin<Box<dyn Future<Output = Result<(), ExitReason>> + Send>>;
type Act = Arc<dyn Fn() -> Doing + Send + Sync>;

const NAMES: [&str; 5] = ["app0", "app1", "app2", "app3", "app4"];

/// The application `appN`. Its tree is a supervisor with one child, of the application's name.
pub(crate) struct App<const N: usize> {
    script: Script,
    seen: Vec<String>,
}

/// What an application does besides noting: at `start`, `started` (its tree runs), `phase <name>`, `prep_stop`, `stop`, `change`.
#[derive(Clone, Default)]
pub(crate) struct Script {
    pub(crate) notes: Notes,
    acts: Vec<(&'static str, Act)>,
}

impl Script {
    pub(crate) fn new(notes: &Notes) -> Self {
        Script { notes: notes.clone(), acts: Vec::new() }
    }

    /// What it does at that moment.
    pub(crate) fn at<F>(mut self, moment: &'static str, act: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), ExitReason>> + Send + 'static,
    {
        self.acts.push((moment, Arc::new(move || Box::pin(act()))));
        self
    }

    /// The specification of the application.
    pub(crate) fn spec<const N: usize>(&self) -> AppSpec {
        AppSpec::of::<App<N>>().env("script", self.clone())
    }

    async fn run(&self, moment: &str) -> Result<(), ExitReason> {
        for (_, act) in self.acts.iter().filter(|(at, _)| *at == moment) {
            act().await?;
        }
        Ok(())
    }
}

impl PartialEq for Script {
    fn eq(&self, other: &Self) -> bool {
        self.acts.len() == other.acts.len() && self.acts.iter().zip(&other.acts).all(|(a, b)| Arc::ptr_eq(&a.1, &b.1))
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Script")
    }
}

impl EnvValue for Script {
    fn parse(_: &str) -> Result<Self, String> {
        Err("a script has no text".to_owned())
    }
}

impl Config for Script {
    fn read(env: &Env) -> Result<Self, ConfigError> {
        let mut read = env.reader();
        let script = read.value("script");
        read.done(|| script)
    }
}

impl<const N: usize> Application for App<N> {
    type Config = Script;
    type Error = ExitReason;
    const NAME: &'static str = NAMES[N];

    async fn start(script: Script, _: StartType) -> Result<Top<Self>, ExitReason> {
        script.notes.write(format!("{} start", NAMES[N]));
        script.run("start").await?;
        let tree = Supervisor::builder(Strategy::OneForOne).child(careful(NAMES[N], &script.notes)).start_link();
        let tree = tree.await.map_err(ExitReason::error)?;
        script.run("started").await?;
        Ok(Top::new(&tree, App { script, seen: Vec::new() }))
    }

    async fn start_phase(&mut self, phase: &str) -> Result<(), ExitReason> {
        self.script.notes.write(format!("{} phase {phase}", NAMES[N]));
        self.seen.push(phase.to_owned());
        self.script.run(&format!("phase {phase}")).await
    }

    async fn prep_stop(&mut self) {
        self.script.notes.write(format!("{} prep_stop", NAMES[N]));
        self.seen.push("prep_stop".to_owned());
        let _ = self.script.run("prep_stop").await;
    }

    async fn stop(&mut self) {
        self.script.notes.write(format!("{} stop after {}", NAMES[N], self.seen.join(", ")));
        let _ = self.script.run("stop").await;
    }

    async fn config_change(&mut self, change: ConfigChange) {
        let (changed, new, removed) =
            (change.changed().collect(), change.new_keys().collect(), change.removed().collect());
        let line = [("changed", changed), ("new", new), ("removed", removed)]
            .map(|(what, keys): (&str, Vec<&str>)| format!(" {what} [{}]", keys.join(" ")));
        self.script.notes.write(format!("{}{}", NAMES[N], line.concat()));
        let _ = self.script.run("change").await;
    }
}

/// The names of the applications that run.
pub(crate) fn running() -> Vec<String> {
    application::started().iter().map(|app| app.name.to_string()).collect()
}

/// A process that only ends when it is made to, and that exit signals but a kill do not reach.
pub(crate) fn stray() -> Pid {
    process::spawn(async {
        process::trap_exit(true);
        std::future::pending().await
    })
}
