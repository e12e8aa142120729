struct Config {
    pub first: u8,
}
/// A client of [`Config`].
struct Handle(::renamed::otp::AgentClient<Config, Config>);
#[automatically_derived]
impl ::core::clone::Clone for Handle {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl ::core::fmt::Debug for Handle {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl ::core::ops::Deref for Handle {
    type Target = ::renamed::otp::AgentClient<Config, Config>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl ::core::convert::From<::renamed::otp::Ref<Config>> for Handle {
    fn from(agent: ::renamed::otp::Ref<Config>) -> Self {
        Self(::core::convert::From::from(agent))
    }
}
#[allow(dead_code)]
impl Config {
    /// Starts [`Config`], tied to nobody; `init` makes it, in the new process.
    fn start(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::renamed::otp::Start<Self> {
        ::renamed::otp::Start::new(::renamed::otp::AgentInit::new(init))
    }
    /// Starts [`Config`], linked to the process that calls this, which is then its parent.
    fn start_link(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::renamed::otp::Start<Self> {
        ::renamed::otp::Start::link(::renamed::otp::AgentInit::new(init))
    }
    /// Starts [`Config`], and monitors it.
    fn start_monitor(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::renamed::otp::StartMonitor<Self> {
        ::renamed::otp::StartMonitor::new(::renamed::otp::AgentInit::new(init))
    }
    /// The spec of [`Config`] as the child of a supervisor; `init` makes it anew at each start.
    fn child(
        init: impl ::core::ops::Fn(
        ) -> Self + ::core::marker::Send + ::core::marker::Sync + 'static,
    ) -> ::renamed::otp::ChildSpec<Self> {
        ::renamed::otp::ChildSpec::of_agent(init)
    }
}
const _: () = {
    fn _0_first(_: ::renamed::otp::check::Stored<u8>) {}
};
#[automatically_derived]
impl ::renamed::otp::AgentKind for Config {
    type State = Self;
    type Client = Handle;
    const NAME: &'static str = "Config";
    const OPTIONS: ::renamed::otp::Options = ::renamed::otp::Options::new()
        .restart(::renamed::otp::Restart::Transient)
        .shutdown(::renamed::otp::Shutdown::After(::core::time::Duration::from_secs(1)))
        .significant(true)
        .id("config")
        .name("config")
        .timeout(::core::time::Duration::from_secs(20));
}
pub struct Start {}
/// A client of [`Start`].
pub struct StartClient(::otp_runtime::AgentClient<Start, Start>);
#[automatically_derived]
impl ::core::clone::Clone for StartClient {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl ::core::fmt::Debug for StartClient {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl ::core::ops::Deref for StartClient {
    type Target = ::otp_runtime::AgentClient<Start, Start>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl ::core::convert::From<::otp_runtime::Ref<Start>> for StartClient {
    fn from(agent: ::otp_runtime::Ref<Start>) -> Self {
        Self(::core::convert::From::from(agent))
    }
}
#[allow(dead_code)]
impl Start {
    /// Starts [`Start`], tied to nobody; `init` makes it, in the new process.
    #[allow(clippy::self_named_constructors)]
    pub fn start(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Start<Self> {
        ::otp_runtime::Start::new(::otp_runtime::AgentInit::new(init))
    }
    /// Starts [`Start`], linked to the process that calls this, which is then its parent.
    pub fn start_link(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Start<Self> {
        ::otp_runtime::Start::link(::otp_runtime::AgentInit::new(init))
    }
    /// Starts [`Start`], and monitors it.
    pub fn start_monitor(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::StartMonitor<Self> {
        ::otp_runtime::StartMonitor::new(::otp_runtime::AgentInit::new(init))
    }
    /// The spec of [`Start`] as the child of a supervisor; `init` makes it anew at each start.
    pub fn child(
        init: impl ::core::ops::Fn(
        ) -> Self + ::core::marker::Send + ::core::marker::Sync + 'static,
    ) -> ::otp_runtime::ChildSpec<Self> {
        ::otp_runtime::ChildSpec::of_agent(init)
    }
}
#[automatically_derived]
impl ::otp_runtime::AgentKind for Start {
    type State = Self;
    type Client = StartClient;
    const NAME: &'static str = "Start";
    const OPTIONS: ::otp_runtime::Options = ::otp_runtime::Options::new().no_timeout();
}
