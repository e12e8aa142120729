/// Everything set.
struct Everything;
impl Everything {
    fn init() -> Result<Init<Self>, Refused> {
        loop {}
    }
    fn ping(&self) -> &'static str {
        "pong"
    }
}
/// The calls of [`Everything`]: one variant for each `#[call]`.
#[doc(hidden)]
#[derive(crate::otp_runtime::DebugMessage)]
#[message(crate = crate::otp_runtime)]
pub enum EverythingCall {
    /// `ping`
    Ping,
}
/// The replies of [`Everything`], each under the name of its call.
#[doc(hidden)]
#[allow(private_interfaces)]
#[derive(crate::otp_runtime::DebugMessage)]
#[message(crate = crate::otp_runtime)]
pub enum EverythingReply {
    /// Reply to [`EverythingCall::Ping`].
    Ping(&'static str),
}
/// A client of [`Everything`].
///
/// `S` is always its server.
#[doc(hidden)]
#[allow(private_interfaces)]
pub struct Handle<S: crate::otp_runtime::GenServer = Everything>(
    crate::otp_runtime::Ref<S>,
);
#[automatically_derived]
impl<S: crate::otp_runtime::GenServer> ::core::clone::Clone for Handle<S> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<S: crate::otp_runtime::GenServer> ::core::fmt::Debug for Handle<S> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<S: crate::otp_runtime::GenServer> ::core::ops::Deref for Handle<S> {
    type Target = crate::otp_runtime::Ref<S>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<S: crate::otp_runtime::GenServer> ::core::convert::From<crate::otp_runtime::Ref<S>>
for Handle<S> {
    fn from(server: crate::otp_runtime::Ref<S>) -> Self {
        Self(server)
    }
}
#[allow(dead_code)]
impl Handle {
    /// Calls `ping`.
    fn ping(&self) -> crate::otp_runtime::Call<'_, Everything, &'static str> {
        self.0
            .call(
                "ping",
                EverythingCall::Ping,
                |reply| match reply {
                    EverythingReply::Ping(reply) => ::core::result::Result::Ok(reply),
                },
            )
            .timeout(::core::time::Duration::from_millis(250))
    }
}
#[allow(dead_code)]
impl Everything {
    /// Starts an [`Everything`], tied to nobody.
    fn start() -> crate::otp_runtime::Start<Everything> {
        crate::otp_runtime::Start::new(())
    }
    /// Starts an [`Everything`] linked to the process that calls this, which is then its parent.
    fn start_link() -> crate::otp_runtime::Start<Everything> {
        crate::otp_runtime::Start::link(())
    }
    /// Starts an [`Everything`] and monitors it.
    fn start_monitor() -> crate::otp_runtime::StartMonitor<Everything> {
        crate::otp_runtime::StartMonitor::new(())
    }
    /// The spec of an [`Everything`] as the child of a supervisor, which starts it anew with the same arguments.
    fn child() -> crate::otp_runtime::ChildSpec<Self> {
        crate::otp_runtime::ChildSpec::of::<Self>(())
    }
}
const _: () = {
    fn _self(_: crate::otp_runtime::check::State<Everything>) {}
    fn _ping(_: crate::otp_runtime::check::Sent<&'static str>) {}
};
#[automatically_derived]
impl crate::otp_runtime::GenServer for Everything {
    type Args = ();
    type InitError = Refused;
    type Call = EverythingCall;
    type Reply = EverythingReply;
    type Cast = ::core::convert::Infallible;
    type Info = ::core::convert::Infallible;
    type Continue = ::core::convert::Infallible;
    type Client = Handle;
    const NAME: &'static str = "Everything";
    const OPTIONS: crate::otp_runtime::Options = crate::otp_runtime::Options::new()
        .restart(crate::otp_runtime::Restart::Temporary)
        .shutdown(crate::otp_runtime::Shutdown::BrutalKill)
        .id("all")
        .name("everything")
        .mailbox(1_000)
        .no_timeout()
        .significant(true)
        .inline(false)
        .hibernate_after(::core::time::Duration::from_secs(1800));
    const HAS_TERMINATE: bool = false;
    const HAS_BLOCKING: bool = false;
    const INIT_WAITS: bool = false;
    async fn init(
        (): Self::Args,
        _ctx: &mut crate::otp_runtime::Context<Self>,
    ) -> ::core::result::Result<crate::otp_runtime::Init<Self>, Self::InitError> {
        crate::otp_runtime::IntoInit::<Self>::into_init(Self::init())
    }
    fn init_failed(error: Self::InitError) -> crate::otp_runtime::ExitReason {
        use crate::otp_runtime::__private::reason::{Failed, Printed as _, Unknown as _};
        Failed(error).reason("Everything")
    }
    fn waits(_message: &crate::otp_runtime::Message<'_, Self>) -> bool {
        false
    }
    async fn handle_call(
        &mut self,
        call: Self::Call,
        _ctx: &mut crate::otp_runtime::Context<Self>,
    ) -> crate::otp_runtime::Answer<Self::Reply> {
        crate::otp_runtime::Answer::Reply(
            match call {
                EverythingCall::Ping => EverythingReply::Ping(self.ping()),
            },
        )
    }
    fn show(
        shown: crate::otp_runtime::Shown<'_, Self>,
        f: &mut ::core::fmt::Formatter<'_>,
    ) -> ::core::fmt::Result {
        use crate::otp_runtime::__private::debug::{self, NoDebug as _};
        match shown {
            crate::otp_runtime::Shown::Server(state) => {
                debug::Field(state).or_underscore().fmt(f)
            }
            message => message.message(f),
        }
    }
}
