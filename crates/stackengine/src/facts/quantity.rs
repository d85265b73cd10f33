//! Kubernetes resource quantities (`1100m`, `32Mi`, `0.5`).

/// The value of a quantity in its base unit (cores, bytes); `None` for what is no quantity.
#[must_use]
pub fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    let split =
        text.find(|char: char| !(char.is_ascii_digit() || matches!(char, '.' | '+' | '-'))).unwrap_or(text.len());
    let (digits, suffix) = text.split_at(split);
    let number: f64 = digits.parse().ok()?;
    let factor = match suffix {
        "" => 1.0,
        "n" => 1e-9,
        "u" => 1e-6,
        "m" => 1e-3,
        "k" => 1e3,
        "M" => 1e6,
        "G" => 1e9,
        "T" => 1e12,
        "P" => 1e15,
        "E" => 1e18,
        "Ki" => 1024.0,
        "Mi" => 1024.0 * 1024.0,
        "Gi" => 1024.0 * 1024.0 * 1024.0,
        "Ti" => 1024.0_f64.powi(4),
        "Pi" => 1024.0_f64.powi(5),
        "Ei" => 1024.0_f64.powi(6),
        exponent if exponent.starts_with(['e', 'E']) => 10.0_f64.powi(exponent[1..].parse().ok()?),
        _ => return None,
    };
    Some(number * factor)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn quantities_are_read_as_the_api_reads_them() {
        for (text, value) in [("1100m", 1.1), ("32Mi", 33_554_432.0), ("64", 64.0), ("0.5", 0.5), ("1e3", 1000.0)] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        assert_eq!(parse("lots"), None);
        assert_eq!(parse(""), None);
    }
}
