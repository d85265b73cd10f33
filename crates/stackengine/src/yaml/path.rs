//! The way from the root of a document to a value, written as the API server writes it.

use std::fmt;

use compact_str::CompactString;

use super::{Node, Value};

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Into a mapping, by key; names of fields are short, and are kept in place.
    Key(CompactString),
    /// Into a list, by position.
    Index(usize),
}

/// A way from the root to a value: `spec.template.spec.containers[0].image`, `metadata.annotations[a.b/c]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// Reads what [`Display`](fmt::Display) writes. Never fails: what closes no bracket is taken to the end as a key.
    ///
    /// Digits in brackets are a position, everything else in brackets is a key.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('[') {
                let (inside, after) = bracketed(inner);
                let digits = !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit());
                match inside.parse() {
                    Ok(index) if digits => steps.push(Step::Index(index)),
                    _ => steps.push(Step::Key(inside.into())),
                }
                rest = after.strip_prefix('.').unwrap_or(after);
                continue;
            }
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (key, after) = rest.split_at(end);
            steps.push(Step::Key(key.into()));
            rest = after.strip_prefix('.').unwrap_or(after);
        }
        Self(steps)
    }

    /// This path and one key more.
    #[must_use]
    pub fn key(mut self, key: impl Into<CompactString>) -> Self {
        self.0.push(Step::Key(key.into()));
        self
    }

    /// This path and one position more.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.0.push(Step::Index(index));
        self
    }

    /// This path, and then `other`.
    #[must_use]
    pub fn join(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().cloned());
        self
    }

    /// Adds one step.
    pub fn push(&mut self, step: Step) {
        self.0.push(step);
    }

    /// One step up; nothing at the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.split_last().map(|(_, above)| Self(above.to_vec()))
    }

    /// Whether `other` is this path or above it.
    #[must_use]
    pub fn starts_with(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// The rest of this path behind `prefix`; `None` where it does not lead there.
    #[must_use]
    pub fn below(&self, prefix: &Self) -> Option<Self> {
        self.0.strip_prefix(prefix.0.as_slice()).map(|rest| Self(rest.to_vec()))
    }
}

/// Up to the bracket after which a path could go on, for keys may hold brackets too.
fn bracketed(inner: &str) -> (&str, &str) {
    for (at, _) in inner.match_indices(']') {
        let after = inner.get(at + 1..).unwrap_or_default();
        if after.is_empty() || after.starts_with(['.', '[']) {
            return (inner.get(..at).unwrap_or_default(), after);
        }
    }
    (inner, "")
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) if is_plain(key) => {
                    if position > 0 {
                        f.write_str(".")?;
                    }
                    f.write_str(key)?;
                }
                Step::Key(key) => write!(f, "[{key}]")?,
            }
        }
        Ok(())
    }
}

fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

impl Node<'_> {
    /// The value at `path`; of a repeated key the last one, as the API server reads it.
    #[must_use]
    pub fn resolve(&self, path: &Path) -> Option<&Self> {
        path.0.iter().try_fold(self, |node, step| match (step, &node.value) {
            (Step::Key(key), Value::Mapping(_)) => node.get(key),
            (Step::Index(index), Value::Sequence(items)) => items.get(*index),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_the_api_server_writes_it_and_read_back() {
        let path = Path::default().key("spec").key("containers").index(0).key("image");
        assert_eq!(path.to_string(), "spec.containers[0].image");
        let annotation = Path::default().key("metadata").key("annotations").key("a.b/c");
        assert_eq!(annotation.to_string(), "metadata.annotations[a.b/c]");
        for path in [path, annotation, Path::default().key("a]b").key("").index(7), Path::default()] {
            assert_eq!(Path::parse(&path.to_string()), path, "{path}");
        }
    }
}
