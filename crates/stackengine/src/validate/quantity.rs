//! Resource quantities, exactly: `apimachinery/pkg/api/resource`.

use std::fmt;

use crate::yaml::{Node, Value};

const MALFORMED: &str = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const NO_SUFFIX: &str = "unable to parse quantity's suffix";
const NO_NUMBER: &str = "unable to parse numeric part of quantity";
const NANO: i128 = 1_000_000_000;
const DECIMAL: [(&str, i32); 10] =
    [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];
const BINARY: [&str; 7] = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/// An amount in billionths, and the family of suffixes it was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quantity {
    nanos: i128,
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Decimal,
    Binary,
    Exponent,
}

impl Quantity {
    /// The quantity that stands in a node: a number or text.
    pub(crate) fn of(node: &Node<'_>) -> Result<Self, &'static str> {
        match &node.value {
            Value::Int(number) => Self::parse(&number.to_string()),
            Value::Float(number) => Self::parse(&number.to_string()),
            Value::String(text) => Self::parse(text.trim()),
            _ => Err(MALFORMED),
        }
    }

    /// The quantity that a text is.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let (negative, unsigned) = match text.as_bytes().first() {
            None => return Err(MALFORMED),
            Some(b'-') => (true, text.get(1..).unwrap_or_default()),
            Some(b'+') => (false, text.get(1..).unwrap_or_default()),
            Some(_) => (false, text),
        };
        let (whole, rest) = leading(unsigned, |byte| byte.is_ascii_digit());
        let (fraction, suffix) = match rest.strip_prefix('.') {
            Some(after) => leading(after, |byte| byte.is_ascii_digit()),
            None => ("", rest),
        };
        check_suffix(suffix)?;
        let (base, exponent, format) = factor(suffix).ok_or(NO_SUFFIX)?;
        if whole.is_empty() && fraction.is_empty() {
            return Err(NO_NUMBER);
        }
        let nanos = amount(whole, fraction, base, exponent);
        Ok(Self { nanos: if negative { -nanos } else { nanos }, format })
    }

    /// Whether it is below zero.
    pub(super) fn is_negative(self) -> bool {
        self.nanos < 0
    }

    /// Whether it is zero.
    pub(super) fn is_zero(self) -> bool {
        self.nanos == 0
    }

    /// Whether it is whole when counted in thousandths, rounded up, as `MilliValue` does.
    pub(super) fn is_whole(self) -> bool {
        let millis = self.nanos.div_euclid(1_000_000) + i128::from(self.nanos.rem_euclid(1_000_000) != 0);
        millis % 1000 == 0
    }

    /// Rounded up to a whole number, as `Value` does.
    pub(crate) fn value(self) -> i128 {
        self.nanos.div_euclid(NANO) + i128::from(self.nanos.rem_euclid(NANO) != 0)
    }

    /// Larger, smaller or the same amount, however it was written.
    pub(super) fn compare(self, other: Self) -> std::cmp::Ordering {
        self.nanos.cmp(&other.nanos)
    }

    /// The sum, in the way the first was written.
    pub(super) fn plus(self, other: Self) -> Self {
        Self { nanos: self.nanos.saturating_add(other.nanos), format: self.format }
    }

    /// The larger one.
    pub(super) fn max(self, other: Self) -> Self {
        if other.nanos > self.nanos { other } else { self }
    }
}

/// The server's canonical way of writing: `1024Mi` is `1Gi`, `0.5` is `500m`.
impl fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.nanos < 0 { "-" } else { "" };
        if self.nanos == 0 {
            return write!(formatter, "0");
        }
        let size = self.nanos.abs();
        if self.format == Format::Binary && size >= 1024 * NANO {
            let mut whole = Self { nanos: size, ..*self }.value();
            let mut steps = 0;
            while whole % 1024 == 0 && steps + 1 < BINARY.len() {
                whole /= 1024;
                steps += 1;
            }
            return write!(formatter, "{sign}{whole}{}", BINARY.get(steps).copied().unwrap_or_default());
        }
        let mut number = size;
        let mut exponent = -9;
        while number % 1000 == 0 && exponent < 18 {
            number /= 1000;
            exponent += 3;
        }
        match self.format {
            Format::Exponent if exponent != 0 => write!(formatter, "{sign}{number}e{exponent}"),
            Format::Exponent => write!(formatter, "{sign}{number}"),
            _ => {
                let suffix = DECIMAL.iter().find(|(_, power)| *power == exponent).map_or("", |(suffix, _)| suffix);
                write!(formatter, "{sign}{number}{suffix}")
            }
        }
    }
}

fn leading(text: &str, is_part: impl Fn(u8) -> bool) -> (&str, &str) {
    let end = text.bytes().position(|byte| !is_part(byte)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// A suffix is letters of a fixed set, then perhaps a sign, then digits.
fn check_suffix(suffix: &str) -> Result<(), &'static str> {
    let (_, rest) = leading(suffix, |byte| b"eEinumkKMGTP".contains(&byte));
    let rest = rest.strip_prefix(['+', '-']).unwrap_or(rest);
    let (_, rest) = leading(rest, |byte| byte.is_ascii_digit());
    if rest.is_empty() { Ok(()) } else { Err(MALFORMED) }
}

fn factor(suffix: &str) -> Option<(i128, i32, Format)> {
    if let Some((_, power)) = DECIMAL.iter().find(|(name, _)| *name == suffix) {
        return Some((10, *power, Format::Decimal));
    }
    if let Some(power) = BINARY.iter().position(|name| *name == suffix) {
        return Some((1024, i32::try_from(power).ok()?, Format::Binary));
    }
    let exponent = suffix.strip_prefix(['e', 'E'])?;
    let power: i32 = exponent.parse().ok()?;
    Some((10, power, Format::Exponent))
}

/// Billionths, rounded up, and never more than the server keeps: 2^63 - 1 whole ones.
fn amount(whole: &str, fraction: &str, base: i128, exponent: i32) -> i128 {
    let limit = i128::from(i64::MAX) * NANO;
    let whole = whole.trim_start_matches('0');
    // More digits than any amount needs: the rest cannot matter any more, except to round up.
    let precise: String = fraction.chars().take(18).collect();
    let lost = fraction.bytes().skip(18).any(|byte| byte != b'0');
    if whole.len() > 20 && exponent >= 0 {
        return limit;
    }
    let digits = format!("{}{precise}", whole.get(..whole.len().min(38 - precise.len())).unwrap_or_default());
    let mut number: i128 = digits.parse().unwrap_or(0);
    let mut scale = 9 - i32::try_from(precise.len()).unwrap_or(0);
    if base == 1024 {
        number = (0..exponent).fold(number, |number, _| number.saturating_mul(1024));
    } else {
        scale = scale.saturating_add(exponent);
    }
    let mut up = lost;
    for _ in 0..scale.unsigned_abs().min(60) {
        if scale > 0 {
            number = number.saturating_mul(10);
        } else {
            up |= number % 10 != 0;
            number /= 10;
        }
    }
    number.saturating_add(i128::from(up)).min(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Result<Quantity, &'static str> {
        Quantity::parse(text)
    }

    #[test]
    fn quantities_are_written_as_the_server_writes_them() {
        let truth = [
            ("1024Mi", "1Gi"),
            ("0.5", "500m"),
            ("1500m", "1500m"),
            ("1000m", "1"),
            ("100M", "100M"),
            ("0.5Gi", "512Mi"),
            ("1e3", "1e3"),
            ("-5", "-5"),
            ("0", "0"),
            ("1.5Gi", "1536Mi"),
            ("512", "512"),
            ("12E", "9223372036854775807"),
        ];
        for (text, written) in truth {
            assert_eq!(quantity(text).map(|quantity| quantity.to_string()), Ok(written.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_quantity_is_refused_in_the_servers_words() {
        for text in ["", "5GB", "lots", "1.2.3", "5 Gi", "1,5"] {
            assert_eq!(quantity(text), Err(MALFORMED), "{text}");
        }
        for text in ["5mm", "5ki", "5m5", "5K"] {
            assert_eq!(quantity(text), Err(NO_SUFFIX), "{text}");
        }
        for text in ["Mi", ".", "+"] {
            assert_eq!(quantity(text), Err(NO_NUMBER), "{text}");
        }
    }

    #[test]
    fn amounts_of_any_length_end_quietly() {
        for text in ["9".repeat(500), format!("0.{}", "3".repeat(500)), "1e2147483647".to_owned(), "1e-999".to_owned()]
        {
            assert!(quantity(&text).is_ok(), "{text}");
        }
    }
}
