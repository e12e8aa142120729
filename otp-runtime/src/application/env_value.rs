//! Types that a configuration can hold, and how they are written in an environment variable.

use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32,
    NonZeroU64, NonZeroU128, NonZeroUsize,
};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

/// What an application's environment can hold: set from code as it is, or parsed from the text of an environment variable.
///
/// Numbers, `bool`, `char`, `String`, `PathBuf`, network addresses, `NonZero…`, `Duration` (`5s`, `20ms`, `1.5s`, `30min`,
/// `2h`), `Option<T>` (empty is `None`) and `Vec<T>` (separated by commas) are; a type of your own says how it is parsed.
///
/// ```
/// use otp_runtime::EnvValue;
/// use std::time::Duration;
///
/// #[derive(Clone, Debug, PartialEq)]
/// enum Level { Low, High }
///
/// impl EnvValue for Level {
///     fn parse(text: &str) -> Result<Self, String> {
///         match text {
///             "low" => Ok(Level::Low),
///             "high" => Ok(Level::High),
///             _ => Err("it is neither `low` nor `high`".to_owned()),
///         }
///     }
/// }
/// assert_eq!(Vec::<Level>::parse("low, high"), Ok(vec![Level::Low, Level::High]));
/// assert_eq!(Duration::parse("1.5s"), Ok(Duration::from_millis(1500)));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a value of an application's configuration",
    label = "not an `EnvValue`",
    note = "implement `EnvValue` for it: it says how the type is parsed from an environment variable"
)]
pub trait EnvValue: Clone + Debug + PartialEq + Send + Sync + 'static {
    /// The value that a text stands for, or why it stands for none.
    fn parse(text: &str) -> Result<Self, String>;

    /// The type as errors name it; by default its name, without the modules.
    fn expected() -> String {
        short_name(std::any::type_name::<Self>())
    }
}

/// `alloc::vec::Vec<core::num::NonZero<u8>>` without the modules.
pub(crate) fn short_name(name: &str) -> String {
    let mut short = String::with_capacity(name.len());
    let mut word = 0;
    for c in name.chars() {
        short.push(c);
        if short.ends_with("::") {
            short.truncate(word);
        } else if !(c.is_alphanumeric() || c == '_' || c == ':') {
            word = short.len();
        }
    }
    short
}

macro_rules! from_str {
    ($($type:ty)*) => { $(
        impl EnvValue for $type {
            fn parse(text: &str) -> Result<Self, String> {
                <$type as FromStr>::from_str(text.trim()).map_err(|error| error.to_string())
            }
        }
    )* };
}

from_str! {
    u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 char
    NonZeroU8 NonZeroU16 NonZeroU32 NonZeroU64 NonZeroU128 NonZeroUsize
    NonZeroI8 NonZeroI16 NonZeroI32 NonZeroI64 NonZeroI128 NonZeroIsize
    IpAddr Ipv4Addr Ipv6Addr SocketAddr SocketAddrV4 SocketAddrV6
}

impl EnvValue for bool {
    /// `true` and `1`, `false` and `0`.
    fn parse(text: &str) -> Result<Self, String> {
        match text.trim() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err("it is none of `true`, `1`, `false`, `0`".to_owned()),
        }
    }
}

impl EnvValue for String {
    fn parse(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }
}

impl EnvValue for PathBuf {
    fn parse(text: &str) -> Result<Self, String> {
        Ok(PathBuf::from(text))
    }
}

impl EnvValue for Duration {
    /// A number and its unit: `ns`, `us`, `ms`, `s`, `min` or `h`.
    fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let unit_at = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '_')).unwrap_or(text.len());
        let (number, unit) = text.split_at(unit_at);
        let nanos: u64 = match unit.trim() {
            "ns" => 1,
            "us" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "min" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            "" => return Err("a unit is missing: `ns`, `us`, `ms`, `s`, `min` or `h`".to_owned()),
            _ => return Err(format!("`{unit}` is no unit: `ns`, `us`, `ms`, `s`, `min` or `h`")),
        };
        let number = number.replace('_', "");
        if let Some(exact) = number.parse::<u64>().ok().and_then(|number| number.checked_mul(nanos)) {
            return Ok(Duration::from_nanos(exact));
        }
        let number: f64 = number.parse().map_err(|_| format!("`{number}` is no number"))?;
        Duration::try_from_secs_f64(number * (nanos as f64 / 1e9)).map_err(|_| "it is too long".to_owned())
    }

    fn expected() -> String {
        "Duration (as `5s` or `20ms`)".to_owned()
    }
}

impl<T: EnvValue> EnvValue for Option<T> {
    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() { Ok(None) } else { T::parse(text).map(Some) }
    }

    fn expected() -> String {
        T::expected()
    }
}

impl<T: EnvValue> EnvValue for Vec<T> {
    fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        text.split(',')
            .enumerate()
            .map(|(at, item)| T::parse(item.trim()).map_err(|why| format!("item {}: {why}", at + 1)))
            .collect()
    }

    fn expected() -> String {
        format!("list of {}, separated by commas", T::expected())
    }
}
