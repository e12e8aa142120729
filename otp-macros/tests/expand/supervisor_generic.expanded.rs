/// A cache of anything.
pub struct CacheSupervisor<
    T: Clone + Send + Sync + 'static = u64,
    F: ?Sized = (),
    const N: usize = 3,
>(
    ::core::marker::PhantomData<fn() -> (T, ::core::marker::PhantomData<F>)>,
)
where
    F: Store<CacheSupervisor<T, F, N>> + Send + 'static;
#[automatically_derived]
impl<T: Clone + Send + Sync + 'static, F: ?Sized, const N: usize> ::core::fmt::Debug
for CacheSupervisor<T, F, N>
where
    F: Store<CacheSupervisor<T, F, N>> + Send + 'static,
{
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str("CacheSupervisor")
    }
}
/// Reaches [`CacheSupervisor`] and its children.
pub struct CacheSupervisorClient<
    T: Clone + Send + Sync + 'static = u64,
    F: ?Sized = (),
    const N: usize = 3,
>(
    ::otp_runtime::SupervisorClient,
    ::core::marker::PhantomData<fn() -> (T, ::core::marker::PhantomData<F>)>,
)
where
    F: Store<CacheSupervisor<T, F, N>> + Send + 'static;
#[automatically_derived]
impl<T: Clone + Send + Sync + 'static, F: ?Sized, const N: usize> ::core::clone::Clone
for CacheSupervisorClient<T, F, N>
where
    F: Store<CacheSupervisor<T, F, N>> + Send + 'static,
{
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0), ::core::marker::PhantomData)
    }
}
#[automatically_derived]
impl<T: Clone + Send + Sync + 'static, F: ?Sized, const N: usize> ::core::fmt::Debug
for CacheSupervisorClient<T, F, N>
where
    F: Store<CacheSupervisor<T, F, N>> + Send + 'static,
{
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<T: Clone + Send + Sync + 'static, F: ?Sized, const N: usize> ::core::ops::Deref
for CacheSupervisorClient<T, F, N>
where
    F: Store<CacheSupervisor<T, F, N>> + Send + 'static,
{
    type Target = ::otp_runtime::SupervisorClient;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<
    T: Clone + Send + Sync + 'static,
    F: ?Sized,
    const N: usize,
> ::core::convert::From<::otp_runtime::Ref<::otp_runtime::Supervisor>>
for CacheSupervisorClient<T, F, N>
where
    F: Store<CacheSupervisor<T, F, N>> + Send + 'static,
{
    fn from(supervisor: ::otp_runtime::Ref<::otp_runtime::Supervisor>) -> Self {
        Self(::core::convert::From::from(supervisor), ::core::marker::PhantomData)
    }
}
#[allow(dead_code)]
impl<
    T: Clone + Send + Sync + 'static,
    F: ?Sized,
    const N: usize,
> CacheSupervisorClient<T, F, N>
where
    F: Store<CacheSupervisor<T, F, N>> + Send + 'static,
{
    /// The child `cache`.
    pub fn cache(&self) -> <Cache<T, F> as ::otp_runtime::Supervised>::Client {
        self.0.child::<Cache<T, F>>("cache")
    }
    /// The child `sized`.
    pub fn sized(&self) -> <Sized<N> as ::otp_runtime::Supervised>::Client {
        self.0.child::<Sized<N>>("sized")
    }
    /// The child `own`.
    pub fn own(
        &self,
    ) -> <Watch<CacheSupervisor<T, F, N>> as ::otp_runtime::Supervised>::Client {
        self.0.child::<Watch<CacheSupervisor<T, F, N>>>("own")
    }
}
#[allow(dead_code)]
impl<
    T: Clone + Send + Sync + 'static,
    F: ?Sized,
    const N: usize,
> CacheSupervisor<T, F, N>
where
    F: Store<CacheSupervisor<T, F, N>> + Send + 'static,
{
    /// Starts [`CacheSupervisor`] and its children, tied to nobody.
    pub fn start(
        first: T,
        size: [u8; N],
    ) -> ::otp_runtime::Start<
        ::otp_runtime::Supervisor,
        CacheSupervisorClient<T, F, N>,
    > {
        ::otp_runtime::Supervisor::start_of::<Self>((first, size))
    }
    /// Starts [`CacheSupervisor`] and its children, linked to the process that calls this, which is then its parent.
    pub fn start_link(
        first: T,
        size: [u8; N],
    ) -> ::otp_runtime::Start<
        ::otp_runtime::Supervisor,
        CacheSupervisorClient<T, F, N>,
    > {
        ::otp_runtime::Supervisor::start_link_of::<Self>((first, size))
    }
    /// Starts [`CacheSupervisor`] and its children, and monitors it.
    pub fn start_monitor(
        first: T,
        size: [u8; N],
    ) -> ::otp_runtime::StartMonitor<
        ::otp_runtime::Supervisor,
        CacheSupervisorClient<T, F, N>,
    > {
        ::otp_runtime::Supervisor::start_monitor_of::<Self>((first, size))
    }
    /// The spec of [`CacheSupervisor`] as the child of another supervisor, which starts it anew with the same arguments.
    pub fn child(first: T, size: [u8; N]) -> ::otp_runtime::ChildSpec<Self>
    where
        for<'any> (T, [u8; N]): ::core::clone::Clone + ::core::marker::Sync,
    {
        ::otp_runtime::ChildSpec::of_supervisor::<Self>((first, size))
    }
}
const _: () = {
    fn _cache<T: Clone + Send + Sync + 'static, F: ?Sized, const N: usize>(
        _: ::otp_runtime::ChildSpec<Cache<T, F>>,
    )
    where
        F: Store<CacheSupervisor<T, F, N>> + Send + 'static,
    {}
    fn _sized<T: Clone + Send + Sync + 'static, F: ?Sized, const N: usize>(
        _: ::otp_runtime::ChildSpec<Sized<N>>,
    )
    where
        F: Store<CacheSupervisor<T, F, N>> + Send + 'static,
    {}
    fn _own<T: Clone + Send + Sync + 'static, F: ?Sized, const N: usize>(
        _: ::otp_runtime::ChildSpec<Watch<CacheSupervisor<T, F, N>>>,
    )
    where
        F: Store<CacheSupervisor<T, F, N>> + Send + 'static,
    {}
    fn _args<T: Clone + Send + Sync + 'static, F: ?Sized, const N: usize>(
        _: ::otp_runtime::check::Sent<[u8; N]>,
    )
    where
        F: Store<CacheSupervisor<T, F, N>> + Send + 'static,
    {}
};
impl<
    T: Clone + Send + Sync + 'static,
    F: ?Sized,
    const N: usize,
> ::otp_runtime::Supervision for CacheSupervisor<T, F, N>
where
    F: Store<CacheSupervisor<T, F, N>> + Send + 'static,
{
    type Args = (T, [u8; N]);
    type Client = CacheSupervisorClient<T, F, N>;
    const NAME: &'static str = "CacheSupervisor";
    fn init(
        (first, size): Self::Args,
    ) -> ::core::option::Option<::otp_runtime::SupervisorBuilder> {
        let supervisor = ::otp_runtime::Supervisor::builder(
            ::otp_runtime::Strategy::OneForOne,
        );
        let cache: ::otp_runtime::ChildSpec<Cache<T, F>> = ::otp_runtime::IntoChildSpec::into_child_spec(
                <Cache<T, F>>::child(first),
            )
            .id("cache");
        let sized: ::otp_runtime::ChildSpec<Sized<N>> = ::otp_runtime::IntoChildSpec::into_child_spec(
                <Sized<N>>::child(size),
            )
            .id("sized");
        let own: ::otp_runtime::ChildSpec<Watch<Self>> = ::otp_runtime::IntoChildSpec::into_child_spec(
                <Watch<Self>>::child(),
            )
            .id("own");
        ::core::option::Option::Some(supervisor.child(cache).child(sized).child(own))
    }
}
#[automatically_derived]
impl<
    T: Clone + Send + Sync + 'static,
    F: ?Sized,
    const N: usize,
> ::otp_runtime::Supervised for CacheSupervisor<T, F, N>
where
    F: Store<CacheSupervisor<T, F, N>> + Send + 'static,
{
    type Client = CacheSupervisorClient<T, F, N>;
    const NAME: &'static str = <Self as ::otp_runtime::Supervision>::NAME;
    fn client(place: ::otp_runtime::ChildPlace) -> Self::Client {
        let supervisor: ::otp_runtime::Ref<::otp_runtime::Supervisor> = ::core::convert::From::from(
            place,
        );
        ::core::convert::From::from(supervisor)
    }
}
#[automatically_derived]
impl<
    T: Clone + Send + Sync + 'static,
    F: ?Sized,
    const N: usize,
> ::otp_runtime::NamedChild for CacheSupervisor<T, F, N>
where
    F: Store<CacheSupervisor<T, F, N>> + Send + 'static,
{}
struct Fixed<const N: usize>;
#[automatically_derived]
impl<const N: usize> ::core::fmt::Debug for Fixed<N> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str("Fixed")
    }
}
/// Reaches [`Fixed`] and its children.
struct FixedClient<const N: usize>(::otp_runtime::SupervisorClient);
#[automatically_derived]
impl<const N: usize> ::core::clone::Clone for FixedClient<N> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<const N: usize> ::core::fmt::Debug for FixedClient<N> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<const N: usize> ::core::ops::Deref for FixedClient<N> {
    type Target = ::otp_runtime::SupervisorClient;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<const N: usize> ::core::convert::From<::otp_runtime::Ref<::otp_runtime::Supervisor>>
for FixedClient<N> {
    fn from(supervisor: ::otp_runtime::Ref<::otp_runtime::Supervisor>) -> Self {
        Self(::core::convert::From::from(supervisor))
    }
}
#[allow(dead_code)]
impl<const N: usize> FixedClient<N> {
    /// The child `worker`.
    fn worker(&self) -> <Worker<N> as ::otp_runtime::Supervised>::Client {
        self.0.child::<Worker<N>>("worker")
    }
}
#[allow(dead_code)]
impl<const N: usize> Fixed<N> {
    /// Starts [`Fixed`] and its children, tied to nobody.
    fn start() -> ::otp_runtime::Start<::otp_runtime::Supervisor, FixedClient<N>> {
        ::otp_runtime::Supervisor::start_of::<Self>(())
    }
    /// Starts [`Fixed`] and its children, linked to the process that calls this, which is then its parent.
    fn start_link() -> ::otp_runtime::Start<::otp_runtime::Supervisor, FixedClient<N>> {
        ::otp_runtime::Supervisor::start_link_of::<Self>(())
    }
    /// Starts [`Fixed`] and its children, and monitors it.
    fn start_monitor() -> ::otp_runtime::StartMonitor<
        ::otp_runtime::Supervisor,
        FixedClient<N>,
    > {
        ::otp_runtime::Supervisor::start_monitor_of::<Self>(())
    }
    /// The spec of [`Fixed`] as the child of another supervisor, which starts it anew with the same arguments.
    fn child() -> ::otp_runtime::ChildSpec<Self> {
        ::otp_runtime::ChildSpec::of_supervisor::<Self>(())
    }
}
const _: () = {
    fn _worker<const N: usize>(_: ::otp_runtime::ChildSpec<Worker<N>>) {}
};
impl<const N: usize> ::otp_runtime::Supervision for Fixed<N> {
    type Args = ();
    type Client = FixedClient<N>;
    const NAME: &'static str = "Fixed";
    fn init((): Self::Args) -> ::core::option::Option<::otp_runtime::SupervisorBuilder> {
        let supervisor = ::otp_runtime::Supervisor::builder(
            ::otp_runtime::Strategy::OneForOne,
        );
        let worker: ::otp_runtime::ChildSpec<Worker<N>> = ::otp_runtime::IntoChildSpec::into_child_spec(
                <Worker<N>>::child(),
            )
            .id("worker");
        ::core::option::Option::Some(supervisor.child(worker))
    }
}
#[automatically_derived]
impl<const N: usize> ::otp_runtime::Supervised for Fixed<N> {
    type Client = FixedClient<N>;
    const NAME: &'static str = <Self as ::otp_runtime::Supervision>::NAME;
    fn client(place: ::otp_runtime::ChildPlace) -> Self::Client {
        let supervisor: ::otp_runtime::Ref<::otp_runtime::Supervisor> = ::core::convert::From::from(
            place,
        );
        ::core::convert::From::from(supervisor)
    }
}
#[automatically_derived]
impl<const N: usize> ::otp_runtime::NamedChild for Fixed<N> {}
