/// A thermostat.
pub struct Thermostat {
    celsius: f64,
}
#[cfg(not(feature = "broken"))]
impl Thermostat {
    #[cfg(unix)]
    pub fn init(celsius: f64) -> Self {
        Self { celsius }
    }
    #[cfg(not(unix))]
    pub fn from_registry() -> Self {
        Self { celsius: 20.0 }
    }
    pub fn celsius(&self) -> f64 {
        self.celsius
    }
    /// The same for others.
    #[cfg(feature = "imperial")]
    pub async fn fahrenheit(&mut self) -> f64 {
        self.celsius * 1.8 + 32.0
    }
    #[cfg(unix)]
    #[cfg_attr(unix, doc = "Warmer.", must_use)]
    pub fn warmer(&mut self, by: f64) {
        self.celsius += by;
    }
    #[cfg(feature = "imperial")]
    fn tick(&mut self, _: Tick) {}
    #[cfg(unix)]
    #[deprecated = "it is loud"]
    #[allow(clippy::unused_self)]
    fn alarm(&mut self, _: Alarm) {}
    #[cfg(feature = "imperial")]
    fn cool(&mut self) {}
}
/// The calls of [`Thermostat`]: one variant for each `#[call]`.
#[cfg(not(feature = "broken"))]
#[derive(::otp_runtime::DebugMessage)]
pub enum ThermostatCall {
    /// `celsius`
    Celsius,
    /// The same for others.
    #[cfg(feature = "imperial")]
    Fahrenheit,
}
/// The replies of [`Thermostat`], each under the name of its call.
#[cfg(not(feature = "broken"))]
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum ThermostatReply {
    /// Reply to [`ThermostatCall::Celsius`].
    Celsius(f64),
    /// Reply to [`ThermostatCall::Fahrenheit`].
    #[cfg(feature = "imperial")]
    Fahrenheit(f64),
}
/// The casts of [`Thermostat`]: one variant for each `#[cast]`.
#[cfg(not(feature = "broken"))]
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum ThermostatCast {
    /// `warmer`
    #[cfg_attr(unix, doc = "Warmer.")]
    #[cfg(unix)]
    Warmer {
        /// How much.
        by: f64,
    },
}
/// What [`Thermostat`] handles besides calls and casts: one variant for each `#[info]`.
#[cfg(not(feature = "broken"))]
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum ThermostatInfo {
    /// `tick`
    #[cfg(feature = "imperial")]
    Tick(Tick),
    /// `alarm`
    #[cfg(unix)]
    #[allow(clippy::unused_self)]
    Alarm(Alarm),
}
/// A client of [`Thermostat`].
///
/// `S` is always its server.
#[cfg(not(feature = "broken"))]
#[allow(private_interfaces)]
pub struct ThermostatClient<S: ::otp_runtime::GenServer = Thermostat>(
    ::otp_runtime::Ref<S>,
);
#[cfg(not(feature = "broken"))]
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::clone::Clone for ThermostatClient<S> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[cfg(not(feature = "broken"))]
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::fmt::Debug for ThermostatClient<S> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[cfg(not(feature = "broken"))]
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::ops::Deref for ThermostatClient<S> {
    type Target = ::otp_runtime::Ref<S>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[cfg(not(feature = "broken"))]
#[automatically_derived]
impl<S: ::otp_runtime::GenServer> ::core::convert::From<::otp_runtime::Ref<S>>
for ThermostatClient<S> {
    fn from(server: ::otp_runtime::Ref<S>) -> Self {
        Self(server)
    }
}
#[cfg(not(feature = "broken"))]
#[allow(dead_code)]
impl ThermostatClient {
    /// Calls `celsius`.
    pub fn celsius(&self) -> ::otp_runtime::Call<'_, Thermostat, f64> {
        self.0
            .call(
                "celsius",
                ThermostatCall::Celsius,
                |reply| match reply {
                    ThermostatReply::Celsius(reply) => ::core::result::Result::Ok(reply),
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// The same for others.
    #[cfg(feature = "imperial")]
    pub fn fahrenheit(&self) -> ::otp_runtime::Call<'_, Thermostat, f64> {
        self.0
            .call(
                "fahrenheit",
                ThermostatCall::Fahrenheit,
                |reply| match reply {
                    ThermostatReply::Fahrenheit(reply) => {
                        ::core::result::Result::Ok(reply)
                    }
                    _ => ::otp_runtime::unexpected_reply(),
                },
            )
    }
    /// Casts `warmer`.
    #[cfg_attr(unix, doc = "Warmer.")]
    ///
    /// * `by`:
    /// How much.
    #[cfg(unix)]
    #[cfg_attr(unix, must_use)]
    pub fn warmer(&self, by: f64) {
        self.0.cast("warmer", ThermostatCast::Warmer { by })
    }
}
#[cfg(not(feature = "broken"))]
#[allow(dead_code)]
impl Thermostat {
    /// Starts a [`Thermostat`], tied to nobody.
    #[cfg(unix)]
    pub fn start(celsius: f64) -> ::otp_runtime::Start<Thermostat> {
        ::otp_runtime::Start::new((celsius,))
    }
    /// Starts a [`Thermostat`] linked to the process that calls this, which is then its parent.
    #[cfg(unix)]
    pub fn start_link(celsius: f64) -> ::otp_runtime::Start<Thermostat> {
        ::otp_runtime::Start::link((celsius,))
    }
    /// Starts a [`Thermostat`] and monitors it.
    #[cfg(unix)]
    pub fn start_monitor(celsius: f64) -> ::otp_runtime::StartMonitor<Thermostat> {
        ::otp_runtime::StartMonitor::new((celsius,))
    }
    /// The spec of a [`Thermostat`] as the child of a supervisor, which starts it anew with the same arguments.
    #[cfg(unix)]
    pub fn child(celsius: f64) -> ::otp_runtime::ChildSpec<Self>
    where
        for<'any> (f64,): ::core::clone::Clone + ::core::marker::Sync,
    {
        ::otp_runtime::ChildSpec::of::<Self>((celsius,))
    }
    /// Starts a [`Thermostat`], tied to nobody.
    #[cfg(not(unix))]
    pub fn start() -> ::otp_runtime::Start<Thermostat> {
        ::otp_runtime::Start::new(())
    }
    /// Starts a [`Thermostat`] linked to the process that calls this, which is then its parent.
    #[cfg(not(unix))]
    pub fn start_link() -> ::otp_runtime::Start<Thermostat> {
        ::otp_runtime::Start::link(())
    }
    /// Starts a [`Thermostat`] and monitors it.
    #[cfg(not(unix))]
    pub fn start_monitor() -> ::otp_runtime::StartMonitor<Thermostat> {
        ::otp_runtime::StartMonitor::new(())
    }
    /// The spec of a [`Thermostat`] as the child of a supervisor, which starts it anew with the same arguments.
    #[cfg(not(unix))]
    pub fn child() -> ::otp_runtime::ChildSpec<Self> {
        ::otp_runtime::ChildSpec::of::<Self>(())
    }
}
#[cfg(not(feature = "broken"))]
const _: () = {
    fn _self(_: ::otp_runtime::check::State<Thermostat>) {}
    fn _celsius(_: ::otp_runtime::check::Sent<f64>) {}
    #[cfg(feature = "imperial")]
    fn _tick(_: ::otp_runtime::check::Sent<Tick>) {}
    #[cfg(unix)]
    fn _alarm(_: ::otp_runtime::check::Sent<Alarm>) {}
};
#[cfg(not(feature = "broken"))]
#[automatically_derived]
impl ::otp_runtime::GenServer for Thermostat {
    #[cfg(unix)]
    type Args = (f64,);
    #[cfg(unix)]
    type InitError = ::core::convert::Infallible;
    #[cfg(not(unix))]
    type Args = ();
    #[cfg(not(unix))]
    type InitError = ::core::convert::Infallible;
    type Call = ThermostatCall;
    type Reply = ThermostatReply;
    type Cast = ThermostatCast;
    type Info = ThermostatInfo;
    type Continue = ::core::convert::Infallible;
    type Client = ThermostatClient;
    const NAME: &'static str = "Thermostat";
    const INIT_WAITS: bool = false;
    #[cfg(unix)]
    async fn init(
        (celsius,): Self::Args,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::core::result::Result<::otp_runtime::Init<Self>, Self::InitError> {
        ::otp_runtime::IntoInit::<Self>::into_init(Self::init(celsius))
    }
    #[cfg(not(unix))]
    async fn init(
        (): Self::Args,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::core::result::Result<::otp_runtime::Init<Self>, Self::InitError> {
        ::otp_runtime::IntoInit::<Self>::into_init(Self::from_registry())
    }
    fn waits(message: &::otp_runtime::Message<'_, Self>) -> bool {
        match message {
            #[cfg(feature = "imperial")]
            ::otp_runtime::Message::Call(ThermostatCall::Fahrenheit) => true,
            _ => false,
        }
    }
    fn blocks(message: &::otp_runtime::Message<'_, Self>) -> bool {
        match message {
            #[cfg(unix)]
            ::otp_runtime::Message::Info(ThermostatInfo::Alarm(_)) => true,
            _ => false,
        }
    }
    async fn handle_call(
        &mut self,
        call: Self::Call,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) -> ::otp_runtime::Answer<Self::Reply> {
        ::otp_runtime::Answer::Reply(
            match call {
                ThermostatCall::Celsius => ThermostatReply::Celsius(self.celsius()),
                #[cfg(feature = "imperial")]
                ThermostatCall::Fahrenheit => {
                    ThermostatReply::Fahrenheit(self.fahrenheit().await)
                }
            },
        )
    }
    async fn handle_cast(
        &mut self,
        cast: Self::Cast,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        match cast {
            #[cfg(unix)]
            ThermostatCast::Warmer { by } => self.warmer(by),
        }
    }
    fn info(
        mut message: ::otp_runtime::AnyMessage,
    ) -> ::core::result::Result<Self::Info, ::otp_runtime::AnyMessage> {
        #[cfg(feature = "imperial")]
        if let ::core::option::Option::Some(message) = message.take() {
            return ::core::result::Result::Ok(ThermostatInfo::Tick(message));
        }
        #[cfg(unix)]
        if let ::core::option::Option::Some(message) = message.take() {
            return ::core::result::Result::Ok(ThermostatInfo::Alarm(message));
        }
        ::core::result::Result::Err(message)
    }
    #[allow(deprecated)]
    async fn handle_info(
        &mut self,
        info: Self::Info,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        match info {
            #[cfg(feature = "imperial")]
            ThermostatInfo::Tick(message) => self.tick(message),
            #[cfg(unix)]
            ThermostatInfo::Alarm(message) => self.alarm(message),
        }
    }
    #[cfg(feature = "imperial")]
    async fn terminate(
        &mut self,
        _reason: &::otp_runtime::ExitReason,
        _ctx: &mut ::otp_runtime::Context<Self>,
    ) {
        self.cool()
    }
    fn show(
        shown: ::otp_runtime::Shown<'_, Self>,
        f: &mut ::core::fmt::Formatter<'_>,
    ) -> ::core::fmt::Result {
        use ::otp_runtime::__private::debug::{self, NoDebug as _};
        match shown {
            ::otp_runtime::Shown::Server(state) => {
                debug::Field(state).or_underscore().fmt(f)
            }
            message => message.message(f),
        }
    }
}
#[cfg(not(feature = "broken"))]
#[cfg(feature = "imperial")]
#[automatically_derived]
impl ::otp_runtime::Handles<Tick> for Thermostat {
    fn info_from(message: Tick) -> Self::Info {
        ThermostatInfo::Tick(message)
    }
}
#[cfg(not(feature = "broken"))]
#[cfg(unix)]
#[automatically_derived]
impl ::otp_runtime::Handles<Alarm> for Thermostat {
    fn info_from(message: Alarm) -> Self::Info {
        ThermostatInfo::Alarm(message)
    }
}
