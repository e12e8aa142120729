// Protocols, and servers that speak them, where no name is in scope: included beside `cases.rs`.

/// A protocol with every kind of method.
#[::renamed::protocol(crate = ::renamed, client = AnyBook)]
#[allow(clippy::len_without_is_empty)]
pub trait Book {
    /// Adds up.
    #[call]
    fn add(&mut self, amount: u64) -> u64;

    /// May refuse.
    ///
    /// # Errors
    ///
    /// Always.
    #[call(timeout = 2s)]
    fn refuse(&self, kind: u8) -> short::Result<u8>;

    /// As many as there are.
    #[call]
    fn len(&self) -> usize;

    /// Waits.
    #[call]
    async fn r#type(
        &mut self,
        /// What is said.
        r#in: ::std::string::String,
    ) -> ::std::string::String;

    /// Nothing.
    #[call]
    async fn nothing(&self);

    /// Later.
    #[call]
    fn later(&mut self, reply: u8, ctx: &mut ::renamed::Context<Self>, server: ::renamed::ReplyTo<u8>, call: u8);

    /// Old.
    #[call]
    #[deprecated(note = "use `add`")]
    fn old(&self) -> u64;

    /// Blocks.
    #[call(blocking)]
    fn block(&mut self) -> bool;

    /// Not compiled in.
    #[cfg(any())]
    #[call]
    fn elsewhere(&self, missing: Missing) -> Missing;

    /// Remarks.
    #[cast]
    fn remark(&mut self, cast: u64, message: u64);

    /// May end the server.
    ///
    /// # Errors
    ///
    /// Never.
    #[cast]
    async fn end(&mut self, result: u8, ctx: &mut ::renamed::Context<Self>) -> ::core::result::Result<(), ::core::fmt::Error>;
}

/// A protocol with parameters.
#[::renamed::protocol(crate = ::renamed)]
pub trait Shelf<K, const N: usize, V: ::core::marker::Send + 'static = u8>
where
    K: ::core::marker::Send + 'static,
{
    /// All of them.
    #[call]
    fn all(&self, key: K) -> [::core::option::Option<V>; N];
}

/// A protocol that is not for everybody.
#[::renamed::protocol(crate = ::renamed)]
#[allow(clippy::redundant_pub_crate)]
pub(crate) trait Inner {
    /// A cast is all there is.
    #[cast]
    fn only(&mut self);
}

/// A server that speaks them all.
#[derive(::core::fmt::Debug)]
pub struct Library3<V> {
    sum: u64,
    first: V,
}

#[::renamed::gen_server(crate = ::renamed, protocol = Book + Shelf<u8, 2, V> + Inner, shutdown = 1s)]
impl<V: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync + 'static> Library3<V> {
    /// Begins.
    #[init]
    pub fn init(first: V) -> Self {
        Self { sum: 0, first }
    }

    /// Named as one of the protocol's.
    #[call]
    pub fn add(&self) -> u64 {
        self.sum
    }

    /// Its own.
    #[cast]
    #[cfg(not(any()))]
    pub fn set(&mut self, sum: u64) {
        self.sum = sum;
    }
}

impl<V: ::core::marker::Send + ::core::marker::Sync> Book for Library3<V> {
    fn add(&mut self, amount: u64) -> u64 {
        self.sum += amount;
        self.sum
    }
    fn refuse(&self, kind: u8) -> short::Result<u8> {
        ::core::result::Result::Err(TooLittle(<u64 as ::core::convert::From<u8>>::from(kind)))
    }
    fn len(&self) -> usize {
        1
    }
    async fn r#type(&mut self, r#in: ::std::string::String) -> ::std::string::String {
        ::core::future::ready(r#in).await
    }
    async fn nothing(&self) {}
    fn later(&mut self, reply: u8, ctx: &mut ::renamed::Context<Self>, server: ::renamed::ReplyTo<u8>, call: u8)
    where
        Self: ::renamed::GenServer,
    {
        let _ = ctx.pid();
        server.send(reply + call);
    }
    fn old(&self) -> u64 {
        self.sum
    }
    fn block(&mut self) -> bool {
        true
    }
    fn remark(&mut self, cast: u64, message: u64) {
        self.sum += cast * message;
    }
    async fn end(
        &mut self,
        result: u8,
        ctx: &mut ::renamed::Context<Self>,
    ) -> ::core::result::Result<(), ::core::fmt::Error>
    where
        Self: ::renamed::GenServer,
    {
        let _ = (result, ctx.pid());
        ::core::result::Result::Ok(())
    }
}

impl<V: ::core::clone::Clone + ::core::marker::Send + 'static> Shelf<u8, 2, V> for Library3<V> {
    fn all(&self, _: u8) -> [::core::option::Option<V>; 2] {
        [::core::option::Option::Some(::core::clone::Clone::clone(&self.first)), ::core::option::Option::None]
    }
}

impl<V> Inner for Library3<V> {
    fn only(&mut self) {
        self.sum += 1;
    }
}

/// Starts it and asks through each protocol.
///
/// # Panics
///
/// When an answer is not what it should be.
pub async fn run_protocols() {
    use ::core::option::Option::{None, Some};
    use ::core::result::Result::{Err, Ok};

    let library = Library3::start("first").await.expect("it starts");
    let book: AnyBook = ::core::convert::From::from(::core::clone::Clone::clone(&library));
    ::core::assert_eq!(book.add(2).await, Ok(2));
    ::core::assert_eq!(library.add().await, Ok(2));
    let refused = book.refuse(3).await;
    ::core::assert!(::core::matches!(refused, Err(::renamed::CallError::Handler(TooLittle(3)))));
    ::core::assert_eq!(book.len().await, Ok(1));
    ::core::assert_eq!(book.r#type(::std::borrow::ToOwned::to_owned("said")).await.expect("it answers"), "said");
    ::core::assert_eq!(book.nothing().await, Ok(()));
    ::core::assert_eq!(book.later(1, 2).await, Ok(3));
    #[allow(deprecated)]
    let old = book.old().send().await;
    ::core::assert_eq!(old, Ok(2));
    ::core::assert_eq!(book.block().await, Ok(true));
    book.remark(2, 3);
    book.end(1);
    library.set(9);
    InnerClient::of(&library).only();
    ::core::assert_eq!(library.add().await, Ok(10));
    let shelf = ShelfClient::<u8, 2, &str>::of(&library);
    ::core::assert_eq!(shelf.all(1).await, Ok([Some("first"), None]));
    let shown = ::std::format!("{:?}", Library3Call::<u8>::Book(BookCall::Add { amount: 3 }));
    ::core::assert_eq!(shown, "Book(Add { amount: 3 })");
    ::core::assert!(shelf.stop().await.is_ok() && !book.is_alive());
}
