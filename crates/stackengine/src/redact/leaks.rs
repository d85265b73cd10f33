//! The last look at what is about to leave: if anything private is in it, it stays.

use std::fmt;
use std::ops::Range;

use super::{Kind, Options, Vault, mask, placeholder};

/// Something private in a text that was meant to have none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// The bytes.
    pub span: Range<usize>,
    /// The line, counted from 1.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
    /// The placeholder that should stand there, or the rule that would mask it.
    pub what: String,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

/// Looks for every original in every encoding, and for anything else that would be masked. Nothing found: it may be sent.
///
/// `body` is what leaves, byte for byte: not the text that was put into it.
#[must_use]
pub fn leaks(body: &[u8], vault: &Vault, options: &Options) -> Vec<Leak> {
    let zones = mask::zones(&placeholder::written(body), vault);
    let mut leaks = Vec::new();
    let starts: Vec<usize> = memchr::memchr_iter(b'\n', body).collect();
    let line = |at: usize| starts.partition_point(|newline| *newline < at) + 1;
    for hit in mask::searcher(vault, options).hits(body) {
        if mask::overlaps(&zones, &hit.span) {
            continue;
        }
        let value = vault.values().get(hit.value);
        let kind = value.map_or(Kind::Secret, |value| value.kind);
        let what = match value {
            Some(value) => {
                format!("the value of <{}_{}> in {:?} form", kind.word(), value.number, hit.encoding).to_lowercase()
            }
            _ => "a value that was found in what was masked".to_owned(),
        };
        leaks.push(Leak { line: line(hit.span.start), span: hit.span, kind, what });
    }
    for (span, kind, rule) in mask::remaining(body, &zones, vault, options) {
        leaks.push(Leak {
            line: line(span.start),
            span,
            kind,
            what: format!("something new that looks private ({rule})"),
        });
    }
    leaks.sort_by_key(|leak| leak.span.start);
    leaks
}
