//! A program that is an application, for the tests of `Runner`. `DOES` says what becomes of it.

use otp_runtime::application::{Config, ConfigError, Env, Runner, StartType, Top};
use otp_runtime::prelude::*;
use otp_runtime::{AppSpec, process};
use std::convert::Infallible;
use std::io::Write;
use std::num::NonZeroU8;
use std::process::ExitCode;
use std::time::Duration;

fn say(line: &str) {
    println!("{line}");
    std::io::stdout().flush().expect("stdout");
}

fn does(what: &str) -> bool {
    std::env::var("DOES").is_ok_and(|does| does == what)
}

struct Till;

impl Application for Till {
    type Config = ();
    type Error = Infallible;
    const NAME: &'static str = "till";

    async fn start(_: (), _: StartType) -> Result<Top<Self>, Infallible> {
        Ok(Top::new(&process::spawn_link(std::future::pending()), Till))
    }

    async fn stop(&mut self) {
        say("till stops");
    }
}

struct ShopConfig {
    port: u16,
    patience: Duration,
    label: Option<String>,
}

impl Config for ShopConfig {
    fn defaults(env: &mut Env) {
        env.set("port", 80_u16);
        env.set("patience", Duration::from_secs(1));
    }

    fn read(env: &Env) -> Result<Self, ConfigError> {
        let mut read = env.reader();
        let (port, patience, label) = (read.value("port"), read.value("patience"), read.optional("label"));
        if does("require") {
            read.value::<NonZeroU8>("lanes");
        }
        read.done(|| Some(ShopConfig { port: port?, patience: patience?, label }))
    }
}

struct Shop;

impl Application for Shop {
    type Config = ShopConfig;
    type Error = Box<dyn std::error::Error + Send + Sync>;
    const NAME: &'static str = "my_shop";

    fn spec() -> AppSpec {
        AppSpec::of::<Self>().depends_on_app::<Till>().env("patience", Duration::from_secs(2))
    }

    async fn start(config: ShopConfig, _: StartType) -> Result<Top<Self>, Self::Error> {
        if does("fail") {
            return Err("no goods".into());
        }
        say(&format!("starts: port {}, patience {:?}, label {:?}", config.port, config.patience, config.label));
        if does("start slowly") {
            std::future::pending::<()>().await;
        }
        if does("give up") {
            let child = ChildSpec::new("roof", || async { Ok(process::spawn_link(async { panic!("it fell in") })) });
            let top = Supervisor::builder(Strategy::OneForOne).child(child).start_link().await?;
            return Ok(Top::new(&top, Shop));
        }
        let top = process::spawn_link(async {
            if does("crash") {
                panic!("the roof fell in");
            }
            if does("finish") {
                return;
            }
            // a signal before that would give up the start
            while otp_runtime::application::top(Shop::NAME).is_err() {
                process::sleep(Duration::from_millis(1)).await;
            }
            if does("stop all") {
                otp_runtime::application::stop_all().await;
            }
            say("runs");
            std::future::pending().await
        });
        Ok(Top::new(&top, Shop))
    }

    async fn prep_stop(&mut self) {
        say("shop prepares");
        if does("hang") {
            std::future::pending().await
        }
        if does("block") {
            std::thread::sleep(Duration::from_secs(3600));
        }
    }

    async fn stop(&mut self) {
        say("shop stops");
    }
}

fn main() -> ExitCode {
    let runner = Runner::<Shop>::new()
        .workers(if std::env::var_os("LIMIT_MS").is_some() { 2 } else { 1 })
        .env("patience", Duration::from_secs(3));
    if does("configure") {
        return runner.env("port", "8000").env("label", "from code").run();
    }
    if does("listen to arguments") {
        let told = std::env::args().skip(1).fold(runner, |runner, told| match told.split_once('=') {
            Some((key, value)) => runner.argument(key.to_owned(), value),
            None => runner,
        });
        return told.env("port", 7000_u16).run();
    }
    match std::env::var("LIMIT_MS").map(|limit| limit.parse()) {
        Ok(Ok(limit)) => runner.app_shutdown_limit(Duration::from_millis(limit)).run(),
        _ => runner.run(),
    }
}
