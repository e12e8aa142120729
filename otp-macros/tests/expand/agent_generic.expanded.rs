pub(crate) struct Cache<K: Hash + Eq + Send + 'static, V = u8, const N: usize = 4>
where
    V: Clone + Store<Self> + Send + 'static,
{
    pub(crate) entries: HashMap<K, V>,
    pub(crate) oldest: [u8; Self::LENGTH],
    pub(crate) limit: usize,
}
/// A client of [`Cache`].
pub(crate) struct CacheClient<K: Hash + Eq + Send + 'static, V = u8, const N: usize = 4>(
    ::otp_runtime::AgentClient<Cache<K, V, N>, Cache<K, V, N>>,
)
where
    V: Clone + Store<Cache<K, V, N>> + Send + 'static;
#[automatically_derived]
impl<K: Hash + Eq + Send + 'static, V, const N: usize> ::core::clone::Clone
for CacheClient<K, V, N>
where
    V: Clone + Store<Cache<K, V, N>> + Send + 'static,
{
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<K: Hash + Eq + Send + 'static, V, const N: usize> ::core::fmt::Debug
for CacheClient<K, V, N>
where
    V: Clone + Store<Cache<K, V, N>> + Send + 'static,
{
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<K: Hash + Eq + Send + 'static, V, const N: usize> ::core::ops::Deref
for CacheClient<K, V, N>
where
    V: Clone + Store<Cache<K, V, N>> + Send + 'static,
{
    type Target = ::otp_runtime::AgentClient<Cache<K, V, N>, Cache<K, V, N>>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<
    K: Hash + Eq + Send + 'static,
    V,
    const N: usize,
> ::core::convert::From<::otp_runtime::Ref<Cache<K, V, N>>> for CacheClient<K, V, N>
where
    V: Clone + Store<Cache<K, V, N>> + Send + 'static,
{
    fn from(agent: ::otp_runtime::Ref<Cache<K, V, N>>) -> Self {
        Self(::core::convert::From::from(agent))
    }
}
#[allow(dead_code)]
impl<K: Hash + Eq + Send + 'static, V, const N: usize> CacheClient<K, V, N>
where
    V: Clone + Store<Cache<K, V, N>> + Send + 'static,
{
    /// The field `entries`.
    pub(crate) fn entries(
        &self,
    ) -> ::otp_runtime::Call<'_, Cache<K, V, N>, HashMap<K, V>>
    where
        HashMap<K, V>: ::core::clone::Clone,
    {
        self.0
            .get(|state| ::otp_runtime::__private::clone(&state.entries))
            .operation("entries")
    }
    /// Sets `entries`.
    pub(crate) fn set_entries(
        &self,
        entries: HashMap<K, V>,
    ) -> ::otp_runtime::Call<'_, Cache<K, V, N>, ()> {
        self.0.update(move |state| state.entries = entries).operation("set_entries")
    }
    /// Changes `entries` by a function, which runs in the agent.
    pub(crate) fn update_entries(
        &self,
        update: impl ::core::ops::FnOnce(
            &mut HashMap<K, V>,
        ) + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Call<'_, Cache<K, V, N>, ()> {
        self.0
            .update(move |state| update(&mut state.entries))
            .operation("update_entries")
    }
    /// The field `oldest`.
    pub(crate) fn oldest(
        &self,
    ) -> ::otp_runtime::Call<'_, Cache<K, V, N>, [u8; <Cache<K, V, N>>::LENGTH]>
    where
        [u8; <Cache<K, V, N>>::LENGTH]: ::core::clone::Clone,
    {
        self.0
            .get(|state| ::otp_runtime::__private::clone(&state.oldest))
            .operation("oldest")
    }
    /// Sets `oldest`.
    pub(crate) fn set_oldest(
        &self,
        oldest: [u8; <Cache<K, V, N>>::LENGTH],
    ) -> ::otp_runtime::Call<'_, Cache<K, V, N>, ()> {
        self.0.update(move |state| state.oldest = oldest).operation("set_oldest")
    }
    /// Changes `oldest` by a function, which runs in the agent.
    pub(crate) fn update_oldest(
        &self,
        update: impl ::core::ops::FnOnce(
            &mut [u8; <Cache<K, V, N>>::LENGTH],
        ) + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Call<'_, Cache<K, V, N>, ()> {
        self.0.update(move |state| update(&mut state.oldest)).operation("update_oldest")
    }
    /// The field `limit`.
    pub(crate) fn limit(&self) -> ::otp_runtime::Call<'_, Cache<K, V, N>, usize> {
        self.0
            .get(|state| ::otp_runtime::__private::clone(&state.limit))
            .operation("limit")
    }
    /// Sets `limit`.
    pub(crate) fn set_limit(
        &self,
        limit: usize,
    ) -> ::otp_runtime::Call<'_, Cache<K, V, N>, ()> {
        self.0.update(move |state| state.limit = limit).operation("set_limit")
    }
    /// Changes `limit` by a function, which runs in the agent.
    pub(crate) fn update_limit(
        &self,
        update: impl ::core::ops::FnOnce(&mut usize) + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Call<'_, Cache<K, V, N>, ()> {
        self.0.update(move |state| update(&mut state.limit)).operation("update_limit")
    }
}
#[allow(dead_code)]
impl<K: Hash + Eq + Send + 'static, V, const N: usize> Cache<K, V, N>
where
    V: Clone + Store<Cache<K, V, N>> + Send + 'static,
{
    /// Starts [`Cache`], tied to nobody; `init` makes it, in the new process.
    pub(crate) fn start(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Start<Self> {
        ::otp_runtime::Start::new(::otp_runtime::AgentInit::new(init))
    }
    /// Starts [`Cache`], linked to the process that calls this, which is then its parent.
    pub(crate) fn start_link(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::Start<Self> {
        ::otp_runtime::Start::link(::otp_runtime::AgentInit::new(init))
    }
    /// Starts [`Cache`], and monitors it.
    pub(crate) fn start_monitor(
        init: impl ::core::ops::FnOnce() -> Self + ::core::marker::Send + 'static,
    ) -> ::otp_runtime::StartMonitor<Self> {
        ::otp_runtime::StartMonitor::new(::otp_runtime::AgentInit::new(init))
    }
    /// The spec of [`Cache`] as the child of a supervisor; `init` makes it anew at each start.
    pub(crate) fn child(
        init: impl ::core::ops::Fn(
        ) -> Self + ::core::marker::Send + ::core::marker::Sync + 'static,
    ) -> ::otp_runtime::ChildSpec<Self> {
        ::otp_runtime::ChildSpec::of_agent(init)
    }
}
const _: () = {
    fn _0_limit<K: Hash + Eq + Send + 'static, V, const N: usize>(
        _: ::otp_runtime::check::Stored<usize>,
    )
    where
        V: Clone + Store<Cache<K, V, N>> + Send + 'static,
    {}
};
#[automatically_derived]
impl<K: Hash + Eq + Send + 'static, V, const N: usize> ::otp_runtime::AgentKind
for Cache<K, V, N>
where
    V: Clone + Store<Cache<K, V, N>> + Send + 'static,
{
    type State = Self;
    type Client = CacheClient<K, V, N>;
    const NAME: &'static str = "Cache";
}
