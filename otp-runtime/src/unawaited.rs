//! What is said of a call, a start or a task whose outcome is used before there is one: `account.balance().unwrap()`.
//!
//! The methods of a `Result` exist on all of these, under a condition that is never met. So nobody can call them and they
//! hide nothing, but rustc finds them and says what the condition does.

use crate::check::Awaited;
use crate::{
    Call, CallBody, GenServer, Join, Protocol, ProtocolCall, ProtocolRequest, Request, Start, StartMonitor, Stop, Task,
};

macro_rules! methods {
    ($($name:ident)*) => {$(
        pub fn $name(self) -> std::convert::Infallible {
            unreachable!()
        }
    )*};
}

macro_rules! not_yet {
    ($([$($generics:tt)*] $ty:ty;)*) => {$(
        #[doc(hidden)]
        #[allow(missing_docs, clippy::missing_panics_doc, clippy::must_use_candidate)]
        impl<$($generics)*> $ty
        where
            for<'any> Self: Awaited<'any>,
        {
            methods!(unwrap expect ok err is_ok is_err map_err and_then unwrap_or unwrap_or_else unwrap_or_default);
        }
    )*};
}

not_yet! {
    ['a, S: GenServer, T, E, B: CallBody<S>] Call<'a, S, T, E, B>;
    [S: GenServer, T, E] Request<S, T, E>;
    ['a, P: Protocol, T, E] ProtocolCall<'a, P, T, E>;
    [P: Protocol, T, E] ProtocolRequest<P, T, E>;
    [S: GenServer, C] Start<S, C>;
    [S: GenServer, C] StartMonitor<S, C>;
    [] Stop;
    [T: Send + 'static] Task<T>;
    [T: Send + 'static] Join<T>;
}
