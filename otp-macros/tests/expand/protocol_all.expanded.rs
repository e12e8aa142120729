#[cfg(feature = "store")]
#[allow(clippy::len_without_is_empty)]
pub(crate) trait Store<K, V: Send + 'static, const N: usize>
where
    K: Ord + Send + 'static,
{
    /// Looks `key` up.
    ///
    /// Soon.
    #[must_use]
    fn get(&self, key: K, ctx: &mut Context<Self>) -> Option<V>
    where
        Self: ::core::marker::Sized,
        Self: ::renamed::GenServer;
    #[deprecated(note = "use `put`")]
    fn put_all(&mut self, entries: [(K, V); N]) -> io::Result<()>
    where
        Self: ::core::marker::Sized;
    #[cfg(unix)]
    fn r#type(
        &mut self,
        reply: ReplyTo<String>,
    ) -> impl ::core::future::Future<Output = ()> + ::core::marker::Send
    where
        Self: ::core::marker::Sized;
    fn watch(&mut self, reply: u8, server: ReplyTo<V>, context: &mut Context<Self>) -> ()
    where
        Self: ::core::marker::Sized,
        Self: ::renamed::GenServer;
    fn put(&mut self, key: K, value: V) -> Result<(), Full>
    where
        Self: ::core::marker::Sized;
    fn clear(
        &mut self,
        ctx: &mut Context<Self>,
    ) -> impl ::core::future::Future<Output = Result<(), Full>> + ::core::marker::Send
    where
        Self: ::core::marker::Sized,
        Self: ::renamed::GenServer;
}
/// A client of any server that speaks [`Store`].
#[cfg(feature = "store")]
pub(crate) struct AnyStore<K, V: Send + 'static, const N: usize>(
    ::renamed::ProtocolRef<AnyStore<K, V, N>>,
)
where
    K: Ord + Send + 'static;
#[cfg(feature = "store")]
#[automatically_derived]
impl<K, V: Send + 'static, const N: usize> ::core::clone::Clone for AnyStore<K, V, N>
where
    K: Ord + Send + 'static,
{
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[cfg(feature = "store")]
#[automatically_derived]
impl<K, V: Send + 'static, const N: usize> ::core::fmt::Debug for AnyStore<K, V, N>
where
    K: Ord + Send + 'static,
{
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[cfg(feature = "store")]
#[automatically_derived]
impl<K, V: Send + 'static, const N: usize> ::core::ops::Deref for AnyStore<K, V, N>
where
    K: Ord + Send + 'static,
{
    type Target = ::renamed::ProtocolRef<AnyStore<K, V, N>>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[cfg(feature = "store")]
#[automatically_derived]
impl<
    K,
    V: Send + 'static,
    const N: usize,
    S: ::renamed::IntoProtocol<AnyStore<K, V, N>>,
> ::core::convert::From<S> for AnyStore<K, V, N>
where
    K: Ord + Send + 'static,
{
    fn from(server: S) -> Self {
        Self(::renamed::IntoProtocol::into_protocol(server))
    }
}
#[cfg(feature = "store")]
#[allow(dead_code)]
impl<K, V: Send + 'static, const N: usize> AnyStore<K, V, N>
where
    K: Ord + Send + 'static,
{
    /// A client of whatever `server` means at each use, of any server that speaks [`Store`].
    pub(crate) fn of(
        server: &::renamed::Ref<impl ::renamed::Speaks<AnyStore<K, V, N>>>,
    ) -> Self {
        Self(::renamed::ProtocolRef::of(server))
    }
}
/// The calls of [`Store`]: one variant for each `#[call]`.
#[doc(hidden)]
#[cfg(feature = "store")]
#[allow(private_interfaces)]
#[derive(::renamed::DebugMessage)]
#[message(crate = ::renamed)]
pub enum StoreCall<K, V: Send + 'static, const N: usize>
where
    K: Ord + Send + 'static,
{
    /// Looks `key` up.
    ///
    /// Soon.
    Get {
        /// As it was put.
        key: K,
    },
    /// `put_all`
    PutAll {
        /// `entries`
        entries: [(K, V); N],
    },
    /// `type`
    #[cfg(unix)]
    Type,
    /// `watch`
    Watch {
        /// `reply`
        reply: u8,
    },
}
/// The replies of [`Store`], each under the name of its call.
#[doc(hidden)]
#[cfg(feature = "store")]
#[allow(private_interfaces)]
#[derive(::renamed::DebugMessage)]
#[message(crate = ::renamed)]
pub enum StoreReply<K, V: Send + 'static, const N: usize>
where
    K: Ord + Send + 'static,
{
    /// Reply to [`StoreCall::Get`].
    Get(Option<V>),
    /// Reply to [`StoreCall::PutAll`].
    PutAll(io::Result<()>),
    /// Reply to [`StoreCall::Type`].
    #[cfg(unix)]
    Type(String),
    /// Reply to [`StoreCall::Watch`].
    Watch(V),
    #[doc(hidden)]
    __Unused(::core::convert::Infallible, ::core::marker::PhantomData<fn() -> (K,)>),
}
/// The casts of [`Store`]: one variant for each `#[cast]`.
#[doc(hidden)]
#[cfg(feature = "store")]
#[allow(private_interfaces)]
#[derive(::renamed::DebugMessage)]
#[message(crate = ::renamed)]
pub enum StoreCast<K, V: Send + 'static, const N: usize>
where
    K: Ord + Send + 'static,
{
    /// `put`
    Put {
        /// `key`
        key: K,
        /// `value`
        value: V,
    },
    /// `clear`
    Clear,
}
#[cfg(feature = "store")]
#[allow(dead_code)]
#[allow(clippy::len_without_is_empty)]
impl<K, V: Send + 'static, const N: usize> AnyStore<K, V, N>
where
    K: Ord + Send + 'static,
{
    /// Looks `key` up.
    ///
    /// Soon.
    ///
    /// * `key`:
    /// As it was put.
    #[must_use]
    pub(crate) fn get(
        &self,
        key: K,
    ) -> ::renamed::ProtocolCall<'_, AnyStore<K, V, N>, Option<V>> {
        self.0
            .call(
                "get",
                StoreCall::Get { key },
                |reply| match reply {
                    StoreReply::Get(reply) => ::core::result::Result::Ok(reply),
                    _ => ::renamed::unexpected_reply(),
                },
            )
            .timeout(::core::time::Duration::from_secs(1))
    }
    /// Calls `put_all`.
    #[deprecated(note = "use `put`")]
    pub(crate) fn put_all(
        &self,
        entries: [(K, V); N],
    ) -> ::renamed::ProtocolCall<
        '_,
        AnyStore<K, V, N>,
        <io::Result<()> as ::renamed::ResultReply>::Ok,
        <io::Result<()> as ::renamed::ResultReply>::Err,
    > {
        self.0
            .call(
                "put_all",
                StoreCall::PutAll { entries },
                |reply| match reply {
                    StoreReply::PutAll(reply) => {
                        ::renamed::ResultReply::into_result(reply)
                    }
                    _ => ::renamed::unexpected_reply(),
                },
            )
            .no_timeout()
    }
    /// Calls `type`.
    #[cfg(unix)]
    pub(crate) fn r#type(
        &self,
    ) -> ::renamed::ProtocolCall<'_, AnyStore<K, V, N>, String> {
        self.0
            .call(
                "type",
                StoreCall::Type,
                |reply| match reply {
                    StoreReply::Type(reply) => ::core::result::Result::Ok(reply),
                    _ => ::renamed::unexpected_reply(),
                },
            )
    }
    /// Calls `watch`.
    pub(crate) fn watch(
        &self,
        reply: u8,
    ) -> ::renamed::ProtocolCall<'_, AnyStore<K, V, N>, V> {
        self.0
            .call(
                "watch",
                StoreCall::Watch { reply },
                |reply| match reply {
                    StoreReply::Watch(reply) => ::core::result::Result::Ok(reply),
                    _ => ::renamed::unexpected_reply(),
                },
            )
    }
    /// Casts `put`.
    pub(crate) fn put(&self, key: K, value: V) {
        self.0.cast("put", StoreCast::Put { key, value })
    }
    /// Casts `clear`.
    pub(crate) fn clear(&self) {
        self.0.cast("clear", StoreCast::Clear)
    }
}
#[cfg(feature = "store")]
const _: () = {
    fn _get<K, V: Send + 'static, const N: usize>(
        _: ::renamed::check::Sent<K>,
        _: ::renamed::check::Sent<Option<V>>,
    )
    where
        K: Ord + Send + 'static,
    {}
    fn _put_all<K, V: Send + 'static, const N: usize>(
        _: ::renamed::check::Sent<[(K, V); N]>,
        _: ::renamed::check::Sent<io::Result<()>>,
    )
    where
        K: Ord + Send + 'static,
    {}
    fn _watch<K, V: Send + 'static, const N: usize>(
        _: ::renamed::check::Sent<u8>,
        _: ::renamed::check::Sent<V>,
    )
    where
        K: Ord + Send + 'static,
    {}
    #[cfg(unix)]
    fn _type<K, V: Send + 'static, const N: usize>(_: ::renamed::check::Sent<String>)
    where
        K: Ord + Send + 'static,
    {}
};
#[cfg(feature = "store")]
#[automatically_derived]
impl<K, V: Send + 'static, const N: usize> ::renamed::ProtocolTrait
for dyn Store<K, V, N>
where
    K: Ord + Send + 'static,
{
    type Client = AnyStore<K, V, N>;
}
#[cfg(feature = "store")]
#[automatically_derived]
impl<K, V: Send + 'static, const N: usize> ::renamed::Protocol for AnyStore<K, V, N>
where
    K: Ord + Send + 'static,
{
    type Call = StoreCall<K, V, N>;
    type Reply = StoreReply<K, V, N>;
    type Cast = StoreCast<K, V, N>;
    const NAME: &'static str = "Store";
    fn call_waits(call: &Self::Call) -> bool {
        match call {
            #[cfg(unix)]
            StoreCall::Type => true,
            _ => false,
        }
    }
    fn call_blocks(call: &Self::Call) -> bool {
        ::core::matches!(call, StoreCall::PutAll { .. })
    }
    fn cast_waits(cast: &Self::Cast) -> bool {
        ::core::matches!(cast, StoreCast::Clear)
    }
    fn cast_blocks(cast: &Self::Cast) -> bool {
        ::core::matches!(cast, StoreCast::Put { .. })
    }
}
#[cfg(feature = "store")]
#[automatically_derived]
impl<
    K,
    V: Send + 'static,
    const N: usize,
    S: Store<K, V, N> + ::renamed::Speaks<AnyStore<K, V, N>>,
> ::renamed::Dispatch<S> for AnyStore<K, V, N>
where
    K: Ord + Send + 'static,
{
    #[allow(deprecated)]
    async fn handle_call(
        server: &mut S,
        call: Self::Call,
        ctx: &mut ::renamed::Context<S>,
    ) -> ::renamed::Answer<Self::Reply> {
        match call {
            StoreCall::Get { key } => {
                ::renamed::Answer::Reply(
                    StoreReply::Get(<S as Store<K, V, N>>::get(server, key, ctx)),
                )
            }
            StoreCall::PutAll { entries } => {
                ::renamed::Answer::Reply(
                    StoreReply::PutAll(<S as Store<K, V, N>>::put_all(server, entries)),
                )
            }
            #[cfg(unix)]
            StoreCall::Type => {
                let reply = ctx
                    .reply_to(|reply| <S as ::renamed::Speaks<
                        AnyStore<K, V, N>,
                    >>::wrap_reply(StoreReply::Type(reply)));
                <S as Store<K, V, N>>::r#type(server, reply).await;
                ::renamed::Answer::NoReply
            }
            StoreCall::Watch { reply } => {
                let reply_ = ctx
                    .reply_to(|reply_| <S as ::renamed::Speaks<
                        AnyStore<K, V, N>,
                    >>::wrap_reply(StoreReply::Watch(reply_)));
                <S as Store<K, V, N>>::watch(server, reply, reply_, ctx);
                ::renamed::Answer::NoReply
            }
        }
    }
    async fn handle_cast(
        server: &mut S,
        cast: Self::Cast,
        ctx: &mut ::renamed::Context<S>,
    ) {
        match cast {
            StoreCast::Put { key, value } => {
                ctx.stop_on_err(<S as Store<K, V, N>>::put(server, key, value))
            }
            StoreCast::Clear => {
                let result = <S as Store<K, V, N>>::clear(server, ctx).await;
                ctx.stop_on_err(result)
            }
        }
    }
}
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement the protocol `Calls`",
    label = "no `impl Calls for {Self}`",
    note = "a server that lists a protocol implements its trait: `impl Calls for {Self} {{ … }}`"
)]
trait Calls {
    fn only(&self)
    where
        Self: ::core::marker::Sized;
}
/// A client of any server that speaks [`Calls`].
struct CallsClient(::otp_runtime::ProtocolRef<CallsClient>);
#[automatically_derived]
impl ::core::clone::Clone for CallsClient {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl ::core::fmt::Debug for CallsClient {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl ::core::ops::Deref for CallsClient {
    type Target = ::otp_runtime::ProtocolRef<CallsClient>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<S: ::otp_runtime::IntoProtocol<CallsClient>> ::core::convert::From<S>
for CallsClient {
    fn from(server: S) -> Self {
        Self(::otp_runtime::IntoProtocol::into_protocol(server))
    }
}
#[allow(dead_code)]
impl CallsClient {
    /// A client of whatever `server` means at each use, of any server that speaks [`Calls`].
    fn of(server: &::otp_runtime::Ref<impl ::otp_runtime::Speaks<CallsClient>>) -> Self {
        Self(::otp_runtime::ProtocolRef::of(server))
    }
}
/// The calls of [`Calls`]: one variant for each `#[call]`.
#[doc(hidden)]
#[derive(::otp_runtime::DebugMessage)]
pub enum CallsCall {
    /// `only`
    Only,
}
/// The replies of [`Calls`], each under the name of its call.
#[doc(hidden)]
#[allow(private_interfaces)]
#[derive(::otp_runtime::DebugMessage)]
pub enum CallsReply {
    /// Reply to [`CallsCall::Only`].
    Only(()),
}
#[allow(dead_code)]
impl CallsClient {
    /// Calls `only`.
    fn only(&self) -> ::otp_runtime::ProtocolCall<'_, CallsClient, ()> {
        self.0
            .call(
                "only",
                CallsCall::Only,
                |reply| match reply {
                    CallsReply::Only(reply) => ::core::result::Result::Ok(reply),
                },
            )
    }
}
#[automatically_derived]
impl ::otp_runtime::ProtocolTrait for dyn Calls {
    type Client = CallsClient;
}
#[automatically_derived]
impl ::otp_runtime::Protocol for CallsClient {
    type Call = CallsCall;
    type Reply = CallsReply;
    type Cast = ::core::convert::Infallible;
    const NAME: &'static str = "Calls";
    fn call_waits(_call: &Self::Call) -> bool {
        false
    }
}
#[automatically_derived]
impl<S: Calls + ::otp_runtime::Speaks<CallsClient>> ::otp_runtime::Dispatch<S>
for CallsClient {
    async fn handle_call(
        server: &mut S,
        call: Self::Call,
        _ctx: &mut ::otp_runtime::Context<S>,
    ) -> ::otp_runtime::Answer<Self::Reply> {
        match call {
            CallsCall::Only => {
                ::otp_runtime::Answer::Reply(
                    CallsReply::Only(<S as Calls>::only(server)),
                )
            }
        }
    }
    async fn handle_cast(
        _server: &mut S,
        cast: Self::Cast,
        _ctx: &mut ::otp_runtime::Context<S>,
    ) {
        match cast {}
    }
}
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement the protocol `Casts`",
    label = "no `impl Casts for {Self}`",
    note = "a server that lists a protocol implements its trait: `impl Casts for {Self} {{ … }}`"
)]
trait Casts<T: Send + 'static> {
    fn only(&self)
    where
        Self: ::core::marker::Sized;
}
/// A client of any server that speaks [`Casts`].
struct CastsClient<T: Send + 'static>(::otp_runtime::ProtocolRef<CastsClient<T>>);
#[automatically_derived]
impl<T: Send + 'static> ::core::clone::Clone for CastsClient<T> {
    fn clone(&self) -> Self {
        Self(::core::clone::Clone::clone(&self.0))
    }
}
#[automatically_derived]
impl<T: Send + 'static> ::core::fmt::Debug for CastsClient<T> {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::core::fmt::Debug::fmt(&self.0, f)
    }
}
#[automatically_derived]
impl<T: Send + 'static> ::core::ops::Deref for CastsClient<T> {
    type Target = ::otp_runtime::ProtocolRef<CastsClient<T>>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
#[automatically_derived]
impl<
    T: Send + 'static,
    S: ::otp_runtime::IntoProtocol<CastsClient<T>>,
> ::core::convert::From<S> for CastsClient<T> {
    fn from(server: S) -> Self {
        Self(::otp_runtime::IntoProtocol::into_protocol(server))
    }
}
#[allow(dead_code)]
impl<T: Send + 'static> CastsClient<T> {
    /// A client of whatever `server` means at each use, of any server that speaks [`Casts`].
    fn of(
        server: &::otp_runtime::Ref<impl ::otp_runtime::Speaks<CastsClient<T>>>,
    ) -> Self {
        Self(::otp_runtime::ProtocolRef::of(server))
    }
}
/// The casts of [`Casts`]: one variant for each `#[cast]`.
#[doc(hidden)]
#[derive(::otp_runtime::DebugMessage)]
pub enum CastsCast<T: Send + 'static> {
    /// `only`
    Only,
    #[doc(hidden)]
    __Unused(::core::convert::Infallible, ::core::marker::PhantomData<fn() -> (T,)>),
}
#[allow(dead_code)]
impl<T: Send + 'static> CastsClient<T> {
    /// Casts `only`.
    fn only(&self) {
        self.0.cast("only", CastsCast::Only)
    }
}
#[automatically_derived]
impl<T: Send + 'static> ::otp_runtime::ProtocolTrait for dyn Casts<T> {
    type Client = CastsClient<T>;
}
#[automatically_derived]
impl<T: Send + 'static> ::otp_runtime::Protocol for CastsClient<T> {
    type Call = ::core::convert::Infallible;
    type Reply = ::core::convert::Infallible;
    type Cast = CastsCast<T>;
    const NAME: &'static str = "Casts";
    fn cast_waits(_cast: &Self::Cast) -> bool {
        false
    }
}
#[automatically_derived]
impl<
    T: Send + 'static,
    S: Casts<T> + ::otp_runtime::Speaks<CastsClient<T>>,
> ::otp_runtime::Dispatch<S> for CastsClient<T> {
    async fn handle_call(
        _server: &mut S,
        call: Self::Call,
        _ctx: &mut ::otp_runtime::Context<S>,
    ) -> ::otp_runtime::Answer<Self::Reply> {
        match call {}
    }
    async fn handle_cast(
        server: &mut S,
        cast: Self::Cast,
        _ctx: &mut ::otp_runtime::Context<S>,
    ) {
        match cast {
            CastsCast::Only => <S as Casts<T>>::only(server),
            CastsCast::__Unused(never, _) => match never {}
        }
    }
}
