//! From finds to a text with placeholders, and proof that the way back leads to the same bytes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::detect::{self, Detected};
use super::encodings::Encoding;
use super::find::Find;
use super::links::{Links, Place};
use super::placeholder::Written;
use super::spread::{self, Searcher};
use super::{Kind, Options, Vault, placeholder};

/// The rule for what stands in the `data` of a Secret and cannot be decoded.
pub(super) const NOT_BASE64: &str = "secret data that is not base64";

/// A text without what is private.
#[derive(Debug)]
pub struct Redacted {
    /// The text.
    pub text: Vec<u8>,
    /// Everything that was replaced, from left to right.
    pub masks: Vec<Mask>,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    /// The bytes of the original text that were replaced.
    pub span: Range<usize>,
    /// The bytes of the redacted text that stand for them.
    pub at: Range<usize>,
    /// The placeholder, with its brackets.
    pub placeholder: String,
    /// What was masked.
    pub kind: Kind,
    /// The rule that found it.
    pub rule: &'static str,
}

/// Masks several texts that belong together; a value has one placeholder in all of them, and in all that the vault
/// was used for before.
///
/// Total and exact: whatever the bytes are, [`restore`](super::restore()) gives them back. A text for which that could not be
/// proved is masked as a whole.
pub fn redact(texts: &[&[u8]], vault: &mut Vault, options: &Options) -> Vec<Redacted> {
    let mut all: Vec<Vec<Found>> = Vec::with_capacity(texts.len());
    let mut known: Vec<(Vec<u8>, Kind)> = options.mask.iter().map(|value| (value.clone(), Kind::Secret)).collect();
    for text in texts {
        let detected = detect::detect(text);
        all.push(found(text, detected, vault, options, &mut known));
    }
    intern(&all, &known, vault, options);
    let searcher = searcher(vault, options);
    for (text, found) in texts.iter().zip(&mut all) {
        found.extend(searcher.hits(text).map(|hit| Found {
            span: hit.span,
            value: Some(hit.value),
            kind: vault.values().get(hit.value).map_or(Kind::Secret, |value| value.kind),
            rule: "known value",
            encoding: hit.encoding,
            bytes: None,
            part: hit.part,
        }));
    }
    texts.iter().zip(all).map(|(text, found)| mask(text, found, vault)).collect()
}

/// Whether a text has nothing in it that would be masked; see [`leaks`](super::leaks()).
pub(super) fn remaining(
    text: &[u8],
    zones: &[Range<usize>],
    vault: &Vault,
    options: &Options,
) -> Vec<(Range<usize>, Kind, &'static str)> {
    let mut known = Vec::new();
    let mut names = Vault::new();
    names.add_names(vault.object_names().clone());
    let found = found(text, detect::detect(text), &mut names, options, &mut known);
    let outside = found.into_iter().filter(|found| !overlaps(zones, &found.span));
    outside.map(|found| (found.span, found.kind, found.rule)).collect()
}

/// All values of the vault that may be looked for anywhere.
pub(super) fn searcher(vault: &Vault, options: &Options) -> Searcher {
    let values = vault.values().iter().enumerate().filter(|(_, value)| {
        let chosen = options.mask.iter().any(|chosen| *chosen == *value.bytes);
        let kept = options.keep.iter().any(|kept| *kept == *value.bytes);
        (chosen
            || (value.kind != Kind::Literal
                && value.kind != Kind::Text
                && options.masks(value.kind)
                && spread::spreads(&value.bytes, vault.object_names())))
            && !kept
    });
    Searcher::new(values.map(|(index, value)| (index, value.bytes.as_slice())))
}

/// A find that will be masked.
struct Found {
    span: Range<usize>,
    /// The value's number in the vault, once it has one.
    value: Option<usize>,
    kind: Kind,
    rule: &'static str,
    encoding: Encoding,
    /// The value itself.
    bytes: Option<Vec<u8>>,
    /// Whether the span holds only a part of the value.
    part: bool,
}

fn found(
    text: &[u8],
    detected: Detected,
    vault: &mut Vault,
    options: &Options,
    known: &mut Vec<(Vec<u8>, Kind)>,
) -> Vec<Found> {
    vault.add_names(detected.names);
    known.extend(detected.known);
    let random = if options.strict { detected.random } else { Vec::new() };
    let domains = own_domains(text, options);
    let mut harmless = detected.harmless;
    harmless.sort_by_key(|span| (span.start, span.end));
    let named = |find: &Find| find.rule == "key name" && overlaps(&harmless, &find.span);
    let finds = detected.finds.into_iter().filter(|find| !named(find)).chain(random).chain(domains);
    finds.filter_map(|find| keep(text, find, options)).collect()
}

fn keep(text: &[u8], find: Find, options: &Options) -> Option<Found> {
    let surface = text.get(find.span.clone()).filter(|surface| !surface.is_empty())?;
    let value = find.value.unwrap_or_else(|| surface.to_vec());
    let kept = options.keep.iter().any(|kept| *kept == value || kept == surface);
    // One word is the name of a Service in the same namespace: which one was not found is what a diagnosis is about.
    let is_service = find.kind == Kind::Host && !surface.contains(&b'.') && !surface.contains(&b':');
    if kept || is_service || !options.masks(find.kind) {
        return None;
    }
    let encoding = encoding_of(surface, &value);
    Some(Found {
        span: find.span,
        value: None,
        kind: find.kind,
        rule: find.rule,
        encoding,
        bytes: Some(value),
        part: false,
    })
}

fn encoding_of(surface: &[u8], value: &[u8]) -> Encoding {
    if surface == value {
        return Encoding::Plain;
    }
    let decoded = super::encodings::decode_base64(surface);
    if decoded.is_some_and(|decoded| decoded == value) { Encoding::Base64 } else { Encoding::Escaped }
}

/// Hosts below the domains that their owner named.
fn own_domains(text: &[u8], options: &Options) -> Vec<Find> {
    let mut finds = Vec::new();
    for domain in options.domains.iter().filter(|domain| !domain.is_empty()) {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
        for at in memchr::memmem::find_iter(text, domain.as_bytes()) {
            let end = at + domain.len();
            if text.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-') {
                continue;
            }
            let before = text.get(at.saturating_sub(253)..at).unwrap_or_default();
            let left = before.iter().rev().take_while(|byte| is_part(byte)).count();
            if left == 0 || domain.starts_with('.') || before.ends_with(b".") {
                finds.push(Find::new(at - left..end, Kind::Host, "own domain"));
            }
        }
    }
    finds
}

/// Gives every value a number, in the order of the texts; where rules disagree about what it is, the most telling wins.
fn intern(all: &[Vec<Found>], known: &[(Vec<u8>, Kind)], vault: &mut Vault, options: &Options) {
    let mut kinds: BTreeMap<&[u8], Kind> = BTreeMap::new();
    let found = all.iter().flatten().filter_map(|found| Some((found.bytes.as_deref()?, found.kind)));
    let known = known.iter().map(|(bytes, kind)| (bytes.as_slice(), *kind));
    let valued = |(bytes, kind): &(&[u8], Kind)| {
        !bytes.is_empty() && options.masks(*kind) && !options.keep.iter().any(|kept| kept == bytes)
    };
    for (bytes, kind) in found.clone().chain(known.clone()).filter(valued) {
        let best = kinds.entry(bytes).or_insert(kind);
        if rank(kind) < rank(*best) {
            *best = kind;
        }
    }
    for (bytes, kind) in found.chain(known).filter(valued) {
        vault.intern(bytes, kinds.get(bytes).copied().unwrap_or(kind));
    }
}

/// What only says "secret" comes after what says which; credentials come before the rest.
fn rank(kind: Kind) -> (u8, Kind) {
    let vague = matches!(kind, Kind::Secret | Kind::Literal | Kind::Text);
    (u8::from(vague) + 2 * u8::from(kind.class() != super::Class::Credentials), kind)
}

fn mask(text: &[u8], mut found: Vec<Found>, vault: &mut Vault) -> Redacted {
    let written = placeholder::written(text);
    let zones = zones(&written, vault);
    found.retain(|found| !overlaps(&zones, &found.span));
    literals(text, written, &zones, &mut found);
    let masks = without_overlap(text, found);
    let done = write(text, masks, vault);
    remember_links(&done, vault);
    let back = super::restore(&done.text, vault).text;
    // Placeholders that were there before are no part of the proof: what they stand for was taken out of another text.
    let proved = if zones.is_empty() { back == text } else { back == super::restore(text, vault).text };
    if proved { done } else { whole(text, vault) }
}

/// Placeholders of this vault that the text already has: it was redacted before.
pub(super) fn zones(written: &[Written], vault: &Vault) -> Vec<Range<usize>> {
    let known = written.iter().filter(|written| vault.surface(&written.name).is_some());
    known.map(|written| written.span.clone()).collect()
}

/// Whether a span touches one of the zones, which are in order and apart.
pub(super) fn overlaps(zones: &[Range<usize>], span: &Range<usize>) -> bool {
    let at = zones.partition_point(|zone| zone.end <= span.start);
    zones.get(at).is_some_and(|zone| zone.start < span.end)
}

/// What looks like a placeholder and is none becomes one, so that nothing is put back where nothing was taken.
fn literals(text: &[u8], written: Vec<Written>, zones: &[Range<usize>], found: &mut Vec<Found>) {
    for written in written {
        if overlaps(zones, &written.span) || !(written.exact || placeholder::is_ours(&written.name)) {
            continue;
        }
        let bytes = text.get(written.span.clone()).map(<[u8]>::to_vec);
        found.push(Found {
            span: written.span,
            value: None,
            kind: Kind::Literal,
            rule: "looks like a placeholder",
            encoding: Encoding::Plain,
            bytes,
            part: false,
        });
    }
}

/// The longest span wins; what sticks out of it is masked as well, as a value of its own.
fn without_overlap(text: &[u8], mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|found| (found.span.start, std::cmp::Reverse(found.span.end), found.part, rank(found.kind)));
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for mut next in found {
        let end = kept.last().map_or(0, |last| last.span.end);
        if next.span.end <= end {
            continue;
        }
        if next.span.start < end {
            next.span.start = end;
            next.value = None;
            next.bytes = text.get(next.span.clone()).map(<[u8]>::to_vec);
            next.encoding = Encoding::Plain;
        }
        kept.push(next);
    }
    kept
}

fn write(text: &[u8], found: Vec<Found>, vault: &mut Vault) -> Redacted {
    let mut done = Redacted { text: Vec::with_capacity(text.len()), masks: Vec::with_capacity(found.len()) };
    let mut after = 0;
    for found in found {
        let surface = text.get(found.span.clone()).unwrap_or_default();
        let value = match (found.value, &found.bytes) {
            (Some(value), _) => value,
            (None, Some(bytes)) => vault.intern(bytes, found.kind),
            (None, None) => vault.intern(surface, found.kind),
        };
        if found.rule == NOT_BASE64 {
            vault.note_not_base64(value);
        }
        let Some(name) = vault.name(value, surface, found.encoding) else { continue };
        done.text.extend_from_slice(text.get(after..found.span.start).unwrap_or_default());
        let start = done.text.len();
        let placeholder = format!("<{name}>");
        done.text.extend_from_slice(placeholder.as_bytes());
        after = found.span.end;
        let at = start..done.text.len();
        done.masks.push(Mask { span: found.span, at, placeholder, kind: found.kind, rule: found.rule });
    }
    done.text.extend_from_slice(text.get(after..).unwrap_or_default());
    done
}

/// Addresses that hold a mask of ours are addresses of the text's owner: there the value may be put back.
fn remember_links(done: &Redacted, vault: &mut Vault) {
    if done.masks.is_empty() {
        return;
    }
    let mut links = Links::default();
    let mut offset = 0;
    let mut masks = done.masks.iter().peekable();
    for line in done.text.split_inclusive(|byte| *byte == b'\n') {
        let spans: Vec<Range<usize>> = placeholder::written(line).into_iter().map(|written| written.span).collect();
        for (span, (place, target)) in spans.iter().zip(links.line(line, &spans)) {
            while masks.next_if(|mask| mask.at.start < offset + span.start).is_some() {}
            let ours = masks.peek().is_some_and(|mask| mask.at.start == offset + span.start);
            if ours && place != Place::Text {
                vault.add_link(target);
            }
        }
        offset += line.len();
    }
}

/// The last resort: nothing of the text is shown.
fn whole(text: &[u8], vault: &mut Vault) -> Redacted {
    let found = Found {
        span: 0..text.len(),
        value: None,
        kind: Kind::Text,
        rule: "could not be taken apart",
        encoding: Encoding::Plain,
        bytes: Some(text.to_vec()),
        part: false,
    };
    write(text, vec![found], vault)
}
