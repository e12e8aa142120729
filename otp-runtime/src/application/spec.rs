//! What an application is: name, version, what it needs, its default configuration, its callbacks.

use super::callback::{Callback, Typed};
use super::env::Env;
use super::setting::{IntoSetting, Setting};
use super::{Application, Config};
use std::fmt;
use std::sync::Arc;

/// The specification of an application (OTP's `.app` file). Cheap to clone.
///
/// [`AppSpec::of`] makes that of a type, [`AppSpec::new`] that of a library: an application without callbacks, which is
/// there to be depended on and to be configured.
///
/// ```
/// use otp_runtime::AppSpec;
///
/// let spec = AppSpec::new("metrics").description("Counts things").version("1.2.0").env("interval_ms", 500_u64);
/// assert_eq!((spec.name(), spec.version_str()), ("metrics", "1.2.0"));
/// ```
#[derive(Clone)]
pub struct AppSpec(Arc<Spec>);

#[derive(Clone)]
struct Spec {
    name: Arc<str>,
    description: Arc<str>,
    version: Arc<str>,
    dependencies: Vec<Dependency>,
    included: Vec<AppRef>,
    phases: Vec<Arc<str>>,
    env: Vec<(Arc<str>, Setting)>,
    defaults: Option<fn(&mut Env)>,
    callback: Option<Arc<dyn Callback>>,
}

/// Another application that one needs.
#[derive(Clone)]
pub(crate) struct Dependency {
    pub(crate) app: AppRef,
    pub(crate) optional: bool,
}

/// An application by its name, its spec, or its type.
#[derive(Clone)]
pub struct AppRef {
    name: Arc<str>,
    known: Known,
}

#[derive(Clone)]
enum Known {
    No,
    Spec(AppSpec),
    /// Asked for when it is needed: two applications may name each other.
    Type(fn() -> AppSpec),
}

impl AppRef {
    /// An application by its type.
    pub fn of<A: Application>() -> Self {
        AppRef { name: Arc::from(A::NAME), known: Known::Type(A::spec) }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn shared_name(&self) -> Arc<str> {
        self.name.clone()
    }

    /// The spec, when more than the name is known. Runs user code.
    pub(crate) fn spec(&self) -> Option<AppSpec> {
        match &self.known {
            Known::No => None,
            Known::Spec(spec) => Some(spec.clone()),
            Known::Type(spec) => Some(spec()),
        }
    }
}

impl From<AppSpec> for AppRef {
    fn from(spec: AppSpec) -> Self {
        AppRef { name: spec.0.name.clone(), known: Known::Spec(spec) }
    }
}

impl From<&AppSpec> for AppRef {
    fn from(spec: &AppSpec) -> Self {
        spec.clone().into()
    }
}

impl From<&str> for AppRef {
    fn from(name: &str) -> Self {
        AppRef { name: Arc::from(name), known: Known::No }
    }
}

impl From<Arc<str>> for AppRef {
    fn from(name: Arc<str>) -> Self {
        AppRef { name, known: Known::No }
    }
}

impl fmt::Debug for AppRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AppRef({:?})", self.name)
    }
}

impl AppSpec {
    /// That of an application with callbacks, with nothing but its name and the defaults of its configuration.
    pub fn of<A: Application>() -> Self {
        AppSpec::new(A::NAME).change(|spec| {
            spec.defaults = Some(A::Config::defaults);
            spec.callback = Some(Arc::new(Typed::<A>::new()));
        })
    }

    /// That of a library.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        AppSpec(Arc::new(Spec {
            name: name.into(),
            description: Arc::from(""),
            version: Arc::from(""),
            dependencies: Vec::new(),
            included: Vec::new(),
            phases: Vec::new(),
            env: Vec::new(),
            defaults: None,
            callback: None,
        }))
    }

    fn change(mut self, change: impl FnOnce(&mut Spec)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// A line on what it is.
    pub fn description(self, description: impl Into<Arc<str>>) -> Self {
        self.change(|spec| spec.description = description.into())
    }

    /// Its version.
    pub fn version(self, version: impl Into<Arc<str>>) -> Self {
        self.change(|spec| spec.version = version.into())
    }

    /// An application that has to run before this one starts.
    pub fn depends_on(self, app: impl Into<AppRef>) -> Self {
        self.change(|spec| spec.dependencies.push(Dependency { app: app.into(), optional: false }))
    }

    /// As [`depends_on`](Self::depends_on), by type.
    pub fn depends_on_app<A: Application>(self) -> Self {
        self.depends_on(AppRef::of::<A>())
    }

    /// As [`depends_on`](Self::depends_on), by name: it has to be registered, loaded or running.
    pub fn depends_on_name(self, name: &str) -> Self {
        self.depends_on(name)
    }

    /// An application that runs before this one if there is one of that name.
    pub fn optional(self, name: &str) -> Self {
        self.optional_spec(name)
    }

    /// An application that [`ensure_all_started`](super::ensure_all_started) starts before this one, and that may be missing.
    pub fn optional_spec(self, app: impl Into<AppRef>) -> Self {
        self.change(|spec| spec.dependencies.push(Dependency { app: app.into(), optional: true }))
    }

    /// As [`optional_spec`](Self::optional_spec), by type.
    pub fn optional_app<A: Application>(self) -> Self {
        self.optional_spec(AppRef::of::<A>())
    }

    /// An application that is loaded with this one and started by it: see [`start_included`](super::start_included).
    pub fn includes(self, app: impl Into<AppRef>) -> Self {
        self.change(|spec| spec.included.push(app.into()))
    }

    /// As [`includes`](Self::includes), by type.
    pub fn includes_app<A: Application>(self) -> Self {
        self.includes(AppRef::of::<A>())
    }

    /// A start phase: they run in the order in which they are named, once the start callback is done.
    pub fn phase(self, phase: impl Into<Arc<str>>) -> Self {
        self.change(|spec| spec.phases.push(phase.into()))
    }

    /// A default for a key of its configuration.
    pub fn env<T: IntoSetting>(self, key: impl Into<Arc<str>>, value: T) -> Self {
        self.change(|spec| spec.env.push((key.into(), value.into_setting())))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// A line on what it is.
    pub fn description_str(&self) -> &str {
        &self.0.description
    }

    /// Its version.
    pub fn version_str(&self) -> &str {
        &self.0.version
    }

    /// The names of the applications it needs.
    pub fn dependencies(&self) -> Vec<&str> {
        self.0
            .dependencies
            .iter()
            .filter(|dependency| !dependency.optional)
            .map(|dependency| dependency.app.name())
            .collect()
    }

    /// The names of those it can do without.
    pub fn optional_dependencies(&self) -> Vec<&str> {
        self.0
            .dependencies
            .iter()
            .filter(|dependency| dependency.optional)
            .map(|dependency| dependency.app.name())
            .collect()
    }

    /// The names of the applications it includes.
    pub fn included(&self) -> Vec<&str> {
        self.0.included.iter().map(AppRef::name).collect()
    }

    /// Its start phases, in order.
    pub fn phases(&self) -> Vec<&str> {
        self.0.phases.iter().map(|phase| &**phase).collect()
    }

    /// The defaults of its configuration.
    pub fn env_defaults(&self) -> Env {
        let mut env = Env::new(self.0.name.clone());
        if let Some(defaults) = self.0.defaults {
            defaults(&mut env);
        }
        for (key, value) in &self.0.env {
            env.set(key.clone(), value.clone());
        }
        env
    }

    /// Whether it has callbacks, and so a top process.
    pub fn has_callback(&self) -> bool {
        self.0.callback.is_some()
    }

    pub(crate) fn shared_name(&self) -> Arc<str> {
        self.0.name.clone()
    }

    pub(crate) fn needs(&self) -> &[Dependency] {
        &self.0.dependencies
    }

    pub(crate) fn includes_refs(&self) -> &[AppRef] {
        &self.0.included
    }

    pub(crate) fn shared_phases(&self) -> &[Arc<str>] {
        &self.0.phases
    }

    pub(crate) fn callback(&self) -> Option<Arc<dyn Callback>> {
        self.0.callback.clone()
    }

    pub(crate) fn shared_version(&self) -> (Arc<str>, Arc<str>) {
        (self.0.description.clone(), self.0.version.clone())
    }
}

impl From<&AppSpec> for AppSpec {
    fn from(spec: &AppSpec) -> Self {
        spec.clone()
    }
}

impl fmt::Debug for AppSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppSpec")
            .field("name", &self.name())
            .field("description", &self.description_str())
            .field("version", &self.version_str())
            .field("dependencies", &self.dependencies())
            .field("optional", &self.optional_dependencies())
            .field("included", &self.included())
            .field("phases", &self.phases())
            .field("callback", &self.has_callback())
            .finish_non_exhaustive()
    }
}
