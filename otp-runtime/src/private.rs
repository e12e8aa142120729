//! What only generated code uses: no part of the API, and changed without notice.

use std::error::Error;

/// `Debug` of messages: a field that has no `Debug` itself is shown as `_`.
pub mod debug {
    use std::fmt::{self, Debug, Formatter};

    /// A field of a message. `Field(&value).or_underscore()` finds the inherent method if the type has `Debug`, else that of
    /// [`NoDebug`]; for a type parameter that is decided by its bounds.
    pub struct Field<'a, T>(pub &'a T);

    impl<'a, T: Debug> Field<'a, T> {
        /// The field itself.
        pub fn or_underscore(&self) -> &'a dyn Debug {
            self.0
        }
    }

    /// For fields without `Debug`.
    pub trait NoDebug {
        /// A `_` in place of the field.
        fn or_underscore(&self) -> &'static dyn Debug {
            &Hidden
        }
    }

    impl<T> NoDebug for Field<'_, T> {}

    struct Hidden;

    impl Debug for Hidden {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            f.write_str("_")
        }
    }

    /// A message with named fields.
    pub fn fields(f: &mut Formatter<'_>, name: &str, fields: &[(&str, &dyn Debug)]) -> fmt::Result {
        let mut shown = f.debug_struct(name);
        for (field, value) in fields {
            shown.field(field, value);
        }
        shown.finish()
    }

    /// A message whose values have no names.
    pub fn values(f: &mut Formatter<'_>, name: &str, values: &[&dyn Debug]) -> fmt::Result {
        let mut shown = f.debug_tuple(name);
        for value in values {
            shown.field(value);
        }
        shown.finish()
    }
}

/// What an `init` that failed returned, as a reason.
pub mod reason {
    use crate::ExitReason;
    use std::error::Error;
    use std::fmt::Debug;

    /// The error. `Failed(error).reason(..)` finds the inherent method if the type is an error, else that of [`Printed`] if it
    /// has `Debug`, else that of [`Unknown`].
    pub struct Failed<E>(pub E);

    impl<E: Into<Box<dyn Error + Send + Sync>>> Failed<E> {
        /// The error itself.
        pub fn reason(self, _: &str) -> ExitReason {
            match self.0.into().downcast::<ExitReason>() {
                Ok(reason) => *reason,
                Err(error) => ExitReason::error(error),
            }
        }
    }

    /// For what is no error.
    pub trait Printed: Sized {
        /// What it looks like.
        fn reason(self, server: &str) -> ExitReason;
    }

    impl<E: Debug> Printed for Failed<E> {
        fn reason(self, _: &str) -> ExitReason {
            ExitReason::error(format!("{:?}", self.0))
        }
    }

    /// For what cannot be printed.
    pub trait Unknown: Sized {
        /// Whose it is.
        fn reason(self, server: &str) -> ExitReason;
    }

    impl<E> Unknown for &Failed<E> {
        fn reason(self, server: &str) -> ExitReason {
            ExitReason::error(format!("the #[init] of {server} returned an error"))
        }
    }
}

/// A field of an agent that its client can read.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not `Clone`, so the client cannot give a copy of it",
    label = "not `Clone`",
    note = "derive `Clone` for it, or write `#[agent(skip)]` above the field and use `get` with a function"
)]
pub trait ReadField: Clone {}

#[diagnostic::do_not_recommend]
impl<T: Clone> ReadField for T {}

/// A copy of a field.
pub fn clone<T: ReadField>(field: &T) -> T {
    field.clone()
}

/// What `#[start]` and `#[start_phase]` may fail with.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of a callback: it is no `std::error::Error`",
    label = "not an error",
    note = "implement `std::error::Error` for it, or return a `String` or a `Box<dyn Error + Send + Sync>` instead"
)]
pub trait CallbackError {
    /// The error, for the report of the start.
    fn into_error(self) -> Box<dyn Error + Send + Sync>;
}

#[diagnostic::do_not_recommend]
impl<E: Into<Box<dyn Error + Send + Sync>>> CallbackError for E {
    fn into_error(self) -> Box<dyn Error + Send + Sync> {
        self.into()
    }
}

/// The error of a callback.
pub fn failure<E: CallbackError>(error: E) -> Box<dyn Error + Send + Sync> {
    error.into_error()
}

#[cfg(test)]
mod tests {
    use super::debug::{self, NoDebug as _};
    use std::fmt::{self, Debug, Formatter};

    struct Opaque;

    enum Message<T> {
        Plain(u8),
        Mixed { number: u8, opaque: Opaque },
        Generic(T),
    }

    impl<T> Debug for Message<T> {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            match *self {
                Self::Plain(ref value) => debug::values(f, "Plain", &[debug::Field(value).or_underscore()]),
                Self::Mixed { ref number, ref opaque } => {
                    let fields: [(&str, &dyn Debug); 2] = [
                        ("number", debug::Field(number).or_underscore()),
                        ("opaque", debug::Field(opaque).or_underscore()),
                    ];
                    debug::fields(f, "Mixed", &fields)
                }
                Self::Generic(ref value) => debug::values(f, "Generic", &[debug::Field(value).or_underscore()]),
            }
        }
    }

    #[test]
    fn fields_without_debug_are_shown_as_an_underscore() {
        assert_eq!(format!("{:?}", Message::<u8>::Plain(1)), "Plain(1)");
        assert_eq!(
            format!("{:?}", Message::<u8>::Mixed { number: 2, opaque: Opaque }),
            "Mixed { number: 2, opaque: _ }"
        );
        assert_eq!(format!("{:?}", Message::Generic(3)), "Generic(_)");
    }
}
