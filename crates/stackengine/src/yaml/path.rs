//! A way from the root of a document to a value.

use std::fmt;

/// One step of a way.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Into a mapping.
    Key(String),
    /// Into a list.
    Index(usize),
}

/// A way from the root of a document to a value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// Reads what [`Path`]'s `Display` writes.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut path = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix('[') {
                let (word, after) = inside.split_once(']').unwrap_or((inside, ""));
                path = match word.parse() {
                    Ok(index) => path.index(index),
                    Err(_) => path.key(word),
                };
                rest = after;
            } else {
                rest = rest.strip_prefix('.').unwrap_or(rest);
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                if end > 0 {
                    path = path.key(&rest[..end]);
                }
                rest = &rest[end..];
            }
        }
        path
    }

    /// One step further, into a mapping.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.0.push(Step::Key(key.into()));
        self
    }

    /// One step further, into a list.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.0.push(Step::Index(index));
        self
    }

    /// This way, and then another.
    #[must_use]
    pub fn join(mut self, below: &Self) -> Self {
        self.0.extend(below.0.iter().cloned());
        self
    }

    /// The way to what holds the value; `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (_, above) = self.0.split_last()?;
        Some(Self(above.to_vec()))
    }

    /// Whether it leads through or to `prefix`.
    #[must_use]
    pub fn starts_with(&self, prefix: &Self) -> bool {
        self.0.starts_with(&prefix.0)
    }

    /// The rest of the way behind `prefix`.
    #[must_use]
    pub fn below(&self, prefix: &Self) -> Option<Self> {
        self.0.strip_prefix(prefix.0.as_slice()).map(|rest| Self(rest.to_vec()))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) if key.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_')) => {
                    let dot = if position > 0 { "." } else { "" };
                    write!(f, "{dot}{key}")?;
                }
                Step::Key(key) => write!(f, "[{key}]")?,
            }
        }
        Ok(())
    }
}
