#[gen_server]
impl Arguments {
    #[init]
    fn init(_: u8, name: &str, x: impl Into<String>) -> Self {}

    #[call]
    fn pattern_arg(&self, (a, b): (u8, u8)) {}

    #[call]
    fn wildcard_arg(&self, _: u8) {}

    #[call]
    fn ref_or_at_arg(&self, ref x: u8, y @ Some(_): Option<u8>) {}

    #[call]
    fn borrowed_str(&self, name: &str) {}

    #[call]
    fn borrowed_slice(&self, xs: &[Vec<u8>]) {}

    #[call]
    fn borrowed_mut(&self, x: &mut Vec<u8>) {}

    #[call]
    fn borrowed_others(&self, path: &Path, it: &dyn Fn(u8), c: &'a Config) {}

    #[call]
    fn borrowed_inside(&self, a: Option<&str>, b: (u8, Vec<&[u8]>), c: [&u8; 3]) {}

    #[call]
    fn named_lifetime_arg(&self, s: Cow<'a, str>, t: Box<dyn Fn() + 'a>) {}

    #[call]
    fn elided_lifetime_path(&self, s: Foo<'_>) {}

    #[call]
    fn impl_trait_arg(&self, f: impl Fn(u8) -> u8) {}

    #[call]
    fn inferred_arg(&self, x: _, y: Vec<_>) {}

    #[call]
    fn unsized_arg(&self, x: str, y: [u8], z: dyn Tell) {}

    #[call]
    fn cfg_on_arg(&self, #[cfg(x)] a: u8) {}

    #[call]
    fn attr_on_arg(&self, #[serde(default)] a: u8) {}

    #[call]
    fn contexts(&self, a: &mut Context<Self>, b: &Context<Self>, c: Context<Self>) {}

    #[call]
    async fn shared_context(&mut self, a: &Context<Self>) {}

    #[call]
    fn two_replies(&self, a: ReplyTo<u8>, b: ReplyTo<u8>) {}

    #[call]
    fn reply_and_reply_to(&self, a: ReplyTo<u8>) -> u8 {}

    #[info]
    fn info_arg_count(&mut self, a: A, b: B) {}

    #[info]
    fn info_without_message(&mut self) {}

    #[info]
    fn info_borrowed(&mut self, tick: &Tick) {}

    #[handle_continue]
    fn continue_pattern(&mut self, Load(from): Load) {}

    #[terminate]
    fn terminate(&mut self, reason: &ExitReason, more: u8) {}

    #[hibernate]
    fn compact(&mut self, ctx: &mut Context<Self>) {}

    #[call]
    fn passes(
        &self,
        mut a: u8,
        _b: u8,
        c: Self,
        d: fn(&str) -> &str,
        e: Box<dyn Fn(&str) + Send>,
        f: &'static str,
        g: ty_macro!(&str),
        /// A doc.
        h: Option<&'static [u8]>,
        i: Box<dyn for<'a> Parse<'a> + 'static>,
        j: Box<str>,
        msg: u8,
        ctx: u8,
        reply: u8,
        state: u8,
    ) {
    }
}
