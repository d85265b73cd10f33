//! What may be said about a value without showing it: the facts a diagnosis would miss.

use super::{Kind, Vault, encodings};

impl Vault {
    /// A sentence for each fact about a masked value that explains failures: a line feed at its end, spaces around it,
    /// quotes that became part of it, base64 inside of base64, an encoding that is none. Never its length, never a part of it.
    #[must_use]
    pub fn legend(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (name, value) in self.named() {
            for fact in facts(&value.bytes, value.kind) {
                all.push(format!("<{name}>: {fact}"));
            }
        }
        all
    }
}

fn facts(value: &[u8], kind: Kind) -> Vec<&'static str> {
    let mut facts = Vec::new();
    let multi_line = matches!(kind, Kind::PrivateKey | Kind::Text);
    if value.ends_with(b"\n") && !multi_line {
        facts.push("ends with a line feed");
    } else if value.last().is_some_and(u8::is_ascii_whitespace) && !multi_line {
        facts.push("ends with white space");
    }
    if value.first().is_some_and(u8::is_ascii_whitespace) {
        facts.push("begins with white space");
    }
    let bare = value.trim_ascii();
    let quoted =
        [b'"', b'\''].iter().any(|quote| bare.len() > 1 && bare.first() == Some(quote) && bare.last() == Some(quote));
    if quoted {
        facts.push("has quotes around it that belong to the value");
    }
    if bare.len() >= 8 && bare.ends_with(b"=") && encodings::decode_base64(bare).is_some_and(|inner| inner.is_ascii()) {
        facts.push("is base64 itself, perhaps encoded once too often");
    }
    if kind == Kind::PrivateKey && bare.starts_with(b"-----BEGIN") && memchr::memmem::find(bare, b"-----END").is_none()
    {
        facts.push("is cut: its last line is missing");
    }
    if std::str::from_utf8(value).is_err() {
        facts.push("is not UTF-8");
    }
    facts
}
