//! What a token that can be told by its form looks like, and how it is matched.

use std::ops::Range;

use crate::redact::bytes::{Bytes, before, begins_word, ends_word, goes_on, goes_on_in_any_case, run, run_back};
use crate::redact::{Kind, find::Find};

/// One form, written after what its vendor documents.
pub(super) struct Format {
    /// As reports name it.
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// What it begins with; or the words before it, if the first of `then` is a gap.
    pub(super) starts: &'static [&'static str],
    /// How many bytes of what before the start belong to it.
    pub(super) lead: Option<(Bytes, usize, usize)>,
    pub(super) then: &'static [Run],
    /// Whether upper and lower case of the start are alike, as in names of headers.
    pub(super) any_case: bool,
    /// What else must hold for the value.
    pub(super) check: fn(&[u8]) -> bool,
    /// Where its vendor describes it, or shows an example.
    #[cfg_attr(not(test), expect(dead_code, reason = "it is there for whoever doubts a form"))]
    pub(super) source: &'static str,
}

/// One stretch of a token.
#[derive(Clone, Copy)]
pub(super) enum Run {
    /// So many bytes of these, and as many as there are.
    Of(Bytes, usize, usize),
    /// This text.
    Is(&'static str),
    /// One of these texts in any case, or none of them.
    Maybe(&'static [&'static str]),
    /// What is private begins only here.
    Begin,
    /// What stands between a name and its value; what is private begins behind it.
    Gap,
    /// The same, but on one line.
    Space,
}

/// A token that begins with one of these.
pub(super) const fn token(
    name: &'static str,
    kind: Kind,
    starts: &'static [&'static str],
    then: &'static [Run],
    source: &'static str,
) -> Format {
    Format { name, kind, starts, lead: None, then, any_case: false, check: anything, source }
}

/// So many of these bytes.
pub(super) const fn exactly(of: Bytes, n: usize) -> Run {
    Run::Of(of, n, n)
}

/// At least so many of these bytes, and at most as many as any token has.
pub(super) const fn at_least(of: Bytes, n: usize) -> Run {
    Run::Of(of, n, if n < 128 { 512 } else { 4096 })
}

impl Format {
    /// With so many bytes before its start.
    pub(super) const fn after(mut self, of: Bytes, min: usize, max: usize) -> Self {
        self.lead = Some((of, min, max));
        self
    }

    /// Wherever its start stands in any case.
    pub(super) const fn ignoring_case(mut self) -> Self {
        self.any_case = true;
        self
    }

    /// Only if this holds as well.
    pub(super) const fn if_(mut self, check: fn(&[u8]) -> bool) -> Self {
        self.check = check;
        self
    }

    /// Whether the start is only a word that stands before it.
    pub(super) fn needs_context(&self) -> bool {
        matches!(self.then.first(), Some(Run::Gap | Run::Space))
    }

    /// Whether what goes on here is in the midst of a long run of the bytes that a token of this form has.
    ///
    /// Looking at the whole rest from each of its places would cost too much, and it is none.
    fn is_inside(&self, text: &[u8], begin: usize) -> bool {
        const MOST: usize = 64;
        match self.then.first() {
            Some(Run::Of(of, ..)) if before(text, begin).is_some_and(|byte| of.contains(byte)) => {
                begin - run_back(text, begin, *of, MOST) == MOST
            }
            _ => false,
        }
    }

    /// The token at a place where one of the starts was seen, in any case.
    pub(super) fn at(&self, text: &[u8], hit: Range<usize>) -> Option<Find> {
        let mut begin = hit.start;
        if !self.needs_context() {
            let seen = text.get(hit.clone())?;
            if !self.any_case && !self.starts.iter().any(|start| start.as_bytes() == seen) {
                return None;
            }
            if let Some((of, min, max)) = self.lead {
                begin = run_back(text, hit.start, of, max);
                let goes_further = before(text, begin).is_some_and(|byte| of.contains(byte));
                if hit.start - begin < min || goes_further && !begins_word(text, begin) {
                    return None;
                }
                // The letter of an escaped line break is not of the token.
                if before(text, begin) == Some(b'\\')
                    && matches!(text.get(begin), Some(b'n' | b'r' | b't'))
                    && hit.start - begin > min
                {
                    begin += 1;
                }
            }
            if !begins_word(text, begin) || self.lead.is_none() && self.is_inside(text, begin) {
                return None;
            }
        }
        let mut at = hit.end;
        let mut last = None;
        for stretch in self.then {
            match *stretch {
                Run::Of(of, min, max) => {
                    let end = run(text, at, of, max);
                    if end - at < min {
                        return None;
                    }
                    last = Some((of, at + min, max));
                    at = end;
                }
                Run::Is(expected) => {
                    if !goes_on(text, at, expected.as_bytes()) {
                        return None;
                    }
                    at += expected.len();
                    last = None;
                }
                Run::Maybe(texts) => {
                    if let Some(there) = texts.iter().find(|text_| goes_on_in_any_case(text, at, text_.as_bytes())) {
                        at += there.len();
                    }
                }
                Run::Begin => begin = at,
                Run::Gap => {
                    let name_end = if at == hit.end { end_of_name(text, at) } else { at };
                    at = gap(text, name_end, SEPARATORS.and(LINE_BREAKS))?;
                    begin = at;
                }
                Run::Space => {
                    at = gap(text, at, SEPARATORS)?;
                    begin = at;
                }
            }
        }
        if last.is_none_or(|(.., longest)| longest < 4096) && !ends_word(text, at) {
            return None;
        }
        if let Some((of, shortest, longest)) = last {
            let stops = matches!(text.get(at), Some(b'.' | b',' | b';')) && ends_word(text, at + 1);
            // Of what has no end the beginning is better than nothing.
            if text.get(at).is_some_and(|&byte| of.contains(byte)) && !stops && longest < 4096 {
                return None;
            }
            // A full stop is of the sentence, not of the token.
            while at > shortest && matches!(text.get(at - 1), Some(b'.' | b',' | b';')) {
                at -= 1;
            }
        }
        let value = text.get(begin..at)?;
        (self.check)(value).then(|| Find::new(begin..at, self.kind, self.name))
    }
}

/// How far a value may be from its name.
const LONGEST_GAP: usize = 64;
const LONGEST_NAME: usize = 32;
const SEPARATORS: Bytes = Bytes::of(" \t\"'`:=>,|([{\\");
const LINE_BREAKS: Bytes = Bytes::of("\r\n");

/// Where the value begins whose name ends here: behind separators, and behind the word that names values.
fn gap(text: &[u8], from: usize, separators: Bytes) -> Option<usize> {
    let mut at = run(text, from, separators, LONGEST_GAP);
    // An escaped line break or tabulator ends in a letter.
    if before(text, at) == Some(b'\\') && at > from && matches!(text.get(at), Some(b'n' | b't' | b'r')) {
        at = run(text, at + 1, separators, LONGEST_GAP);
    }
    // `name: X` has its value on the next line.
    let next_line = run(text, at, separators.and(LINE_BREAKS), LONGEST_GAP);
    let value = if goes_on_in_any_case(text, next_line, b"value") { next_line } else { at };
    if goes_on_in_any_case(text, value, b"value") {
        let end = run(text, value + 5, separators, LONGEST_GAP);
        at = if end > value + 5 { end } else { at };
    }
    (at > from).then_some(at)
}

/// Where a name ends of which only the beginning was seen: `datadog` may go on as `datadog_api_key`.
///
/// It must go on to say that it names a credential, or end here.
fn end_of_name(text: &[u8], from: usize) -> usize {
    const CREDENTIALS: &[&str] = &["key", "token", "secret", "pass", "auth", "cred", "api", "pat"];
    let end = run(text, from, Bytes::of("A-Za-z0-9_.-"), LONGEST_NAME);
    let rest = text.get(from..end).unwrap_or_default();
    let says_so = CREDENTIALS
        .iter()
        .any(|word| rest.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes())));
    if says_so && rest.len() < LONGEST_NAME { end } else { from }
}

fn anything(_: &[u8]) -> bool {
    true
}
