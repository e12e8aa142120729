/// What the user chose.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The theme.
    pub theme: String,
    pub(crate) volume: u8,
    pub cache: HashMap<String, Vec<u8>>,
    secret: u64,
}
/// A client of [`Settings`].
pub struct SettingsClient(::otp_runtime::AgentClient<Settings, Settings>);
#[automatically_derived]
impl ::core::clone::Clone for SettingsClient {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl ::core::fmt::Debug for SettingsClient {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl ::core::ops::Deref for SettingsClient {
    type Target = ::otp_runtime::AgentClient<Settings, Settings>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl ::core::convert::From<::otp_runtime::Ref<Settings>> for SettingsClient {
    fn from(agent: ::otp_runtime::Ref<Settings>) -> Self {
        Self(::core::convert::From::from(agent))
    }
}
#[allow(dead_code)]
impl SettingsClient {
    /// The theme.
    pub fn theme(&self) -> ::otp_runtime::Call<'_, Settings, String> {
        self.0
            .get(|state| ::otp_runtime::__private::clone(&state.theme))
            .operation("theme")
    }
    /// Sets `theme`.
    pub fn set_theme(&self, theme: String) -> ::otp_runtime::Call<'_, Settings, ()> {
        self.0.update(move |state| state.theme = theme).operation("set_theme")
    }
    /// Changes `theme` by a function, which runs in the agent.
    pub fn update_theme(
        &self,
        update: impl ::core::ops::FnOnce(&mut String) + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Call<'_, Settings, ()> {
        self.0.update(move |state| update(&mut state.theme)).operation("update_theme")
    }
    /// The field `volume`.
    pub(crate) fn volume(&self) -> ::otp_runtime::Call<'_, Settings, u8> {
        self.0
            .get(|state| ::otp_runtime::__private::clone(&state.volume))
            .operation("volume")
    }
    /// Sets `volume`.
    pub(crate) fn set_volume(
        &self,
        volume: u8,
    ) -> ::otp_runtime::Call<'_, Settings, ()> {
        self.0.update(move |state| state.volume = volume).operation("set_volume")
    }
    /// Changes `volume` by a function, which runs in the agent.
    pub(crate) fn update_volume(
        &self,
        update: impl ::core::ops::FnOnce(&mut u8) + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Call<'_, Settings, ()> {
        self.0.update(move |state| update(&mut state.volume)).operation("update_volume")
    }
}
#[automatically_derived]
#[doc(hidden)]
#[allow(dead_code)]
impl SettingsClient
where
    for<'any> SettingsClient: ::otp_runtime::check::PrivateAccess<'any>,
{
    pub fn secret(&self) {}
}
#[allow(dead_code)]
impl Settings {
    /// Starts [`Settings`], tied to nobody; `init` makes it, in the new process.
    pub fn start(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Start<Self> {
        ::otp_runtime::Start::new(::otp_runtime::AgentInit::new(init))
    }
    /// Starts [`Settings`], linked to the process that calls this, which is then its parent.
    pub fn start_link(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Start<Self> {
        ::otp_runtime::Start::link(::otp_runtime::AgentInit::new(init))
    }
    /// Starts [`Settings`], and monitors it.
    pub fn start_monitor(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::StartMonitor<Self> {
        ::otp_runtime::StartMonitor::new(::otp_runtime::AgentInit::new(init))
    }
    /// The spec of [`Settings`] as the child of a supervisor; `init` makes it anew at each start.
    pub fn child(
        init: impl ::core::ops::Fn(
        ) -> Self + ::core::marker::Send + ::core::marker::Sync + 'static,
    ) -> ::otp_runtime::ChildSpec<Self> {
        ::otp_runtime::ChildSpec::of_agent(init)
    }
}
const _: () = {
    fn _0_theme(_: ::otp_runtime::check::Stored<String>) {}
    fn _1_volume(_: ::otp_runtime::check::Stored<u8>) {}
    fn _2_cache(_: ::otp_runtime::check::Stored<HashMap<String, Vec<u8>>>) {}
    fn _3_secret(_: ::otp_runtime::check::Stored<u64>) {}
};
#[automatically_derived]
impl ::otp_runtime::AgentKind for Settings {
    type State = Self;
    type Client = SettingsClient;
    const NAME: &'static str = "Settings";
}
