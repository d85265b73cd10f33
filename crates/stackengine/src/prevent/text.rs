//! Texts as the exports write them.

/// A text between double quotes: YAML, Rego and CEL all read what JSON writes, whatever the text holds.
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
