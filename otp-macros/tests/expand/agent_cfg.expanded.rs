#[cfg(unix)]
#[deprecated]
#[allow(clippy::pedantic)]
struct Old {
    #[cfg(feature = "sound")]
    pub volume: u8,
    #[cfg(not(feature = "sound"))]
    pub volume: u16,
    #[deprecated = "use `volume`"]
    #[allow(clippy::large_types_passed_by_value)]
    pub loudness: u8,
    #[cfg(feature = "sound")]
    private: Rc<u8>,
}
/// A client of [`Old`].
#[cfg(unix)]
#[allow(deprecated)]
struct OldClient(::otp_runtime::AgentClient<Old, Old>);
#[cfg(unix)]
#[allow(deprecated)]
#[automatically_derived]
impl ::core::clone::Clone for OldClient {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[cfg(unix)]
#[allow(deprecated)]
#[automatically_derived]
impl ::core::fmt::Debug for OldClient {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[cfg(unix)]
#[allow(deprecated)]
#[automatically_derived]
impl ::core::ops::Deref for OldClient {
    type Target = ::otp_runtime::AgentClient<Old, Old>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[cfg(unix)]
#[allow(deprecated)]
#[automatically_derived]
impl ::core::convert::From<::otp_runtime::Ref<Old>> for OldClient {
    fn from(agent: ::otp_runtime::Ref<Old>) -> Self {
        Self(::core::convert::From::from(agent))
    }
}
#[cfg(unix)]
#[allow(deprecated)]
#[allow(dead_code)]
#[allow(clippy::pedantic)]
impl OldClient {
    /// The field `volume`.
    #[cfg(feature = "sound")]
    pub fn volume(&self) -> ::otp_runtime::Call<'_, Old, u8> {
        self.0
            .get(|state| ::otp_runtime::__private::clone(&state.volume))
            .operation("volume")
    }
    /// Sets `volume`.
    #[cfg(feature = "sound")]
    pub fn set_volume(&self, volume: u8) -> ::otp_runtime::Call<'_, Old, ()> {
        self.0.update(move |state| state.volume = volume).operation("set_volume")
    }
    /// Changes `volume` by a function, which runs in the agent.
    #[cfg(feature = "sound")]
    pub fn update_volume(
        &self,
        update: impl ::core::ops::FnOnce(&mut u8) + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Call<'_, Old, ()> {
        self.0.update(move |state| update(&mut state.volume)).operation("update_volume")
    }
    /// The field `volume`.
    #[cfg(not(feature = "sound"))]
    pub fn volume(&self) -> ::otp_runtime::Call<'_, Old, u16> {
        self.0
            .get(|state| ::otp_runtime::__private::clone(&state.volume))
            .operation("volume")
    }
    /// Sets `volume`.
    #[cfg(not(feature = "sound"))]
    pub fn set_volume(&self, volume: u16) -> ::otp_runtime::Call<'_, Old, ()> {
        self.0.update(move |state| state.volume = volume).operation("set_volume")
    }
    /// Changes `volume` by a function, which runs in the agent.
    #[cfg(not(feature = "sound"))]
    pub fn update_volume(
        &self,
        update: impl ::core::ops::FnOnce(&mut u16) + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Call<'_, Old, ()> {
        self.0.update(move |state| update(&mut state.volume)).operation("update_volume")
    }
    /// The field `loudness`.
    #[allow(deprecated)]
    #[allow(clippy::large_types_passed_by_value)]
    #[deprecated = "use `volume`"]
    pub fn loudness(&self) -> ::otp_runtime::Call<'_, Old, u8> {
        self.0
            .get(|state| ::otp_runtime::__private::clone(&state.loudness))
            .operation("loudness")
    }
    /// Sets `loudness`.
    #[allow(deprecated)]
    #[allow(clippy::large_types_passed_by_value)]
    #[deprecated = "use `volume`"]
    pub fn set_loudness(&self, loudness: u8) -> ::otp_runtime::Call<'_, Old, ()> {
        self.0.update(move |state| state.loudness = loudness).operation("set_loudness")
    }
    /// Changes `loudness` by a function, which runs in the agent.
    #[allow(deprecated)]
    #[allow(clippy::large_types_passed_by_value)]
    #[deprecated = "use `volume`"]
    pub fn update_loudness(
        &self,
        update: impl ::core::ops::FnOnce(&mut u8) + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Call<'_, Old, ()> {
        self.0
            .update(move |state| update(&mut state.loudness))
            .operation("update_loudness")
    }
}
#[cfg(unix)]
#[allow(deprecated)]
#[automatically_derived]
#[doc(hidden)]
#[allow(dead_code)]
impl OldClient
where
    for<'any> OldClient: ::otp_runtime::check::PrivateAccess<'any>,
{
    #[cfg(feature = "sound")]
    fn private(&self) {}
}
#[cfg(unix)]
#[allow(deprecated)]
#[allow(dead_code)]
#[allow(clippy::pedantic)]
impl Old {
    /// Starts [`Old`], tied to nobody; `init` makes it, in the new process.
    fn start(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Start<Self> {
        ::otp_runtime::Start::new(::otp_runtime::AgentInit::new(init))
    }
    /// Starts [`Old`], linked to the process that calls this, which is then its parent.
    fn start_link(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Start<Self> {
        ::otp_runtime::Start::link(::otp_runtime::AgentInit::new(init))
    }
    /// Starts [`Old`], and monitors it.
    fn start_monitor(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::StartMonitor<Self> {
        ::otp_runtime::StartMonitor::new(::otp_runtime::AgentInit::new(init))
    }
    /// The spec of [`Old`] as the child of a supervisor; `init` makes it anew at each start.
    fn child(
        init: impl ::core::ops::Fn(
        ) -> Self + ::core::marker::Send + ::core::marker::Sync + 'static,
    ) -> ::otp_runtime::ChildSpec<Self> {
        ::otp_runtime::ChildSpec::of_agent(init)
    }
}
#[cfg(unix)]
#[allow(deprecated)]
const _: () = {
    #[cfg(feature = "sound")]
    fn _0_volume(_: ::otp_runtime::check::Stored<u8>) {}
    #[cfg(not(feature = "sound"))]
    fn _1_volume(_: ::otp_runtime::check::Stored<u16>) {}
    fn _2_loudness(_: ::otp_runtime::check::Stored<u8>) {}
    #[cfg(feature = "sound")]
    fn _3_private(_: ::otp_runtime::check::Stored<Rc<u8>>) {}
};
#[cfg(unix)]
#[allow(deprecated)]
#[automatically_derived]
impl ::otp_runtime::AgentKind for Old {
    type State = Self;
    type Client = OldClient;
    const NAME: &'static str = "Old";
}
