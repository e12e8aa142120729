// Configurations and applications with every option.

/// A configuration with every kind of field.
#[::renamed::config(crate = ::renamed)]
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct ShopSettings {
    /// A number.
    #[default(1)]
    pub env: u16,
    /// A text.
    #[default("::1")]
    reader: ::std::net::IpAddr,
    /// A duration.
    #[default(5s)]
    pub(crate) r#type: ::core::time::Duration,
    /// Only on some systems.
    #[cfg(any())]
    #[default(missing())]
    elsewhere: Missing,
    /// Nothing, if it is not set.
    #[default(::core::option::Option::None)]
    config: ::core::option::Option<::std::string::String>,
    /// Nothing either.
    read: ::core::option::Option<bool>,
}

/// A configuration without defaults.
#[::renamed::config(crate = ::renamed)]
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct Required {
    /// It must be set.
    pub first: bool,
}

/// An application with every option.
#[derive(::core::fmt::Debug)]
pub struct Shop {
    open: bool,
    kept: ::std::string::String,
}

/// The version of the shop.
pub const VERSION: &str = "1.0";

#[::renamed::application(
    crate = ::renamed,
    name = "shop",
    description = ::core::concat!("A ", "shop"),
    version = VERSION,
    config = ShopSettings,
    dependencies(Library, "clock"),
    optional("export"),
    includes(Library2)
)]
impl Shop {
    /// Starts it.
    ///
    /// # Errors
    ///
    /// Those of the supervisor.
    ///
    /// # Panics
    ///
    /// When it is configured.
    #[start]
    pub async fn begin(
        config: ShopSettings,
        start: ::renamed::StartType,
    ) -> ::core::result::Result<::renamed::Top<Self>, ::renamed::StartError<::renamed::InvalidSupervisor>> {
        let kept = ::std::format!("{start:?} {} {} {:?}", config.env, config.reader, config.r#type);
        let empty = Empty::start_link().await?;
        ::core::assert_eq!((config.config, config.read), (::core::option::Option::None, ::core::option::Option::None));
        ::core::result::Result::Ok(::renamed::Top::new(&empty, Self { open: false, kept }))
    }

    /// A phase that fails.
    ///
    /// # Errors
    ///
    /// When it has nothing.
    #[start_phase]
    pub async fn warm_up(&mut self) -> short::Result<()> {
        if self.kept.is_empty() { ::core::result::Result::Err(TooLittle(1)) } else { ::core::result::Result::Ok(()) }
    }

    /// Only on some systems.
    #[cfg(any())]
    #[start_phase]
    fn elsewhere(&mut self) -> ::core::result::Result<(), Missing> {}

    /// The last phase.
    #[cfg(not(any()))]
    #[start_phase]
    pub fn r#loop(&mut self) {
        self.open = true;
    }

    /// Before the end.
    #[prep_stop]
    #[deprecated(note = "it will be gone")]
    pub async fn prep_stop(&mut self) {
        self.open = false;
    }

    /// The end.
    ///
    /// # Panics
    ///
    /// When it is still open.
    #[stop]
    pub fn stop(&self) {
        ::core::assert!(!self.open);
    }

    /// News.
    #[config_change]
    pub fn config_change(&mut self, change: ::renamed::ConfigChange) {
        self.open = ::core::iter::Iterator::next(&mut change.changed()).is_none();
    }
}

/// An application with nothing but a start.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::default::Default)]
pub struct Library;

#[::renamed::application(crate = ::renamed)]
impl Library {
    /// Starts it.
    ///
    /// # Errors
    ///
    /// None.
    #[start]
    pub fn start() -> ::core::result::Result<::renamed::Pid, &'static str> {
        ::core::result::Result::Ok(::renamed::process::spawn_link(::core::future::pending()))
    }
}

/// Another.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::default::Default)]
pub struct Library2;

#[::renamed::application(crate = ::renamed, config = Required)]
impl Library2 {
    #[start]
    async fn start(config: Required) -> ::core::result::Result<EmptyClient, ::std::string::String> {
        let empty = Empty::start_link().await.map_err(|error| ::std::format!("{error}, {}", config.first))?;
        ::core::result::Result::Ok(empty)
    }

    #[config_change]
    async fn changed(&self) {
        ::core::future::ready(()).await;
    }
}
