//! A request: a head in JSON, and the files behind it as they are. Texts need not be escaped and may be damaged.

use serde::Deserialize;
use serde_json::Value;
use stackengine::evidence::{Source, Sources};

/// What the page asks, taken apart.
#[derive(Debug)]
pub(crate) struct Request<'i> {
    /// The options of the verb.
    pub(crate) options: Value,
    /// Names and bytes.
    pub(crate) files: Vec<(String, &'i [u8])>,
}

#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    options: Value,
    #[serde(default)]
    files: Vec<HeadFile>,
}

#[derive(Deserialize)]
struct HeadFile {
    name: String,
    length: usize,
}

impl<'i> Request<'i> {
    /// `None` where the bytes are not what their head says.
    pub(crate) fn parse(input: &'i [u8]) -> Option<Self> {
        let (length, rest) = input.split_first_chunk::<4>()?;
        let (head, mut rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        let head: Head = serde_json::from_slice(head).ok()?;
        let mut files = Vec::with_capacity(head.files.len());
        for file in head.files {
            let (bytes, behind) = rest.split_at_checked(file.length)?;
            files.push((file.name, bytes));
            rest = behind;
        }
        Some(Self { options: head.options, files })
    }

    /// The files as sources of the engine.
    pub(crate) fn sources(&self) -> Sources {
        let mut sources = Sources::new();
        for (name, bytes) in &self.files {
            sources.add(Source::new(name.as_str(), bytes.to_vec()));
        }
        sources
    }

    /// The text of the first file; what is not UTF-8 is replaced.
    pub(crate) fn text(&self) -> String {
        self.files.first().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }

    /// An option that is text; empty where it is not there.
    pub(crate) fn word(&self, name: &str) -> &str {
        self.options.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// An option that is on or off.
    pub(crate) fn switch(&self, name: &str) -> bool {
        self.options.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// An option that is a whole number.
    pub(crate) fn number(&self, name: &str) -> Option<usize> {
        self.options.get(name).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok())
    }

    /// An option that is a list of texts.
    pub(crate) fn words(&self, name: &str) -> Vec<&str> {
        let list = self.options.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(Value::as_str).collect()
    }
}

#[cfg(test)]
pub(crate) fn question(options: &Value, files: &[(&str, &str)]) -> Vec<u8> {
    let heads: Vec<Value> =
        files.iter().map(|(name, text)| serde_json::json!({"name": name, "length": text.len()})).collect();
    let head = serde_json::json!({"options": options, "files": heads}).to_string();
    let mut bytes = u32::try_from(head.len()).expect("a short head").to_le_bytes().to_vec();
    bytes.extend_from_slice(head.as_bytes());
    files.iter().for_each(|(_, text)| bytes.extend_from_slice(text.as_bytes()));
    bytes
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_is_read_as_it_was_written() {
        let bytes = question(&json!({"level": "basic", "off": ["a"]}), &[("ü.txt", "one"), ("b", "")]);
        let request = Request::parse(&bytes).expect("whole");
        assert_eq!(request.word("level"), "basic");
        assert_eq!(request.words("off"), ["a"]);
        assert_eq!(request.files, [("ü.txt".to_owned(), &b"one"[..]), ("b".to_owned(), &b""[..])]);
    }

    #[test]
    fn a_cut_request_is_none() {
        let bytes = question(&json!({}), &[("a", "text")]);
        for length in 0..bytes.len() {
            assert!(Request::parse(&bytes[..length]).is_none(), "{length}");
        }
    }
}
