#[protocol(client = AnyStore, crate = ::renamed)]
#[cfg(feature = "store")]
#[allow(clippy::len_without_is_empty)]
pub(crate) trait Store<K, V: Send + 'static, const N: usize>
where
    K: Ord + Send + 'static,
{
    /// Looks `key` up.
    ///
    /// Soon.
    #[call(timeout = 1s)]
    #[must_use]
    fn get(
        &self,
        /// As it was put.
        key: K,
        ctx: &mut Context<Self>,
    ) -> Option<V>;

    #[call(blocking, timeout = infinity)]
    #[deprecated(note = "use `put`")]
    fn put_all(&mut self, entries: [(K, V); N]) -> io::Result<()>;

    #[cfg(unix)]
    #[call]
    async fn r#type(&mut self, reply: ReplyTo<String>);

    #[call]
    fn watch(&mut self, reply: u8, server: ReplyTo<V>, context: &mut Context<Self>) -> ();

    #[cast(blocking)]
    fn put(&mut self, key: K, value: V) -> Result<(), Full>;

    #[cast]
    async fn clear(&mut self, ctx: &mut Context<Self>) -> Result<(), Full>;
}

#[protocol]
trait Calls {
    #[call]
    fn only(&self);
}

#[protocol]
trait Casts<T: Send + 'static> {
    #[cast]
    fn only(&self);
}
