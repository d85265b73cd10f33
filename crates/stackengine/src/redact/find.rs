//! A private value that was found, before it is decided what to do about it.

use std::ops::Range;

use super::Kind;

/// One private value in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Find {
    /// The bytes that will be replaced.
    pub(crate) span: Range<usize>,
    /// What it is.
    pub(crate) kind: Kind,
    /// The rule that found it, as reports name it.
    pub(crate) rule: &'static str,
    /// The value itself where the bytes are an encoding of it.
    pub(crate) value: Option<Vec<u8>>,
}

impl Find {
    /// A value that stands in the text as it is.
    pub(crate) fn new(span: Range<usize>, kind: Kind, rule: &'static str) -> Self {
        Self { span, kind, rule, value: None }
    }
}
