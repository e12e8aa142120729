// A generic server with borrowed arguments.

/// A store whose callers lend what they ask for.
#[derive(::core::fmt::Debug)]
pub struct Store<T: ::core::clone::Clone + ::core::cmp::PartialEq + ::core::marker::Send + ::core::marker::Sync + 'static> {
    all: ::std::vec::Vec<T>,
    files: ::std::vec::Vec<::std::path::PathBuf>,
    later: ::std::vec::Vec<::renamed::ReplyTo<usize>>,
}

#[::renamed::gen_server(crate = ::renamed)]
impl<T: ::core::clone::Clone + ::core::cmp::PartialEq + ::core::marker::Send + ::core::marker::Sync + 'static> Store<T> {
    /// Begins empty.
    #[init]
    pub fn init() -> Self {
        Self { all: ::std::vec::Vec::new(), files: ::std::vec::Vec::new(), later: ::std::vec::Vec::new() }
    }

    /// Whether it is there.
    #[call]
    pub fn has(&self, r#type: &T) -> bool {
        self.all.contains(r#type)
    }

    /// Takes them in.
    ///
    /// # Errors
    ///
    /// When they are too many.
    #[call]
    pub fn extend(&mut self, server: &[T], limit: usize, ctx: &mut ::renamed::Context<Self>) -> short::Result<usize> {
        let _ = ctx.pid();
        if server.len() > limit {
            return ::core::result::Result::Err(TooLittle(1));
        }
        self.all.extend_from_slice(server);
        ::core::result::Result::Ok(self.all.len())
    }

    /// Remembers a file.
    #[cast]
    pub fn file(&mut self, reply: &::std::path::Path, times: usize) {
        for _ in 0..times {
            self.files.push(reply.to_path_buf());
        }
    }

    /// Answers later.
    #[call]
    pub fn later(&mut self, ctx: &str, context: &mut ::renamed::Context<Self>, reply: ::renamed::ReplyTo<usize>) {
        let _ = context.pid();
        if ctx.len() == self.files.len() { reply.send(ctx.len()) } else { self.later.push(reply) }
    }

    /// A name that the prelude has, too; it may be `async`.
    #[call]
    #[deprecated = "it is old"]
    pub fn clone_from(&mut self, all: &Self) -> usize {
        self.all.clear();
        self.all.extend_from_slice(&all.all);
        self.all.len()
    }

    /// Waits with what was lent.
    #[call]
    pub async fn wait(&mut self, text: &'_ str) -> ::std::string::String {
        ::std::borrow::ToOwned::to_owned(text)
    }
}

impl<T: ::core::clone::Clone + ::core::cmp::PartialEq + ::core::marker::Send + ::core::marker::Sync + 'static>
    ::core::clone::Clone for Store<T>
{
    fn clone(&self) -> Self {
        let (all, files) = (::core::clone::Clone::clone(&self.all), ::core::clone::Clone::clone(&self.files));
        Self { all, files, later: ::std::vec::Vec::new() }
    }
}

async fn lent() {
    use ::core::result::Result::Ok;

    let store = Store::start().await.expect("it starts");
    ::core::assert_eq!(store.extend(&[1_u8, 2], 2).await, Ok(2));
    ::core::assert_eq!(store.has(&2).await, Ok(true));
    store.file(::std::path::Path::new("."), 4);
    ::core::assert_eq!(store.later("four").await, Ok(4));
    ::core::assert_eq!(store.wait("word").await.expect("it answers"), "word");
    #[allow(deprecated)]
    let copied = store.clone_from(&Store { all: ::std::vec![7], files: ::std::vec![], later: ::std::vec![] }).await;
    ::core::assert_eq!(copied, Ok(1));
}
