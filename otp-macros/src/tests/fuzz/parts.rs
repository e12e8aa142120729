//! Items made of parts, most of which go together and some of which do not.

use proc_macro2::TokenStream;
use proptest::prelude::{BoxedStrategy, Just, Strategy, prop, prop_oneof};
use proptest::sample::select;

use super::tree::{Tree, any_trees, trees};
use crate::tests::Attr;

type Text = BoxedStrategy<String>;

fn parsed(text: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<Tree>> {
    text.prop_map(|text| trees(text.parse().unwrap_or_else(|_| panic!("no tokens: {text}"))))
}

fn one_of(texts: &'static [&'static str]) -> Text {
    select(texts).prop_map(str::to_owned).boxed()
}

/// Nothing mostly, or one of `odd`.
fn rarely(odd: &'static [&'static str]) -> Text {
    prop_oneof![6 => Just(String::new()), 1 => one_of(odd)].boxed()
}

/// Some of them, with `between` between them.
fn some(part: Text, most: usize, between: &'static str) -> Text {
    prop::collection::vec(part, 0..=most).prop_map(move |parts| parts.join(between)).boxed()
}

const NAMES: &[&str] = &[
    "get",
    "put",
    "get_all",
    "get__all",
    "r#type",
    "self_",
    "_2nd",
    "__",
    "clone",
    "into",
    "start",
    "child",
    "init",
    "größe",
    "x",
    "handle_call",
    "stop",
    "Self_",
    "main",
];
const TYPES: &[&str] = &[
    "u8",
    "Self",
    "String",
    "Vec<T>",
    "Option<Self>",
    "Result<u8, String>",
    "io::Result<()>",
    "()",
    "!",
    "_",
    "&str",
    "&'static str",
    "&'a mut [T]",
    "Option<&str>",
    "Cow<'_, str>",
    "impl Fn() -> u8",
    "Box<dyn Fn(&str) + Send>",
    "dyn Tell",
    "(u8, &str)",
    "[u8; 3]",
    "[u8; Self::N]",
    "fn(&str) -> &str",
    "<Self as Trait>::Out",
    "Self::Out",
    "ty!(x)",
    "*const u8",
    "Result<Self, E>",
    "Init<Self>",
    "Result<Init<Self>, E>",
    "Context<Self>",
    "&mut Context<Self>",
    "&Context<Self>",
    "ReplyTo<u8>",
    "ReplyTo<Self>",
    "Down",
    "Exit",
    "IdleTimeout",
    "Duration",
    "StartType",
    "&ExitReason",
    "Top<Self>",
    "Result<Top<Self>, E>",
    "Result<BankClient, E>",
    "ConfigChange",
    "Registry<String>",
    "DynamicSupervisor<Till>",
];
const GENERICS: &[&str] = &[
    "<>",
    "<T>",
    "<T: Send + 'static>",
    "<'a>",
    "<'a, T: 'a>",
    "<const N: usize>",
    "<const N: usize = 3>",
    "<T = u8>",
    "<T: ?Sized + Send + 'static>",
    "<T: Tell<Self> + 'static>",
    "<T, U: Send>",
];
const WHERE: &[&str] = &[
    "where",
    "where T: Copy",
    "where Self: Sized",
    "where T: Send + 'static, [T]: Clone,",
    "where for<'b> &'b T: Copy",
];
const VIS: &[&str] = &["pub", "pub(crate)", "pub(super)", "pub(in crate::a)", "crate"];
/// Attributes that are not ours.
pub(super) const FOREIGN: &[&str] =
    &["inline", "must_use", "serde", "cfg", "expect", "deprecated", "doc", "instrument"];
const ATTRS: &[&str] = &[
    "#[inline]",
    "#[must_use]",
    "#[serde(skip)]",
    "#[cfg(unix)]",
    "#[expect(unused)]",
    "#[deprecated = \"no\"]",
    "/// Docs.",
    "#[instrument]",
    "#[cfg_attr(unix, doc = \"x\", deprecated)]",
];
const MARKS: &[&str] = &[
    "#[call]",
    "#[cast]",
    "#[info]",
    "#[handle_continue]",
    "#[terminate]",
    "#[hibernate]",
    "#[format_status]",
    "#[init]",
    "#[call(timeout = 5s)]",
    "#[call(blocking)]",
    "#[cast(blocking)]",
    "#[otp_runtime::call]",
    "#[cal]",
    "#[handle_call]",
    "#[call = 1]",
    "#[call[x]]",
    "#[call()]",
    "#[call(timeout = infinity, timeout = 1)]",
    "#[cfg_attr(unix, call)]",
    "#[start]",
    "#[stop]",
    "#[start_phase]",
    "#[prep_stop]",
    "#[config_change]",
    "#[start_phase(x)]",
    "#[child]",
    "#[child(args(1), id = \"one\")]",
    "#[child(args(1), restart = transient, significant, max_children = 3, limit(1), via(&r, 1))]",
    "#[child(args = 1)]",
    "#[child(r#type = 1, 5)]",
    "#[agent(skip)]",
    "#[agent]",
    "#[default(5)]",
    "#[default]",
    "#[default(5s)]",
    "#[default(\"x\")]",
    "#[default = 5]",
    "#[default[1, 2]]",
    "#[default(1, 2)]",
    "#[gen_server]",
];

/// What stands before an item or a part of it.
fn attrs() -> Text {
    let odd = some(prop_oneof![one_of(ATTRS), one_of(MARKS)].boxed(), 3, "\n");
    prop_oneof![3 => Just(String::new()), 1 => odd].boxed()
}

fn arg() -> Text {
    let patterns: &[&str] = &["mut x", "_", "(a, b)", "ref x", "x @ Some(_)", "r#type", "self_", "ctx", "reply"];
    let pattern = prop_oneof![4 => one_of(&["a", "b", "c"]), 1 => one_of(patterns)];
    (rarely(ATTRS), pattern, one_of(TYPES)).prop_map(|(attrs, name, ty)| format!("{attrs}\n{name}: {ty}")).boxed()
}

const RECEIVERS: &[&str] =
    &["&self", "&mut self", "self", "mut self", "&'a self", "self: Arc<Self>", "self: &mut Self", "self: &Self"];

fn function() -> Text {
    let receiver = prop_oneof![5 => one_of(&["&self", "&mut self"]), 1 => one_of(RECEIVERS), 1 => Just(String::new())];
    let before = rarely(&["async", "unsafe", "const", "extern \"C\"", "default", "async unsafe", "const async"]);
    let output = prop_oneof![2 => Just(String::new()), 2 => one_of(TYPES).prop_map(|ty| format!("-> {ty}"))];
    let body = prop_oneof![8 => Just("{}".to_owned()), 1 => one_of(&["{ self.x + }", ";", "", "= 1;"])];
    let marks = prop_oneof![4 => one_of(MARKS), 1 => attrs()];
    let head = (marks, attrs(), rarely(VIS), before, one_of(NAMES), rarely(GENERICS));
    (head, receiver, some(arg(), 3, ", "), output, rarely(WHERE), body)
        .prop_map(|((mark, attrs, vis, before, name, generics), receiver, args, output, bounds, body)| {
            let comma = if receiver.is_empty() { "" } else { "," };
            format!("{mark}\n{attrs}\n{vis} {before} fn {name}{generics}({receiver}{comma} {args}) {output} {bounds} {body}\n")
        })
        .boxed()
}

/// Methods that are right by themselves.
const METHODS: &[&str] = &[
    "#[init] fn make(a: u8, ctx: &mut Context<Self>) -> Self {}",
    "#[init] async fn make() -> Result<Init<Self>, E> {}",
    "#[call] pub fn one(&self) -> u8 {}",
    "#[call(timeout = 5s)] async fn two(&mut self, mut a: T, b: Option<Self>) -> Result<T, E> {}",
    "#[call] fn three(&self, ctx: &Context<Self>, reply: ReplyTo<u8>) {}",
    "#[call(blocking)] fn four(&self, /// Docs.\n #[allow(unused)] a: u8) -> io::Result<Self> {}",
    "#[cast] fn five(&mut self, a: [u8; Self::N]) {}",
    "#[cfg(unix)] #[cast] async fn six(&mut self, a: <Self as Trait>::Out) -> Result<(), E> {}",
    "#[info] fn seven(&mut self, _: Down) {}",
    "#[info] fn eight(&mut self, m: AnyMessage, ctx: &mut Context<Self>) {}",
    "#[handle_continue] fn nine(&mut self, m: Next) {}",
    "#[terminate] fn ten(&mut self, reason: &ExitReason) {}",
    "#[hibernate] fn eleven(&mut self) {}",
    "#[format_status] fn twelve(&self) -> String {}",
    "#[start] async fn begin(config: Config, kind: StartType) -> Result<Top<Self>, E> {}",
    "#[start_phase] fn warm_up(&mut self) -> io::Result<()> {}",
    "#[prep_stop] async fn drain(&mut self) {}",
    "#[stop] fn end(&self) {}",
    "#[config_change] fn changed(&mut self, change: ConfigChange) {}",
    "fn helper(&self, (a, b): (u8, u8)) -> impl Iterator<Item = u8> + '_ {}",
    "const N: usize = { 3 };",
    "type Out = u8;",
    "macro!{}",
    "pub fn other<'a, T: Copy>(self: Box<Self>) where Self: Sized {}",
];

fn impl_block() -> Text {
    let before = rarely(&["unsafe", "default", "unsafe default", "pub"]);
    let of = rarely(&["Display for", "!Send for", "Trait<u8> for", "const Trait for"]);
    let ty = prop_oneof![
        8 => one_of(&["Bank", "Bank<T>"]),
        1 => one_of(&["Bank<'a>", "(A, B)", "[u8]", "dyn Tell", "a::Bank", "r#type", "<A as B>::C", "&Bank", "Bank<{ 1 }>"]),
    ];
    let method = prop_oneof![3 => one_of(METHODS), 1 => function()].boxed();
    (attrs(), before, rarely(GENERICS), of, ty, rarely(WHERE), rarely(&["#![allow(unused)]"]), some(method, 6, "\n"))
        .prop_map(|(attrs, before, generics, of, ty, bounds, inner, items)| {
            format!("{attrs}\n{before} impl{generics} {of} {ty} {bounds} {{ {inner} {items} }}")
        })
        .boxed()
}

/// Methods of a protocol.
const DECLARED: &[&str] = &[
    "#[call] fn get(&self) -> u8;",
    "/// Docs.\n#[call(timeout = 5s)] async fn take(&mut self, a: u8, /** docs */ b: &str) -> Result<u8, E>;",
    "#[call] fn later(&mut self, a: &[T], ctx: &mut Context<Self>, reply: ReplyTo<u8>);",
    "#[call(blocking)] fn slow(&mut self) {}",
    "#[cast] fn add(&mut self, a: u8);",
    "#[cast] async fn note(&mut self, text: String, ctx: &mut Context<Self>) -> Result<(), E>;",
    "#[cfg(x)] #[cast] fn r#type(&mut self);",
    "#[call] #[cast] fn both(self, (a, b): (u8, u8)) -> impl Sized;",
    "#[init] fn init() -> Self;",
    "fn unmarked(&self);",
    "#[call] fn generic<'a, T>(&'a self, a: &'a T) -> &'a T where T: Copy;",
    "#[call] async fn with_body(&self) -> u8 { 5 }",
    "const N: usize;",
    "type Out;",
    "macro!{}",
];

fn trait_block() -> Text {
    let before = rarely(&["unsafe", "auto", "pub", "pub(crate) unsafe"]);
    let supers = rarely(&[": Send", ": A + B<u8>", ":"]);
    let method = prop_oneof![6 => one_of(DECLARED), 1 => function()].boxed();
    let name = one_of(&["Ledger", "r#type", "call"]);
    (attrs(), before, name, rarely(GENERICS), supers, rarely(WHERE), some(method, 6, "\n"))
        .prop_map(|(attrs, before, name, generics, supers, bounds, items)| {
            format!("{attrs}\n{before} trait {name}{generics} {supers} {bounds} {{ {items} }}")
        })
        .boxed()
}

fn structure() -> Text {
    let field = (attrs(), rarely(MARKS), rarely(VIS), one_of(NAMES), one_of(TYPES))
        .prop_map(|(attrs, mark, vis, name, ty)| format!("{attrs}\n{mark}\n{vis} {name}: {ty}"));
    let plain = (
        rarely(&["pub", "#[child(args(1))]", "#[default(5)]", "#[agent(skip)]"]),
        one_of(NAMES),
        one_of(&["u8", "String", "a::Till"]),
    )
        .prop_map(|(before, name, ty)| format!("{before} {name}: {ty}"));
    let fields = some(prop_oneof![4 => plain, 1 => field].boxed(), 5, ", ");
    let tuple = some((rarely(VIS), one_of(TYPES)).prop_map(|(vis, ty)| format!("{vis} {ty}")).boxed(), 3, ", ");
    let head = (attrs(), rarely(VIS), one_of(&["Bank", "r#type", "child"]), rarely(GENERICS), rarely(WHERE));
    let body = prop_oneof![
        8 => fields.prop_map(|fields| (true, format!("{{ {fields} }}"))),
        1 => tuple.prop_map(|fields| (false, format!("({fields})"))),
        1 => Just((false, String::new())),
    ];
    (head, body)
        .prop_map(|((attrs, vis, name, generics, bounds), (is_named, body))| match is_named {
            true => format!("{attrs}\n{vis} struct {name}{generics} {bounds} {body}"),
            false => format!("{attrs}\n{vis} struct {name}{generics} {body} {bounds};"),
        })
        .boxed()
}

/// What an expansion that replaces its item still has of it: a method for each field, or the body.
pub(super) fn named(item: &TokenStream) -> Vec<String> {
    if let Ok(item) = syn::parse2::<syn::ItemStruct>(item.clone()) {
        let names = item.fields.iter().filter_map(|field| field.ident.as_ref()).filter(|name| *name != "_");
        return names.map(|name| format!("fn {name} (")).collect();
    }
    let words: Vec<_> = crate::item::words(item.clone()).map(|word| word.to_string()).collect();
    if words.iter().any(|word| word == "trait") {
        // its methods; constants and types are left out, and one that is broken may reach far
        let methods = syn::parse2::<syn::ItemTrait>(item.clone()).map(|item| item.items).unwrap_or_default();
        let name = |item: &syn::TraitItem| match item {
            syn::TraitItem::Fn(found) => Some(format!("fn {}", found.sig.ident)),
            _ => None,
        };
        return methods.iter().filter_map(name).collect();
    }
    if words.iter().any(|word| word == "struct") {
        // half typed, which rustc reports: `robust` asks for the fields that can be read
        return Vec::new();
    }
    item.clone().into_iter().last().iter().map(ToString::to_string).collect()
}

/// Items of other kinds.
const OTHERS: &[&str] = &[
    "enum Bank { #[default] A, #[agent(skip)] B(#[child] u8) }",
    "union Bank { a: u8 }",
    "trait Bank { #[call] fn get(&self); }",
    "mod bank { #[default] struct A { #[child] x: u8 } }",
    "mod bank;",
    "use a::{b as c, *};",
    "type Bank = u8;",
    "const X: u8 = 1;",
    "static mut X: u8 = 1;",
    "extern \"C\" { fn x(); }",
    "extern crate x;",
    "macro_rules! x { () => {} }",
    "x! {}",
    "fn main() {}",
    "async fn works() {}",
    "pub async fn works(a: u8) -> u8 { 5 }",
    "#[test] async fn works() {}",
    "#[tokio::main] async unsafe fn main<T>(self, ...) -> ! where T: Copy {}",
    "async fn main() -> impl Sized {}",
    "const fn x() {}",
    "async fn x();",
    "unsafe extern \"C\" fn x() {}",
    "trait A = B;",
    "",
];

/// An item, of the kind that `attr` is for mostly.
pub(super) fn item(attr: Attr) -> impl Strategy<Value = Vec<Tree>> {
    let right = match attr {
        Attr::GenServer | Attr::Application => impl_block(),
        Attr::Supervisor | Attr::Agent | Attr::Config => structure(),
        Attr::Protocol => trait_block(),
        Attr::Main | Attr::Test | Attr::Helper(_) => prop_oneof![function(), one_of(OTHERS)].boxed(),
    };
    parsed(
        prop_oneof![12 => right, 1 => impl_block(), 1 => trait_block(), 1 => structure(), 1 => function(), 1 => one_of(OTHERS)],
    )
}

const OPTIONS: &[&str] = &[
    "strategy = one_for_one",
    "strategy = rest_for_one",
    "strategy = \"one_for_all\"",
    "max_restarts = 3",
    "max_seconds = x.0",
    "auto_shutdown = any_significant",
    "args(a: u8, mut b: Vec<(u8, u8)>)",
    "args(a, (b, c): (u8, u8), &x: &u8, self, _: impl A)",
    "restart = permanent",
    "restart = Transient",
    "shutdown = 5s",
    "shutdown = brutal_kill",
    "significant",
    "significant = true",
    "id = \"x\"",
    "name = \"x\"",
    "name = 5",
    "mailbox = 64",
    "mailbox = 0",
    "timeout = infinity",
    "timeout = 1.5s",
    "hibernate_after = 5",
    "inline = false",
    "client = Name",
    "client = r#type",
    "client = \"Name\"",
    "crate = crate::otp",
    "crate = ::otp",
    "crate = otp",
    "crate = \"otp\"",
    "crate",
    "mailbx = 1",
    "config = Config",
    "config = \"C\"",
    "dependencies(A, b::C, \"d\", 5)",
    "optional(\"e\")",
    "includes()",
    "dependencies = A",
    "description = concat!(\"a\", \"b\")",
    "version = V",
    "paused",
    "paused = true",
    "flavor = \"multi_thread\"",
    "flavor = current_thread",
    "worker_threads = 2",
    "worker_threads = 0",
    "skip",
    "= 5",
    "a b",
    "x = |a| a, b",
    "x = { 1 }",
    "transient",
    "x[1]",
    "x{}",
    "name = if x { 1 } else { 2 }",
];

/// The arguments of the attribute.
pub(super) fn args(attr: Attr) -> impl Strategy<Value = Vec<Tree>> {
    let right: &[&str] = match attr {
        Attr::GenServer => {
            &["", "mailbox = 64, timeout = 5s", "client = Other, crate = crate::x", "name = \"x\", inline = false"]
        }
        Attr::Supervisor => {
            &["strategy = one_for_all", "strategy = one_for_one, args(a: u8), max_restarts = a, client = X"]
        }
        Attr::Agent => &["", "name = \"x\", timeout = 5s", "client = Other, crate = crate::x"],
        Attr::Application => &["", "config = C, dependencies(A, \"b\")", "name = \"x\", version = V"],
        Attr::Protocol => &["", "client = Other", "crate = crate::x"],
        Attr::Config | Attr::Main | Attr::Helper(_) => &["", "crate = crate::x"],
        Attr::Test => &["", "paused", "flavor = \"multi_thread\", worker_threads = 2"],
    };
    prop_oneof![4 => parsed(one_of(right)), 2 => parsed(some(one_of(OPTIONS), 4, ", ")), 1 => any_trees(6)]
}
