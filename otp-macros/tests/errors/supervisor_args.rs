#[supervisor(strategy = one_for_one, args(name: &str, list: &'a [u8], inner: Option<&mut u8>, cow: Cow<'_, str>))]
struct Borrowed {
    #[child(args(name, list))]
    first: Worker,
}

#[supervisor(strategy = one_for_one, args((a, b): (u8, u8), _: u8, ref c: u8, mut d: u8, self_: u8))]
struct Patterns {}

#[supervisor(strategy = one_for_one, args(config, 1000, "x"))]
struct WithoutTypes {}

#[supervisor(strategy = one_for_one, args(&self, a: u8))]
struct WithSelf {}

#[supervisor(strategy = one_for_one, args(a: u8, b: u8, r#a: u16))]
struct Twice {}

#[supervisor(strategy = one_for_one, args(a: impl Into<String>, b: _, c: str, d: Vec<_>, e: dyn Fn()))]
struct NotConcrete {}

#[supervisor(strategy = one_for_one, args(#[cfg(unix)] a: u8, /** docs */ b: u8))]
struct Attributes {}

#[supervisor(strategy = one_for_one, args(a: u8 b: u8))]
struct Syntax {}

#[supervisor(strategy = one_for_one, args[a: u8])]
struct Brackets {}
