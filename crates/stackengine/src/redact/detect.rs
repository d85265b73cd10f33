//! All detectors over one text: by structure, by name, by form, and inside of what is encoded.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use super::find::Find;
use super::view::{View, runtime_prefix};
use super::{Kind, commands, connection, formats, identifiers, kubernetes, pairs, pem, places, runs, structure, url};

/// How many encodings inside of each other are opened.
pub(super) const MAX_DEPTH: usize = 4;

/// How many pairs are looked at whose names are the values of the ones before.
const MAX_JOINED: usize = 4;

/// What was found in one text.
#[derive(Debug, Default)]
pub(crate) struct Detected {
    /// What to mask.
    pub(crate) finds: Vec<Find>,
    /// Values inside of encoded ones, to be looked for elsewhere.
    pub(crate) known: Vec<(Vec<u8>, Kind)>,
    /// Names of objects: never looked for as values.
    pub(crate) names: BTreeSet<Vec<u8>>,
    /// Random words: masked only where their owner asked for it.
    pub(crate) random: Vec<Find>,
    /// Values that structure says are names, whatever a key beside them suggests.
    pub(crate) harmless: Vec<Range<usize>>,
}

impl Detected {
    /// Takes over what was found in a text inside of this one, with its places.
    pub(crate) fn take(&mut self, inner: Self, place: impl Fn(Find) -> Find) {
        let names = inner.harmless.into_iter().map(|span| place(Find::new(span, Kind::Secret, "")).span);
        self.harmless.extend(names);
        self.finds.extend(inner.finds.into_iter().map(&place));
        self.random.extend(inner.random.into_iter().map(&place));
        self.known.extend(inner.known);
        self.names.extend(inner.names);
    }

    /// Takes over what was found in a text that is masked as a whole.
    pub(crate) fn know(&mut self, inner: Self, text: &[u8]) {
        for find in inner.finds {
            let value = find.value.or_else(|| text.get(find.span).map(<[u8]>::to_vec));
            self.known.extend(value.map(|value| (value, find.kind)));
        }
        self.known.extend(inner.known);
    }
}

/// Finds everything private in a text as it came.
pub(crate) fn detect(text: &[u8]) -> Detected {
    let mut found = Detected::default();
    let view = View::of_utf16(text).or_else(|| is_terminal(text).then(|| View::of_terminal(text)));
    match view {
        Some(view) => {
            let mut inner = Detected::default();
            inside(&view.bytes, 0, &mut inner);
            found.take(inner, |find| view.raw_find(find));
        }
        None => inside(text, 0, &mut found),
    }
    found
}

fn is_terminal(text: &[u8]) -> bool {
    memchr::memchr(0x1b, text).is_some()
        || [b" stdout P ".as_slice(), b" stderr P "].iter().any(|mark| {
            memchr::memmem::find(text, mark).is_some_and(|at| {
                let start = memchr::memrchr(b'\n', text.get(..at).unwrap_or_default()).map_or(0, |newline| newline + 1);
                runtime_prefix(text.get(start..(start + 64).min(text.len())).unwrap_or_default()).is_some()
            })
        })
}

/// Finds everything private in a decoded text; spans are of that text.
pub(super) fn inside(text: &[u8], depth: usize, out: &mut Detected) {
    structured(text, 0, depth, out);
    by_trigger(text, out);
    connection::find(text, &mut out.finds);
    identifiers::find(text, &mut out.finds);
    places::find(text, &mut out.finds);
    percent_encoded(text, depth, out);
    runs::find(text, depth, out);
}

/// By keys and paths; `offset` is where the text begins in the one around it.
pub(super) fn structured(text: &[u8], offset: usize, depth: usize, out: &mut Detected) {
    let mut inner = Detected::default();
    structure::read(text, &mut |tree| kubernetes::rules(text, tree, depth, &mut inner));
    let shift = |span: Range<usize>| span.start + offset..span.end + offset;
    out.take(inner, |find| Find { span: shift(find.span), ..find });
}

/// An address that was percent-encoded into another one.
fn percent_encoded(text: &[u8], depth: usize, out: &mut Detected) {
    if depth >= MAX_DEPTH {
        return;
    }
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'%' | b'-' | b'_' | b'.' | b'~' | b'+');
    let mut hits: Vec<usize> = memchr::memmem::find_iter(text, b"%3A%2F%2F").collect();
    hits.extend(memchr::memmem::find_iter(text, b"%3a%2f%2f"));
    hits.sort_unstable();
    let mut after = 0;
    for at in hits {
        if at < after {
            continue;
        }
        let start =
            at - text.get(after..at).unwrap_or_default().iter().rev().take(32).take_while(|b| is_part(b)).count();
        let end = at + text.get(at..).unwrap_or_default().iter().take(8192).take_while(|b| is_part(b)).count();
        let view = View::of_percent(text, start..end);
        let mut inner = Detected::default();
        inside(&view.bytes, depth + 1, &mut inner);
        out.take(inner, |find| view.raw_find(find));
        after = end;
    }
}

/// Who looks at a trigger.
#[derive(Clone, Copy, Debug)]
enum Detector {
    Pairs,
    Commands,
    Format(usize),
    Parts(usize, fn(&[u8], Range<usize>, &mut Vec<Find>)),
}

impl Detector {
    const COUNT: usize = 8;

    fn index(self) -> usize {
        match self {
            Self::Pairs => 0,
            Self::Commands => 1,
            Self::Format(_) => 2,
            Self::Parts(number, _) => 3 + number,
        }
    }
}

struct Triggers {
    automaton: AhoCorasick,
    detectors: Vec<Detector>,
}

/// One automaton for the triggers of all detectors; building it is all the start-up there is.
fn triggers() -> Option<&'static Triggers> {
    static TRIGGERS: OnceLock<Option<Triggers>> = OnceLock::new();
    let built = TRIGGERS.get_or_init(|| {
        let all = pairs::TRIGGERS
            .iter()
            .map(|word| (*word, Detector::Pairs))
            .chain(commands::TRIGGERS.iter().map(|word| (*word, Detector::Commands)))
            .chain(formats::starts().map(|(start, format)| (start, Detector::Format(format))))
            .chain(url::TRIGGERS.iter().map(|word| (*word, Detector::Parts(0, url::at))))
            .chain(pem::TRIGGERS.iter().map(|word| (*word, Detector::Parts(1, pem::at))))
            .chain(connection::TRIGGERS.iter().map(|word| (*word, Detector::Parts(2, connection::at))))
            .chain(identifiers::TRIGGERS.iter().map(|word| (*word, Detector::Parts(3, identifiers::at))))
            .chain(places::triggers().map(|word| (word, Detector::Parts(4, places::at))));
        let (words, detectors): (Vec<&str>, Vec<Detector>) = all.unzip();
        let automaton = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(words)
            .ok()?;
        Some(Triggers { automaton, detectors })
    });
    built.as_ref()
}

/// By names and forms, wherever they stand. Inside of what a detector has found it is not asked again, which keeps the
/// cost of hostile text linear.
fn by_trigger(text: &[u8], out: &mut Detected) {
    let Some(triggers) = triggers() else { return };
    let mut after = [0; Detector::COUNT];
    let mut last: [Range<usize>; Detector::COUNT] = std::array::from_fn(|_| 0..0);
    let mut n_joined = 0;
    for hit in triggers.automaton.find_overlapping_iter(text) {
        let span = hit.start()..hit.end();
        let Some(detector) = triggers.detectors.get(hit.pattern().as_usize()) else { continue };
        let index = detector.index();
        let (Some(after), Some(last)) = (after.get_mut(index), last.get_mut(index)) else { continue };
        // What is inside of what the same detector has just found is found already. What begins where that begins may
        // be longer, and what only stands before its end may be something else.
        let is_inside = |find: &Find| find.span.start < span.start && span.start < find.span.end;
        if span.start < *after || out.finds.get(last.clone()).unwrap_or_default().iter().any(is_inside) {
            continue;
        }
        // In `a=b=c` the second name is the first value. A few of those are enough: each is as long as the rest.
        if matches!(detector, Detector::Pairs) {
            let is_value = |find: &Find| find.span.start == span.start;
            let joins = out.finds.get(last.clone()).unwrap_or_default().iter().any(is_value);
            n_joined = if joins { n_joined + 1 } else { 0 };
            if n_joined > MAX_JOINED {
                continue;
            }
        }
        let before = out.finds.len();
        match detector {
            Detector::Pairs => *after = pairs::at(text, &span, &mut out.finds),
            Detector::Commands => *after = commands::at(text, &span, &mut out.finds),
            Detector::Format(format) => out.finds.extend(formats::at(text, span, *format)),
            Detector::Parts(_, at) => at(text, span, &mut out.finds),
        }
        if out.finds.len() > before {
            *last = before..out.finds.len();
        }
    }
}
