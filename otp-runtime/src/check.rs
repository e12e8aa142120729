//! What generated code asks of the types in a server, under the tokens where they stand: so a type that does not fit is told
//! of in these words.
//!
//! `const _: () = { fn _post(_: Sent<Entry>) {} };` compiles if an `Entry` may be an argument or a reply. A person who reads
//! an expansion meets these types; nobody need write them.

use std::marker::PhantomData;

/// What may be an argument or a reply.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent to a server",
    label = "not `Send + 'static`",
    note = "arguments and replies must be `Send + 'static`"
)]
pub trait Sendable: Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Send + 'static> Sendable for T {}

/// Is well-formed if `T` may be an argument or a reply.
pub struct Sent<T: Sendable>(PhantomData<T>);

/// What may be the state of a server.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot run as a server",
    label = "not `Send + 'static`",
    note = "the state of a server must be `Send + 'static`: it moves between threads"
)]
pub trait ServerState: Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Send + 'static> ServerState for T {}

/// Is well-formed if `S` may be the state of a server.
pub struct State<S: ServerState>(PhantomData<S>);

/// What may be in a field of an agent.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be part of an agent",
    label = "not `Send + 'static`",
    note = "the state of an agent moves between threads: `Arc` can, where `Rc` cannot"
)]
pub trait FieldState: Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Send + 'static> FieldState for T {}

/// Is well-formed if `T` may be in a field of an agent.
pub struct Stored<T: FieldState>(PhantomData<T>);

/// What has accessors for private fields: nothing has. The client of an agent has a method for each private field on this
/// condition, which nobody can call and which hides nothing, so that rustc can say why.
#[diagnostic::on_unimplemented(
    message = "this field is private, so `{Self}` has no accessor for it",
    label = "a private field",
    note = "write `pub` or `pub(crate)` before the field; or reach it with `get(|state| …)` where it is visible"
)]
pub trait PrivateAccess<'any> {}

/// What has methods for those of a server that are no messages: nothing has. The client of a server has a method of the name
/// of each on this condition, which nobody can call and which hides nothing, so that rustc can say why.
#[diagnostic::on_unimplemented(
    message = "this method has no `#[call]` and no `#[cast]`, so `{Self}` does not have it",
    label = "not a message of the server",
    note = "write `#[call]` above the method if the caller waits for a reply, `#[cast]` if not"
)]
pub trait UnmarkedAccess<'any> {}

/// What an `async` handler may hold a shared borrow of while it waits.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not `Sync`, so an `async` handler cannot take `&self`",
    label = "take `&mut self` here",
    note = "while an `async` handler waits, its `&self` may be on another thread"
)]
pub trait SharedState: Sync {}

#[diagnostic::do_not_recommend]
impl<T: Sync> SharedState for T {}

/// Is well-formed if the `async` handlers of `S` may take `&self`.
pub struct Shared<S: SharedState>(PhantomData<S>);

/// What a caller may lend to a call or a cast: the message owns a copy when it has to wait in the mailbox.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be lent to a server",
    label = "not `Clone`",
    note = "a message that has to wait owns a copy of what was lent: derive `Clone`, or take it by value"
)]
pub trait Lendable<Owned> {
    /// A copy: a `String` of a `str`, a `Vec<T>` of a `[T]`, another `T` of a `T`.
    fn copy(&self) -> Owned;
}

#[diagnostic::do_not_recommend]
impl<T: ToOwned + ?Sized> Lendable<T::Owned> for T {
    fn copy(&self) -> T::Owned {
        self.to_owned()
    }
}

/// The same type, where `KNOWN` can be computed: `<dyn Ledger as Known<{ <dyn Ledger as ProtocolTrait>::KNOWN }>>::Type`.
///
/// Of a constant that cannot be computed rustc says why, once; and it says nothing about types with such a one in them. So what
/// is no protocol is told of where it is listed, and nowhere else.
pub trait Known<const KNOWN: bool> {
    /// The same type.
    type Type: ?Sized;
}

impl<T: ?Sized> Known<true> for T {
    type Type = T;
}

/// What has an outcome already. Nothing that is awaited has.
#[diagnostic::on_unimplemented(
    message = "this has to be awaited before there is a `Result`",
    label = "write `.await` before this: `.await.unwrap()`, say",
    note = "nothing is sent, started or waited for until then"
)]
pub trait Awaited<'any> {}

/// What makes a [`CallError`](crate::CallError) an error, so that `?` can be written after a call: that its handler's is one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `std::error::Error`",
    label = "`{Self}` is no `std::error::Error`: write `.map_err(|error| error.to_string())?`, or give the handler an error that is"
)]
pub trait HandlerError: std::error::Error + 'static {}

#[diagnostic::do_not_recommend]
impl<E: std::error::Error + 'static> HandlerError for E {}
