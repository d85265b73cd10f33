//! How the Kubernetes API types a plain YAML scalar: YAML 1.1 through Go's `sigs.k8s.io/yaml`.

use std::borrow::Cow;

use super::Value;

/// The value of a plain (unquoted, untagged) scalar.
///
/// Facts measured with `kubectl --local`: `yes`, `on`, `n` are booleans; `0777` is octal, `0888` decimal,
/// `1_000` is 1000; `12:30:45`, dates, `tRue` and `1e400` stay text.
pub(super) fn resolve_plain(text: Cow<'_, str>) -> Value<'_> {
    match text.as_ref() {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "y" | "Y" => return Value::Bool(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" | "n" | "N" => {
            return Value::Bool(false);
        }
        _ => {}
    }
    if !text.as_bytes()[0].is_ascii_digit() && !matches!(text.as_bytes()[0], b'+' | b'-' | b'.') {
        return Value::String(text);
    }
    match number(&text) {
        Some(value) => value,
        None => Value::String(text),
    }
}

fn number(text: &str) -> Option<Value<'static>> {
    let plain = text.replace('_', "");
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let radix = |prefix: &str, radix| digits.strip_prefix(prefix).and_then(|rest| whole(rest, radix));
    let int = radix("0x", 16)
        .or_else(|| radix("0X", 16))
        .or_else(|| radix("0b", 2))
        .or_else(|| radix("0B", 2))
        .or_else(|| radix("0o", 8))
        .or_else(|| if digits.len() > 1 && digits.starts_with('0') { whole(&digits[1..], 8) } else { None })
        .or_else(|| whole(digits, 10));
    if let Some(int) = int {
        return Some(Value::Int(sign * int));
    }
    let float_like =
        digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'))
            && digits.bytes().any(|byte| byte.is_ascii_digit());
    let float: f64 = if float_like { plain.parse().ok()? } else { return None };
    float.is_finite().then_some(Value::Float(float))
}

fn whole(digits: &str, radix: u32) -> Option<i64> {
    if digits.is_empty() || !digits.bytes().all(|byte| (byte as char).is_digit(radix)) {
        return None;
    }
    i64::from_str_radix(digits, radix).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_are_typed_as_kubectl_types_them() {
        let truth: &[(&str, Value<'_>)] = &[
            ("yes", Value::Bool(true)),
            ("Off", Value::Bool(false)),
            ("n", Value::Bool(false)),
            ("0777", Value::Int(511)),
            ("0o777", Value::Int(511)),
            ("0888", Value::Int(888)),
            ("+0x1F", Value::Int(31)),
            ("0b11", Value::Int(3)),
            ("1_000", Value::Int(1000)),
            ("1.10", Value::Float(1.1)),
            ("1e400", Value::String("1e400".into())),
            ("12:30:45", Value::String("12:30:45".into())),
            ("2026-11-24", Value::String("2026-11-24".into())),
            ("tRue", Value::String("tRue".into())),
            ("~", Value::Null),
            ("-", Value::String("-".into())),
            ("1.36.2", Value::String("1.36.2".into())),
        ];
        for (text, expected) in truth {
            assert_eq!(&resolve_plain(Cow::Borrowed(text)), expected, "{text}");
        }
    }
}
