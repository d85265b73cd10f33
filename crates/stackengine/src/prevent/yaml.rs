//! YAML as the exports write it.

/// A text as a double-quoted scalar, which is a string to every reader whatever it holds.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_its_scalar() {
        assert_eq!(quoted("yes \"no\": #\n"), r#""yes \"no\": #\n""#);
    }
}
