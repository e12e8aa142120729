//! Money: whole cents, written as decimals with at most two places.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// An amount in cents, read from and shown as a decimal: `Cents(123450_u64)` is `1234.50`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cents<T = u64>(pub T);

/// Why a text is no amount of money.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AmountError {
    /// It is not digits with at most two more of them behind a point.
    #[error("malformed amount {0:?}, which should look like 12, 12.5 or 12.50")]
    Malformed(String),
    /// It is an amount, but of more cents than a `u64` counts.
    #[error("the amount {0} is too large")]
    TooLarge(String),
}

impl FromStr for Cents {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let (whole, places) = text.split_once('.').unwrap_or((text, "00"));
        if !digits(whole) || !digits(places) || places.len() > 2 {
            return Err(AmountError::Malformed(text.to_owned()));
        }
        match format!("{whole}{places:0<2}").parse() {
            Ok(cents) => Ok(Cents(cents)),
            Err(_) => Err(AmountError::TooLarge(text.to_owned())),
        }
    }
}

impl<T: Copy + Into<u128>> fmt::Display for Cents<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cents: u128 = self.0.into();
        f.pad(&format!("{}.{:02}", cents / 100, cents % 100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_become_cents() {
        for (text, cents) in [
            ("0", 0),
            ("0.00", 0),
            ("7", 700),
            ("12.5", 1_250),
            ("12.05", 1_205),
            ("007.50", 750),
            ("184467440737095516.15", u64::MAX),
        ] {
            assert_eq!(text.parse(), Ok(Cents(cents)), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount() {
        for text in [
            "", ".", ".5", "5.", "-0.5", "+5", "5.+1", "1.234", "1e3", "1.2.3", "1 000", "1_000", "1'000", "0x10",
            "NaN", "٣",
        ] {
            assert_eq!(text.parse::<Cents>(), Err(AmountError::Malformed(text.to_owned())));
        }
    }

    #[test]
    fn more_than_a_u64_of_cents() {
        for text in ["184467440737095516.16", "184467440737095517", "99999999999999999999999"] {
            assert_eq!(text.parse::<Cents>(), Err(AmountError::TooLarge(text.to_owned())));
        }
    }

    #[test]
    fn cents_become_decimals() {
        assert_eq!(Cents(0_u64).to_string(), "0.00");
        assert_eq!(Cents(5_u64).to_string(), "0.05");
        assert_eq!(Cents(u64::MAX).to_string(), "184467440737095516.15");
        assert_eq!(Cents(u128::from(u64::MAX) + 1).to_string(), "184467440737095516.16");
        assert_eq!(format!("{:>8}|", Cents(1_234_u64)), "   12.34|");
    }
}
