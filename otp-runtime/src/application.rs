//! Applications: parts of a program that are started, configured and stopped as one (OTP's `application`).
//!
//! An application is a type with a start callback that gives the top process of a supervision tree, and a name by which
//! others depend on it. The functions here start applications after those they need, stop them, and keep their
//! configuration. All of this is per tokio runtime.
//!
//! ```
//! use otp_runtime::application;
//! use otp_runtime::prelude::*;
//!
//! struct Counter(u64);
//!
//! #[gen_server]
//! impl Counter {
//!     #[init]
//!     fn init(first: u64) -> Self {
//!         Counter(first)
//!     }
//!
//!     #[call]
//!     fn get(&self) -> u64 {
//!         self.0
//!     }
//! }
//!
//! #[supervisor(strategy = one_for_one, args(first: u64))]
//! struct Tree {
//!     #[child(args(first))]
//!     counter: Counter,
//! }
//!
//! #[config]
//! struct ShopConfig {
//!     /// `SHOP_FIRST` in the environment.
//!     #[default(80)]
//!     first: u64,
//! }
//!
//! #[derive(Default)]
//! struct Shop;
//!
//! #[application(config = ShopConfig)]
//! impl Shop {
//!     #[start]
//!     async fn start(config: ShopConfig) -> Result<TreeClient, StartError<InvalidSupervisor>> {
//!         Tree::start_link(config.first).await
//!     }
//! }
//!
//! # #[otp_runtime::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // In a program of its own: `fn main() -> ExitCode { Shop::run() }`.
//! application::start(Shop::spec()).await?;
//! assert!(application::top("shop")?.is_alive());
//! application::stop("shop").await?;
//! # Ok(())
//! # }
//! ```

mod api;
mod api_env;
mod callback;
mod change;
mod controller;
mod env;
mod env_value;
mod error;
mod host;
mod included;
mod info;
mod keeper;
mod permit;
mod reconfigure;
mod report;
mod run;
mod runner;
mod setting;
mod signals;
mod spec;
mod start;
mod stop;
mod top;
mod vars;

pub use api::*;
pub use api_env::*;
pub use change::ConfigChange;
pub(crate) use controller::Apps;
pub use env::{Config, Env, EnvReader};
pub use env_value::EnvValue;
pub use error::{AppError, ConfigError, EnvError};
pub use info::AppInfo;
pub use runner::Runner;
pub use setting::{IntoSetting, Setting};
pub use spec::{AppRef, AppSpec};
pub use start::{StartAll, StartApp};
pub use stop::{ShutdownReason, StopAll};
pub use top::{IntoTop, Top, TopProcess};
pub use vars::Settings;

use std::error::Error;
use std::future::{Future, ready};
use std::process::ExitCode;

/// An application: what starts its tree, and what it does when it is stopped (OTP's `application` behaviour).
///
/// `#[application]` writes it for an `impl` block. The value is the state that the start callback gives; the other
/// callbacks may change it. A callback runs in a process of the application, which is the parent of the top process. It
/// traps exits.
///
/// ```
/// use otp_runtime::prelude::*;
/// use otp_runtime::application::{self, StartType, Top};
///
/// struct Shop;
///
/// impl Application for Shop {
///     type Config = ();
///     type Error = StartError<otp_runtime::InvalidSupervisor>;
///     const NAME: &'static str = "shop";
///
///     async fn start(_: (), _: StartType) -> Result<Top<Self>, Self::Error> {
///         let tree = Supervisor::builder(Strategy::OneForOne).start_link().await?;
///         Ok(Top::new(&tree, Shop))
///     }
///
///     async fn stop(&mut self) {
///         println!("closed");
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an application",
    label = "not an `Application`",
    note = "`#[application]` on an `impl` block with a `#[start]` function makes it one"
)]
pub trait Application: Sized + Send + 'static {
    /// What it is configured with; `()` for nothing. Read before each start.
    type Config: Config;
    /// What the start callback and the phases fail with.
    type Error: Into<Box<dyn Error + Send + Sync>> + Send;
    /// Its name, by which others depend on it.
    const NAME: &'static str;

    /// What it needs, and more about it.
    fn spec() -> AppSpec {
        AppSpec::of::<Self>()
    }

    /// Starts the tree and gives its top process and the state (OTP's `start/2`).
    fn start(config: Self::Config, start: StartType) -> impl Future<Output = Result<Top<Self>, Self::Error>> + Send;

    /// One of the phases that [`spec`](Self::spec) names, once the tree runs (OTP's `start_phase/3`).
    fn start_phase(&mut self, phase: &str) -> impl Future<Output = Result<(), Self::Error>> + Send {
        let _ = phase;
        ready(Ok(()))
    }

    /// Before the tree is stopped (OTP's `prep_stop/1`).
    fn prep_stop(&mut self) -> impl Future<Output = ()> + Send {
        ready(())
    }

    /// After the tree has ended, however that came (OTP's `stop/1`).
    fn stop(&mut self) -> impl Future<Output = ()> + Send {
        ready(())
    }

    /// Its configuration has changed while it runs (OTP's `config_change/3`).
    fn config_change(&mut self, change: ConfigChange) -> impl Future<Output = ()> + Send {
        let _ = change;
        ready(())
    }

    /// The whole program: starts this application and all that it needs, and stops them at the first signal. See [`Runner`].
    #[must_use = "the exit code says how it ended: return it from `main`"]
    fn run() -> ExitCode {
        Runner::<Self>::new().run()
    }
}

/// Why an application is started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum StartType {
    /// Somebody asked for it.
    #[default]
    Normal,
}
