/// Everything set.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub(crate) struct Everything;
/// Reaches [`Everything`] and its children.
pub(crate) struct Everyone(crate::otp_runtime::SupervisorClient);
#[automatically_derived]
impl ::core::clone::Clone for Everyone {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl ::core::fmt::Debug for Everyone {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl ::core::ops::Deref for Everyone {
    type Target = crate::otp_runtime::SupervisorClient;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl ::core::convert::From<crate::otp_runtime::Ref<crate::otp_runtime::Supervisor>>
for Everyone {
    fn from(
        supervisor: crate::otp_runtime::Ref<crate::otp_runtime::Supervisor>,
    ) -> Self {
        Self(::core::convert::From::from(supervisor))
    }
}
#[allow(dead_code)]
impl Everyone {
    /// The child `first`.
    pub fn first(&self) -> <one::Worker as crate::otp_runtime::Supervised>::Client {
        self.0.child::<one::Worker>("first one")
    }
    /// The child `second`.
    pub(super) fn second(&self) -> <Worker as crate::otp_runtime::Supervised>::Client {
        self.0.child::<Worker>("second")
    }
    /// The child `third`.
    pub(crate) fn third(
        &self,
    ) -> <one::Many<Worker> as crate::otp_runtime::Supervised>::Client {
        self.0.child::<one::Many<Worker>>("third")
    }
    /// A child without options.
    #[deprecated = "use `third`"]
    pub(crate) fn names(&self) -> <Worker as crate::otp_runtime::Supervised>::Client {
        self.0.child::<Worker>("names")
    }
    /// The child `type`.
    pub(crate) fn r#type(&self) -> <Worker as crate::otp_runtime::Supervised>::Client {
        self.0.child::<Worker>("type")
    }
}
#[allow(dead_code)]
impl Everything {
    /// Starts [`Everything`] and its children, tied to nobody.
    pub(crate) fn start(
        limits: (u32, u64),
        names: Vec<String>,
    ) -> crate::otp_runtime::Start<crate::otp_runtime::Supervisor, Everyone> {
        crate::otp_runtime::Supervisor::start_of::<Self>((limits, names))
    }
    /// Starts [`Everything`] and its children, linked to the process that calls this, which is then its parent.
    pub(crate) fn start_link(
        limits: (u32, u64),
        names: Vec<String>,
    ) -> crate::otp_runtime::Start<crate::otp_runtime::Supervisor, Everyone> {
        crate::otp_runtime::Supervisor::start_link_of::<Self>((limits, names))
    }
    /// Starts [`Everything`] and its children, and monitors it.
    pub(crate) fn start_monitor(
        limits: (u32, u64),
        names: Vec<String>,
    ) -> crate::otp_runtime::StartMonitor<crate::otp_runtime::Supervisor, Everyone> {
        crate::otp_runtime::Supervisor::start_monitor_of::<Self>((limits, names))
    }
    /// The spec of [`Everything`] as the child of another supervisor, which starts it anew with the same arguments.
    pub(crate) fn child(
        limits: (u32, u64),
        names: Vec<String>,
    ) -> crate::otp_runtime::ChildSpec<Self>
    where
        for<'any> ((u32, u64), Vec<String>): ::core::clone::Clone + ::core::marker::Sync,
    {
        crate::otp_runtime::ChildSpec::of_supervisor::<Self>((limits, names))
    }
}
const _: () = {
    fn _first(_: crate::otp_runtime::ChildSpec<one::Worker>) {}
    fn _second(_: crate::otp_runtime::ChildSpec<Worker>) {}
    fn _third(_: crate::otp_runtime::ChildSpec<one::Many<Worker>>) {}
    fn _names(_: crate::otp_runtime::ChildSpec<Worker>) {}
    fn _type(_: crate::otp_runtime::ChildSpec<Worker>) {}
    fn _args(
        _: crate::otp_runtime::check::Sent<(u32, u64)>,
        _: crate::otp_runtime::check::Sent<Vec<String>>,
    ) {}
};
impl crate::otp_runtime::Supervision for Everything {
    type Args = ((u32, u64), Vec<String>);
    type Client = Everyone;
    const NAME: &'static str = "Everything";
    const OPTIONS: crate::otp_runtime::Options = crate::otp_runtime::Options::new()
        .shutdown(crate::otp_runtime::Shutdown::Infinity)
        .restart(crate::otp_runtime::Restart::Transient)
        .significant(true)
        .id("all")
        .name("everything");
    fn init(
        (mut limits, names): Self::Args,
    ) -> ::core::option::Option<crate::otp_runtime::SupervisorBuilder> {
        let supervisor = crate::otp_runtime::Supervisor::builder(
                crate::otp_runtime::Strategy::OneForAll,
            )
            .max_restarts(limits.0)
            .max_seconds(10)
            .auto_shutdown(crate::otp_runtime::AutoShutdown::AllSignificant);
        let first: crate::otp_runtime::ChildSpec<one::Worker> = crate::otp_runtime::IntoChildSpec::into_child_spec(
                one::Worker::child(names.clone(), Vec::<(u8, u8)>::new()),
            )
            .id("first one")
            .restart(crate::otp_runtime::Restart::Temporary)
            .shutdown(
                crate::otp_runtime::Shutdown::After(
                    ::core::time::Duration::from_millis(1500),
                ),
            )
            .significant(true)
            .name("first");
        let second: crate::otp_runtime::ChildSpec<Worker> = crate::otp_runtime::IntoChildSpec::into_child_spec(
                Worker::child(),
            )
            .id("second")
            .shutdown(crate::otp_runtime::Shutdown::BrutalKill)
            .significant(false)
            .via(&names_of(limits), "second");
        let third: crate::otp_runtime::ChildSpec<one::Many<Worker>> = crate::otp_runtime::IntoChildSpec::into_child_spec(
                <one::Many<Worker>>::child()
                    .max_restarts(limits.0)
                    .extra_arguments(limits)
                    .period(::core::time::Duration::from_secs(5))
                    .limits(1, 2)
                    .quiet(),
            )
            .id("third");
        let names_: crate::otp_runtime::ChildSpec<Worker> = crate::otp_runtime::IntoChildSpec::into_child_spec(
                Worker::child(),
            )
            .id("names");
        let r#type: crate::otp_runtime::ChildSpec<Worker> = crate::otp_runtime::IntoChildSpec::into_child_spec(
                Worker::child(),
            )
            .id("type");
        ::core::option::Option::Some(
            supervisor
                .child(first)
                .child(second)
                .child(third)
                .child(names_)
                .child(r#type),
        )
    }
}
#[automatically_derived]
impl crate::otp_runtime::Supervised for Everything {
    type Client = Everyone;
    const NAME: &'static str = <Self as crate::otp_runtime::Supervision>::NAME;
    fn client(place: crate::otp_runtime::ChildPlace) -> Self::Client {
        let supervisor: crate::otp_runtime::Ref<crate::otp_runtime::Supervisor> = ::core::convert::From::from(
            place,
        );
        ::core::convert::From::from(supervisor)
    }
}
#[automatically_derived]
impl crate::otp_runtime::NamedChild for Everything {}
/// A supervisor may start without children.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
struct Empty;
/// Reaches [`Empty`] and its children.
struct EmptyClient(::otp_runtime::SupervisorClient);
#[automatically_derived]
impl ::core::clone::Clone for EmptyClient {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl ::core::fmt::Debug for EmptyClient {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl ::core::ops::Deref for EmptyClient {
    type Target = ::otp_runtime::SupervisorClient;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl ::core::convert::From<::otp_runtime::Ref<::otp_runtime::Supervisor>>
for EmptyClient {
    fn from(supervisor: ::otp_runtime::Ref<::otp_runtime::Supervisor>) -> Self {
        Self(::core::convert::From::from(supervisor))
    }
}
#[allow(dead_code)]
impl Empty {
    /// Starts [`Empty`] and its children, tied to nobody.
    fn start() -> ::otp_runtime::Start<::otp_runtime::Supervisor, EmptyClient> {
        ::otp_runtime::Supervisor::start_of::<Self>(())
    }
    /// Starts [`Empty`] and its children, linked to the process that calls this, which is then its parent.
    fn start_link() -> ::otp_runtime::Start<::otp_runtime::Supervisor, EmptyClient> {
        ::otp_runtime::Supervisor::start_link_of::<Self>(())
    }
    /// Starts [`Empty`] and its children, and monitors it.
    fn start_monitor() -> ::otp_runtime::StartMonitor<
        ::otp_runtime::Supervisor,
        EmptyClient,
    > {
        ::otp_runtime::Supervisor::start_monitor_of::<Self>(())
    }
    /// The spec of [`Empty`] as the child of another supervisor, which starts it anew with the same arguments.
    fn child() -> ::otp_runtime::ChildSpec<Self> {
        ::otp_runtime::ChildSpec::of_supervisor::<Self>(())
    }
}
impl ::otp_runtime::Supervision for Empty {
    type Args = ();
    type Client = EmptyClient;
    const NAME: &'static str = "Empty";
    const OPTIONS: ::otp_runtime::Options = ::otp_runtime::Options::new()
        .shutdown(::otp_runtime::Shutdown::After(::core::time::Duration::from_secs(5)));
    fn init((): Self::Args) -> ::core::option::Option<::otp_runtime::SupervisorBuilder> {
        let supervisor = ::otp_runtime::Supervisor::builder(
            ::otp_runtime::Strategy::OneForOne,
        );
        ::core::option::Option::Some(supervisor)
    }
}
#[automatically_derived]
impl ::otp_runtime::Supervised for Empty {
    type Client = EmptyClient;
    const NAME: &'static str = <Self as ::otp_runtime::Supervision>::NAME;
    fn client(place: ::otp_runtime::ChildPlace) -> Self::Client {
        let supervisor: ::otp_runtime::Ref<::otp_runtime::Supervisor> = ::core::convert::From::from(
            place,
        );
        ::core::convert::From::from(supervisor)
    }
}
#[automatically_derived]
impl ::otp_runtime::NamedChild for Empty {}
