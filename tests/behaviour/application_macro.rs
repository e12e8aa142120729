//! Applications that `#[application]` and `#[config]` make, as they start, run and stop.

use crate::support::{Diary, soon};
use otp_runtime::application::{self, AppRef, EnvError, Settings};
use otp_runtime::prelude::*;
use otp_runtime::{AppError, AppSpec, Config as _, Env, EnvValue, process};
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Output};
use std::time::Duration;

/// A diary as a value of a configuration.
#[derive(Clone, Default)]
struct Notes(Diary);

impl fmt::Debug for Notes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Notes")
    }
}

impl PartialEq for Notes {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl EnvValue for Notes {
    fn parse(_: &str) -> Result<Self, String> {
        Err("notes are not written in a text".to_owned())
    }
}

/// Configures an application with a new diary.
fn noted(app: &str) -> Diary {
    let notes = Notes::default();
    application::put_env_persistent(app, "notes", notes.clone());
    notes.0
}

struct Counter(Diary);

#[gen_server]
impl Counter {
    #[init]
    fn init(notes: Diary, ctx: &mut Context<Self>) -> Self {
        ctx.trap_exit(true);
        Counter(notes)
    }

    #[call]
    fn get(&self) -> u8 {
        7
    }

    #[terminate]
    fn ended(&mut self) {
        self.0.write("the tree ends");
    }
}

#[supervisor(strategy = one_for_one, args(notes: Diary))]
struct Tree {
    #[child(args(notes))]
    counter: Counter,
}

/// An application that others need.
#[derive(Default)]
struct Metrics;

#[application(version = "0.1", description = "Numbers")]
impl Metrics {
    #[start]
    async fn start() -> Result<TreeClient, StartError<InvalidSupervisor>> {
        Tree::start_link(Diary::default()).await
    }
}

#[config]
#[derive(Debug, Clone, PartialEq)]
struct BankConfig {
    notes: Notes,
    #[default(8080)]
    port: u16,
    #[default("127.0.0.1")]
    address: IpAddr,
    #[default(1.5s)]
    patience: Duration,
    #[default(first_branches())]
    branches: Vec<String>,
    #[default("data")]
    dir: PathBuf,
    label: Option<String>,
}

fn first_branches() -> Vec<String> {
    vec!["north".to_owned()]
}

/// An application with all there is.
struct Bank {
    tree: TreeClient,
    notes: Diary,
    phases: u32,
}

#[derive(Debug, PartialEq)]
struct Closed(u32);

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "closed after {} phases", self.0)
    }
}

impl std::error::Error for Closed {}

#[application(config = BankConfig, dependencies(Metrics), optional("export", Branch), includes(Office))]
impl Bank {
    #[start]
    async fn begin(start: StartType, config: BankConfig) -> Result<Top<Self>, StartError<InvalidSupervisor>> {
        let notes = config.notes.0;
        notes.write(format!("{start:?} start on {}", config.port));
        let tree = Tree::start_link(notes.clone()).await?;
        Ok(Top::new(&tree, Bank { tree: tree.clone(), notes, phases: 0 }))
    }

    #[start_phase]
    async fn warm_up(&mut self) {
        let got = self.tree.counter().get().await;
        self.note(format!("warm_up with {got:?}"));
    }

    #[start_phase]
    fn open(&mut self) -> Result<(), Closed> {
        self.note("open".to_owned());
        match self.notes.lines().first() {
            Some(first) if first.ends_with("on 1") => Err(Closed(self.phases)),
            _ => Ok(()),
        }
    }

    #[prep_stop]
    async fn prep_stop(&self) {
        self.notes.write(format!("prep_stop while the tree is {}", self.tree.is_alive()));
    }

    #[stop]
    fn stop(&mut self) {
        self.notes.write(format!("stop while the tree is {}", self.tree.is_alive()));
    }

    #[config_change]
    fn changed(&mut self, change: ConfigChange) {
        let [changed, new, removed] =
            [change.changed().collect::<Vec<_>>(), change.new_keys().collect(), change.removed().collect()];
        self.notes.write(format!("changed {changed:?}, new {new:?}, removed {removed:?}"));
    }

    fn note(&mut self, line: String) {
        self.phases += 1;
        self.notes.write(line);
    }
}

/// An application that the bank can do without.
#[derive(Default)]
struct Branch;

#[application(dependencies(Metrics))]
impl Branch {
    #[start]
    async fn start() -> Result<Pid, StartError<InvalidSupervisor>> {
        let tree = Tree::start_link(Diary::default()).await?;
        Ok(tree.pid().unwrap_or_else(|| unreachable!("it has just started")))
    }
}

#[derive(Default)]
struct Office;

#[application(name = "back_office", dependencies("metrics"))]
impl Office {
    #[start]
    async fn start(_: StartType) -> Result<Top<Self>, Box<dyn std::error::Error + Send + Sync>> {
        Err("never asked for".into())
    }

    #[config_change]
    async fn noticed(&mut self) {}
}

#[test]
fn a_spec_says_what_is_written() {
    let spec = Bank::spec();
    assert_eq!(spec.name(), "bank");
    assert_eq!(spec.version_str(), env!("CARGO_PKG_VERSION"));
    assert_eq!(spec.description_str(), env!("CARGO_PKG_DESCRIPTION"));
    assert_eq!(spec.dependencies(), ["metrics"]);
    assert_eq!(spec.optional_dependencies(), ["export", "branch"]);
    assert_eq!(spec.included(), ["back_office"]);
    assert_eq!(spec.phases(), ["warm_up", "open"]);
    let keys: Vec<_> = spec.env_defaults().keys().map(str::to_owned).collect();
    assert_eq!(keys, ["address", "branches", "dir", "patience", "port"]);
    let metrics = Metrics::spec();
    assert_eq!((metrics.name(), metrics.version_str(), metrics.description_str()), ("metrics", "0.1", "Numbers"));
    assert_eq!(Office::spec().dependencies(), ["metrics"]);
    assert_eq!(<Bank as Application>::NAME, "bank");
}

fn names(started: Vec<std::sync::Arc<str>>) -> Vec<String> {
    started.iter().map(ToString::to_string).collect()
}

#[otp_runtime::test]
async fn an_application_lives_from_start_to_stop() {
    let notes = noted("bank");
    let started = soon(application::ensure_all_started(AppRef::of::<Bank>())).await.unwrap();
    assert_eq!(names(started), ["metrics", "branch", "bank"]);
    assert_eq!(notes.lines(), ["Normal start on 8080", "warm_up with Ok(7)", "open"]);
    soon(application::stop("bank")).await.unwrap();
    let expected = ["prep_stop while the tree is true", "the tree ends", "stop while the tree is false"];
    assert_eq!(notes.lines()[3..], expected);
    soon(application::stop_all()).await;
}

#[otp_runtime::test]
async fn a_dependency_by_type_must_run() {
    let _ = noted("bank");
    let refused = soon(application::start(Bank::spec())).await;
    assert_eq!(refused, Err(AppError::NotStarted("metrics".into())));
    soon(application::start(Metrics::spec())).await.unwrap();
    soon(application::start(Bank::spec())).await.unwrap();
    soon(application::stop_all()).await;
}

#[otp_runtime::test]
async fn a_client_is_the_top_of_an_application_with_a_default() {
    soon(application::start(AppRef::of::<Metrics>())).await.unwrap();
    let top = application::top("metrics").unwrap();
    assert_eq!(application::application_of(top).as_deref(), Some("metrics"));
    soon(application::stop("metrics")).await.unwrap();
    assert!(!top.is_alive());
}

#[otp_runtime::test]
async fn a_failing_phase_is_the_error_of_the_start() {
    let notes = noted("bank");
    soon(application::start(Metrics::spec())).await.unwrap();
    application::put_env_persistent("bank", "port", 1_u16);
    let refused = soon(application::start(Bank::spec())).await.unwrap_err();
    let AppError::Start { reason, call, .. } = &refused else { panic!("{refused:?}") };
    assert_eq!(reason.downcast_ref::<Closed>(), Some(&Closed(2)), "{refused}");
    assert!(call.contains("open"), "{refused}");
    // Neither `prep_stop` nor `stop`, but the tree is gone.
    assert_eq!(notes.lines(), ["Normal start on 1", "warm_up with Ok(7)", "open", "the tree ends"]);
    soon(application::stop_all()).await;
}

#[otp_runtime::test]
async fn a_failing_start_keeps_its_error() {
    soon(application::start(Metrics::spec())).await.unwrap();
    let refused = soon(application::start(Office::spec())).await.unwrap_err();
    let AppError::Start { app, reason, .. } = &refused else { panic!("{refused:?}") };
    assert_eq!(&**app, "back_office");
    assert!(reason.to_string().contains("never asked for"), "{refused}");
    soon(application::stop_all()).await;
}

#[otp_runtime::test]
async fn a_change_of_the_configuration_is_told() {
    let notes = noted("bank");
    soon(application::ensure_all_started(AppRef::of::<Bank>())).await.unwrap();
    let settings = Settings::of("bank").set("port", 81_u16).set("label", "main").remove("dir");
    soon(application::reconfigure([settings])).await.unwrap();
    let told = notes.lines().pop().unwrap();
    assert_eq!(told, r#"changed ["port"], new ["label"], removed ["dir"]"#);
    soon(application::stop_all()).await;
}

/// The environment of an application with the defaults of its configuration.
fn defaults<C: otp_runtime::Config>(app: &str) -> Env {
    let mut env = Env::new(app);
    C::defaults(&mut env);
    env
}

#[test]
fn a_config_has_its_defaults() {
    let mut env = defaults::<BankConfig>("bank");
    let notes = Notes::default();
    env.set("notes", notes.clone());
    let config = BankConfig::read(&env).unwrap();
    assert_eq!(config.port, 8080);
    assert_eq!(config.address, IpAddr::from([127, 0, 0, 1]));
    assert_eq!(config.patience, Duration::from_millis(1500));
    assert_eq!(config.branches, ["north"]);
    assert_eq!(config.dir, PathBuf::from("data"));
    assert_eq!(config.label, None);
}

#[test]
fn a_config_takes_values_and_texts() {
    let mut env = defaults::<BankConfig>("bank");
    env.set("notes", Notes::default());
    env.set("port", "81");
    env.set("branches", "south, west");
    env.set("label", "main");
    env.set("patience", Duration::from_secs(2));
    let config = BankConfig::read(&env).unwrap();
    assert_eq!((config.port, config.label.as_deref()), (81, Some("main")));
    assert_eq!(config.branches, ["south", "west"]);
    assert_eq!(config.patience, Duration::from_secs(2));
}

#[otp_runtime::test]
async fn all_that_is_wrong_with_a_config_is_said_at_once() {
    soon(application::start(Metrics::spec())).await.unwrap();
    application::put_env_persistent("bank", "port", "eighty");
    application::put_env_persistent("bank", "patience", 5_u8);
    application::put_env_persistent("bank", "label", 7_u64);
    let refused = soon(application::start(Bank::spec())).await.unwrap_err();
    let AppError::Config(error) = &refused else { panic!("{refused:?}") };
    let lines: Vec<_> = error.problems().iter().map(ToString::to_string).collect();
    assert_eq!(lines.len(), 4, "{lines:#?}");
    assert!(matches!(error.problems()[0], EnvError::NotSet { .. }) && lines[0].contains("BANK_NOTES"), "{lines:#?}");
    assert!(lines[1].contains("port is \"eighty\""), "{lines:#?}");
    assert!(lines[2].starts_with("patience is a value of type u8"), "{lines:#?}");
    assert!(lines[3].starts_with("label is a value of type u64"), "{lines:#?}");
    soon(application::stop_all()).await;
}

/// An application by itself, for a program: it ends when it has started.
struct Program(Pid);

#[config]
struct ProgramConfig {
    #[default(1)]
    first: u8,
    second: bool,
}

#[application(config = ProgramConfig)]
impl Program {
    #[start]
    fn start(config: ProgramConfig) -> Result<Top<Self>, std::io::Error> {
        println!("started with {} and {}", config.first, config.second);
        let top = process::spawn_link(async {
            process::receive::<Done>().await;
        });
        Ok(Top::new(&top, Program(top)))
    }

    #[start_phase]
    fn done(&self) {
        self.0.send(Done);
    }
}

struct Done;

const ROLE: &str = "OTP_APPLICATION_MACRO";

/// Not a test of its own: others run it as a program.
#[test]
fn a_program() -> ExitCode {
    if std::env::var_os(ROLE).is_some() { Program::run() } else { ExitCode::SUCCESS }
}

fn program(variables: &[(&str, &str)]) -> Output {
    let mut program = Command::new(std::env::current_exe().unwrap());
    program.args(["--exact", "application_macro::a_program", "--nocapture"]).env(ROLE, "program");
    program.envs(variables.iter().copied()).output().unwrap()
}

#[test]
fn a_program_is_configured_by_environment_variables() {
    let output = program(&[("PROGRAM_SECOND", "true"), ("PROGRAM_FIRST", "9")]);
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(words.contains("started with 9 and true"), "{words}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{words}");
}

#[test]
fn a_program_says_all_that_is_wrong_with_its_environment() {
    let output = program(&[("PROGRAM_FIRST", "many")]);
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "{words}");
    assert!(words.contains("PROGRAM_FIRST=\"many\"") && words.contains("PROGRAM_SECOND"), "{words}");
}

/// Generated code where the names of the prelude are taken.
mod shadowed {
    use otp_runtime::{application, config};

    pub(super) struct Result;
    pub(super) struct Option;
    pub(super) struct Box;
    pub(super) struct Some;
    pub(super) struct Ok;
    pub(super) struct Error;
    pub(super) struct Top;
    pub(super) struct StartType;
    pub(super) struct Application;
    pub(super) struct Config;
    pub(super) struct Env;

    #[config]
    pub(super) struct Taken {
        #[default(1)]
        env: u8,
        reader: std::option::Option<u8>,
        read: u8,
    }

    pub(super) struct Shadowed(u8);

    #[application(config = Taken)]
    impl Shadowed {
        #[start]
        fn start(
            config: Taken,
            _: otp_runtime::StartType,
        ) -> std::result::Result<otp_runtime::Top<Self>, std::string::String> {
            let _ = (Result, Option, Box, Some, Ok, Error, Top, StartType, Application, Config, Env);
            let top = otp_runtime::process::spawn_link(std::future::pending());
            std::result::Result::Ok(otp_runtime::Top::new(
                &top,
                Shadowed(config.env + config.read + config.reader.unwrap_or(0)),
            ))
        }

        #[start_phase]
        fn start_phase(&self) -> std::result::Result<(), std::string::String> {
            if self.0 == 3 { std::result::Result::Ok(()) } else { std::result::Result::Err(self.0.to_string()) }
        }

        #[prep_stop]
        async fn stop(&self) {}

        #[stop]
        async fn prep_stop(&mut self) {}

        #[config_change]
        fn config_change(&self) {}
    }
}

#[otp_runtime::test]
async fn names_may_be_taken() {
    application::put_env_persistent("shadowed", "read", 2_u8);
    soon(application::start(shadowed::Shadowed::spec())).await.unwrap();
    soon(application::stop("shadowed")).await.unwrap();
}

#[otp_runtime::test]
async fn a_spec_can_be_changed() {
    let spec: AppSpec = Metrics::spec().env("interval", 5_u8);
    soon(application::start(spec)).await.unwrap();
    assert_eq!(application::fetch_env::<u8>("metrics", "interval"), Ok(5));
    soon(application::stop_all()).await;
}
