//! Durations written as literals with their unit: `5s`, `20ms`, `1.5s`, `30min`, `2h`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Lit;

/// The units and their nanoseconds.
const UNITS: [(&str, u128); 5] =
    [("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("min", 60_000_000_000), ("h", 3_600_000_000_000)];

/// A duration, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Nanos(u64);

/// Reads a duration; the error is what is wrong with it and what to write, for an option named `option`.
pub(crate) fn parse(option: &str, value: &TokenStream) -> Result<Nanos, (String, String)> {
    let example = || format!("write a number and its unit: `{option} = 5s`, `20ms`, `1.5s`, `30min` or `2h`");
    let Ok(literal) = syn::parse2::<Lit>(value.clone()) else {
        return Err((format!("`{option}` takes a duration"), example()));
    };
    let (digits, unit) = match &literal {
        Lit::Int(int) => (int.base10_digits().to_owned(), int.suffix()),
        Lit::Float(float) => (float.base10_digits().to_owned(), float.suffix()),
        Lit::Str(text) => {
            let text = text.value();
            let good = text.parse::<TokenStream>().is_ok_and(|value| parse(option, &value).is_ok());
            let help = if good { format!("write it without the quotes: `{option} = {text}`") } else { example() };
            return Err((format!("`{option}` takes a duration, not a string"), help));
        }
        _ => return Err((format!("`{option}` takes a duration"), example())),
    };
    if digits.starts_with('-') {
        return Err((format!("`{option}` takes a duration, and none is negative"), example()));
    }
    if unit.is_empty() {
        let help = format!("`{option} = {digits}s` for seconds, `{option} = {digits}ms` for milliseconds");
        return Err((format!("`{option}` takes a duration, and this number has no unit"), help));
    }
    let Some((_, nanos)) = UNITS.iter().find(|(name, _)| *name == unit) else {
        let help = "the units are `ms`, `s`, `min` and `h` (and `us`)".to_owned();
        return Err((format!("`{unit}` is not a unit of time"), help));
    };
    scaled(&digits, *nanos).map(Nanos).ok_or_else(|| {
        ("this duration is out of range".to_owned(), format!("`{option}` goes up to 5 million hours: `{option} = 24h`"))
    })
}

/// `digits`, which may have a fraction, times `unit`, without a rounding error.
fn scaled(digits: &str, unit: u128) -> Option<u64> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = whole.parse::<u128>().ok()?.checked_mul(unit)?;
    let mut total = whole;
    let mut unit = unit;
    for digit in fraction.chars() {
        unit /= 10;
        total = total.checked_add(u128::from(digit.to_digit(10)?) * unit)?;
    }
    u64::try_from(total).ok()
}

impl Nanos {
    /// The expression for it, in the largest unit that `Duration` has a function for.
    pub(crate) fn tokens(self) -> TokenStream {
        let number = proc_macro2::Literal::u64_unsuffixed;
        let nanos = self.0;
        if nanos.is_multiple_of(1_000_000_000) {
            let seconds = number(nanos / 1_000_000_000);
            quote!(::core::time::Duration::from_secs(#seconds))
        } else if nanos.is_multiple_of(1_000_000) {
            let millis = number(nanos / 1_000_000);
            quote!(::core::time::Duration::from_millis(#millis))
        } else if nanos.is_multiple_of(1_000) {
            let micros = number(nanos / 1_000);
            quote!(::core::time::Duration::from_micros(#micros))
        } else {
            let nanos = number(nanos);
            quote!(::core::time::Duration::from_nanos(#nanos))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Result<String, (String, String)> {
        let value: TokenStream = text.parse().unwrap();
        parse("timeout", &value).map(|nanos| crate::diag::show(nanos.tokens()))
    }

    #[test]
    fn durations_are_emitted_in_the_largest_unit() {
        for (text, expected) in [
            ("5s", "from_secs(5)"),
            ("20ms", "from_millis(20)"),
            ("1.5s", "from_millis(1500)"),
            ("30min", "from_secs(1800)"),
            ("2h", "from_secs(7200)"),
            ("0.25ms", "from_micros(250)"),
            ("1_000ms", "from_secs(1)"),
            ("0s", "from_secs(0)"),
            ("0.1us", "from_nanos(100)"),
        ] {
            assert_eq!(shown(text), Ok(format!("::core::time::Duration::{expected}")), "{text}");
        }
    }

    #[test]
    fn other_values_are_refused_with_what_to_write() {
        for (text, what, help) in [
            ("5", "no unit", "`timeout = 5s`"),
            ("1.5", "no unit", "`timeout = 1.5s`"),
            ("\"5s\"", "not a string", "without the quotes: `timeout = 5s`"),
            ("\"soon\"", "not a string", "`timeout = 5s`"),
            ("5sec", "`sec` is not a unit", "`min`"),
            ("soon", "takes a duration", "`timeout = 5s`"),
            ("-5s", "none is negative", "`timeout = 5s`"),
            ("", "takes a duration", "`timeout = 5s`"),
            ("true", "takes a duration", "`timeout = 5s`"),
            ("99999999999999999999999h", "out of range", "`timeout = 24h`"),
        ] {
            let (found_what, found_help) = shown(text).unwrap_err();
            assert!(found_what.contains(what), "{text}: {found_what}");
            assert!(found_help.contains(help), "{text}: {found_help}");
        }
    }
}
