// The methods of a protocol.

#[protocol]
trait Ledger {
    fn unmarked(&self) -> u64;
    #[call]
    fn without_self(entry: u64) -> u64;
    #[call]
    fn by_value(self) -> u64;
    #[call]
    fn borrowed(&mut self, text: &str) -> &str;
    #[call]
    fn any(&mut self, text: impl Into<String>) -> impl Iterator<Item = u8>;
    #[call]
    fn generic<T: Send>(&mut self, value: T) -> T
    where
        T: Clone;
    #[call]
    fn body(&self) -> u64 {
        1
    }
    #[call]
    async fn async_body(&self) -> u64 {
        1
    }
}

#[protocol]
trait Marks {
    #[cast]
    fn returns(&mut self) -> u64;
    #[call]
    #[cast]
    fn both(&self);
    #[init]
    fn init() -> Self;
    #[info]
    fn heard(&mut self, message: Down);
    #[terminate]
    fn terminate(&mut self);
    #[call]
    #[info]
    fn call_and_info(&mut self, message: Down);
}

#[protocol]
trait Signatures {
    #[call]
    fn same(&self, other: Self) -> Option<Self>;
    #[call]
    fn pattern(&self, (a, b): (u8, u8), _: u8);
    #[call(timout = 1s, blocking)]
    async fn options(&self);
    #[cal]
    fn misspelt(&self);
    #[call]
    unsafe extern "C" fn qualified(&self);
}

#[protocol]
trait Others {
    #[call]
    const LIMIT: u64 = 1;
    const OTHER: u64;
    type Entry: Send;
    made!();
    #[call]
    fn twice(&self) -> u64;
    #[call]
    fn twice(&self) -> u64;
}

#[protocol]
trait Names {
    #[call]
    fn get_all(&self);
    #[call]
    fn get__all(&self);
    #[call]
    fn of(&self);
    #[cast]
    fn clone(&self);
    #[call]
    fn into(&self);
    #[call]
    fn start(&self);
    #[call]
    fn context(&self, ctx: Context<Self>, again: &mut Context<Self>, reply: ReplyTo<Self>);
}
