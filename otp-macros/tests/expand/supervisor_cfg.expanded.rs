#[cfg(unix)]
#[allow(clippy::all)]
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct Partial;
/// Reaches [`Partial`] and its children.
#[cfg(unix)]
pub struct PartialClient(::otp_runtime::SupervisorClient);
#[cfg(unix)]
#[automatically_derived]
impl ::core::clone::Clone for PartialClient {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[cfg(unix)]
#[automatically_derived]
impl ::core::fmt::Debug for PartialClient {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[cfg(unix)]
#[automatically_derived]
impl ::core::ops::Deref for PartialClient {
    type Target = ::otp_runtime::SupervisorClient;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[cfg(unix)]
#[automatically_derived]
impl ::core::convert::From<::otp_runtime::Ref<::otp_runtime::Supervisor>>
for PartialClient {
    fn from(supervisor: ::otp_runtime::Ref<::otp_runtime::Supervisor>) -> Self {
        Self(::core::convert::From::from(supervisor))
    }
}
#[cfg(unix)]
#[allow(dead_code)]
#[allow(clippy::all)]
impl PartialClient {
    /// The child `always`.
    pub fn always(&self) -> <Worker as ::otp_runtime::Supervised>::Client {
        self.0.child::<Worker>("always")
    }
    /// The child `metrics`.
    #[cfg(feature = "metrics")]
    pub fn metrics(&self) -> <Metrics as ::otp_runtime::Supervised>::Client {
        self.0.child::<Metrics>("metrics")
    }
    /// The child `metrics`.
    #[cfg(not(feature = "metrics"))]
    pub fn metrics(&self) -> <NoMetrics as ::otp_runtime::Supervised>::Client {
        self.0.child::<NoMetrics>("metrics")
    }
    /// The child `last`.
    #[cfg_attr(feature = "old", cfg(unix))]
    #[cfg_attr(feature = "old", deprecated)]
    pub fn last(&self) -> <Worker as ::otp_runtime::Supervised>::Client {
        self.0.child::<Worker>("last")
    }
}
#[cfg(unix)]
#[allow(dead_code)]
#[allow(clippy::all)]
impl Partial {
    /// Starts [`Partial`] and its children, tied to nobody.
    pub fn start(
        supervisor: u8,
    ) -> ::otp_runtime::Start<::otp_runtime::Supervisor, PartialClient> {
        ::otp_runtime::Supervisor::start_of::<Self>((supervisor,))
    }
    /// Starts [`Partial`] and its children, linked to the process that calls this, which is then its parent.
    pub fn start_link(
        supervisor: u8,
    ) -> ::otp_runtime::Start<::otp_runtime::Supervisor, PartialClient> {
        ::otp_runtime::Supervisor::start_link_of::<Self>((supervisor,))
    }
    /// Starts [`Partial`] and its children, and monitors it.
    pub fn start_monitor(
        supervisor: u8,
    ) -> ::otp_runtime::StartMonitor<::otp_runtime::Supervisor, PartialClient> {
        ::otp_runtime::Supervisor::start_monitor_of::<Self>((supervisor,))
    }
    /// The spec of [`Partial`] as the child of another supervisor, which starts it anew with the same arguments.
    pub fn child(supervisor: u8) -> ::otp_runtime::ChildSpec<Self>
    where
        for<'any> (u8,): ::core::clone::Clone + ::core::marker::Sync,
    {
        ::otp_runtime::ChildSpec::of_supervisor::<Self>((supervisor,))
    }
}
#[cfg(unix)]
const _: () = {
    fn _always(_: ::otp_runtime::ChildSpec<Worker>) {}
    #[cfg(feature = "metrics")]
    fn _metrics(_: ::otp_runtime::ChildSpec<Metrics>) {}
    #[cfg(not(feature = "metrics"))]
    fn _metrics(_: ::otp_runtime::ChildSpec<NoMetrics>) {}
    #[cfg_attr(feature = "old", cfg(unix))]
    fn _last(_: ::otp_runtime::ChildSpec<Worker>) {}
    fn _args(_: ::otp_runtime::check::Sent<u8>) {}
};
#[cfg(unix)]
#[allow(clippy::all)]
impl ::otp_runtime::Supervision for Partial {
    type Args = (u8,);
    type Client = PartialClient;
    const NAME: &'static str = "Partial";
    fn init(
        (supervisor,): Self::Args,
    ) -> ::core::option::Option<::otp_runtime::SupervisorBuilder> {
        let supervisor_ = ::otp_runtime::Supervisor::builder(
            ::otp_runtime::Strategy::OneForOne,
        );
        let always: ::otp_runtime::ChildSpec<Worker> = ::otp_runtime::IntoChildSpec::into_child_spec(
                Worker::child(),
            )
            .id("always");
        #[cfg(feature = "metrics")]
        let metrics: ::otp_runtime::ChildSpec<Metrics> = ::otp_runtime::IntoChildSpec::into_child_spec(
                Metrics::child(supervisor),
            )
            .id("metrics");
        #[cfg(not(feature = "metrics"))]
        let metrics: ::otp_runtime::ChildSpec<NoMetrics> = ::otp_runtime::IntoChildSpec::into_child_spec(
                NoMetrics::child(supervisor),
            )
            .id("metrics");
        #[cfg_attr(feature = "old", cfg(unix))]
        let last: ::otp_runtime::ChildSpec<Worker> = ::otp_runtime::IntoChildSpec::into_child_spec(
                Worker::child(),
            )
            .id("last");
        let supervisor_ = supervisor_.child(always);
        #[cfg(feature = "metrics")]
        let supervisor_ = supervisor_.child(metrics);
        #[cfg(not(feature = "metrics"))]
        let supervisor_ = supervisor_.child(metrics);
        #[cfg_attr(feature = "old", cfg(unix))]
        let supervisor_ = supervisor_.child(last);
        ::core::option::Option::Some(supervisor_)
    }
}
#[cfg(unix)]
#[automatically_derived]
impl ::otp_runtime::Supervised for Partial {
    type Client = PartialClient;
    const NAME: &'static str = <Self as ::otp_runtime::Supervision>::NAME;
    fn client(place: ::otp_runtime::ChildPlace) -> Self::Client {
        let supervisor: ::otp_runtime::Ref<::otp_runtime::Supervisor> = ::core::convert::From::from(
            place,
        );
        ::core::convert::From::from(supervisor)
    }
}
#[cfg(unix)]
#[automatically_derived]
impl ::otp_runtime::NamedChild for Partial {}
