//! Puts the originals back: one pass, nothing guessed, nothing into addresses.

use std::fmt;
use std::ops::Range;

use super::links::{Links, Place};
use super::placeholder::{self, Written};
use super::{Class, Vault};

/// A text with the originals in their places.
#[derive(Debug, Default)]
pub struct Restored {
    /// The text.
    pub text: Vec<u8>,
    /// Every original that was put back.
    pub placed: Vec<Placed>,
    /// Every placeholder that was left, and why.
    pub left: Vec<Left>,
}

/// Where an original went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The placeholder, with its brackets.
    pub placeholder: String,
    /// The bytes of the restored text that are the original.
    pub at: Range<usize>,
    /// The line of the text that was given, counted from 1.
    pub line: usize,
}

/// A placeholder that was not replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// What stands there.
    pub written: String,
    /// The line, counted from 1.
    pub line: usize,
    /// Why it was left.
    pub why: LeftBecause,
}

/// Why a placeholder was not replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftBecause {
    /// The vault knows no such placeholder.
    Unknown,
    /// A bracket is missing, so it may be something else.
    MissingBracket,
    /// It stands in an address that the original text did not have; whoever follows it would give the value away.
    LinkTarget,
    /// It stands in the address of a container image that the original text did not have.
    ImageAddress,
}

impl fmt::Display for LeftBecause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "the vault has no such placeholder",
            Self::MissingBracket => "a bracket is missing",
            Self::LinkTarget => "it stands in a link that the original text did not have",
            Self::ImageAddress => "it stands in an image address that the original text did not have",
        })
    }
}

/// Replaces every placeholder of the vault by what it stands for, letter for letter.
///
/// What is put back is not looked at again. Placeholders may have changed case or had their brackets escaped; nothing else is
/// guessed. In a link or an image address a value is put back only where the redacted text had that very address.
#[must_use]
pub fn restore(text: &[u8], vault: &Vault) -> Restored {
    let mut restorer = Restorer::new(vault);
    let restored = restorer.feed(text);
    let mut out = restorer.finish();
    // One allocation less in the common case, where the text does not end within a line.
    let rest = std::mem::replace(&mut out.text, restored);
    out.text.extend_from_slice(&rest);
    out
}

/// Restores a text that comes in pieces, cut anywhere; what comes out is the same as from [`restore`].
#[derive(Debug)]
pub struct Restorer<'v> {
    vault: &'v Vault,
    links: Links,
    /// The beginning of a line whose end has not come yet.
    pending: Vec<u8>,
    line: usize,
    /// Bytes given out so far.
    given: usize,
    placed: Vec<Placed>,
    left: Vec<Left>,
}

impl<'v> Restorer<'v> {
    /// Nothing has come yet.
    #[must_use]
    pub fn new(vault: &'v Vault) -> Self {
        Self {
            vault,
            links: Links::default(),
            pending: Vec::new(),
            line: 1,
            given: 0,
            placed: Vec::new(),
            left: Vec::new(),
        }
    }

    /// Takes the next piece and gives out every line that it completes.
    pub fn feed(&mut self, piece: &[u8]) -> Vec<u8> {
        let Some(end) = memchr::memrchr(b'\n', piece).map(|at| at + 1) else {
            self.pending.extend_from_slice(piece);
            return Vec::new();
        };
        let mut out = Vec::with_capacity(self.pending.len() + end);
        let mut lines = piece.get(..end).unwrap_or_default().split_inclusive(|byte| *byte == b'\n');
        if !self.pending.is_empty() {
            let mut first = std::mem::take(&mut self.pending);
            first.extend_from_slice(lines.next().unwrap_or_default());
            self.line(&first, &mut out);
        }
        for line in lines {
            self.line(line, &mut out);
        }
        self.pending.extend_from_slice(piece.get(end..).unwrap_or_default());
        self.given += out.len();
        out
    }

    /// The rest, and everything that was placed and left.
    #[must_use]
    pub fn finish(mut self) -> Restored {
        let mut text = Vec::new();
        let pending = std::mem::take(&mut self.pending);
        self.line(&pending, &mut text);
        Restored { text, placed: self.placed, left: self.left }
    }

    fn line(&mut self, line: &[u8], out: &mut Vec<u8>) {
        let all = placeholder::written(line);
        let spans: Vec<Range<usize>> = all.iter().map(|written| written.span.clone()).collect();
        let places = self.links.line(line, &spans);
        let mut after = 0;
        for (written, (place, target)) in all.iter().zip(places) {
            let Some(original) = self.vault.surface(&written.name) else {
                if placeholder::is_ours(&written.name) {
                    self.leave(line, &written.span, LeftBecause::Unknown);
                }
                continue;
            };
            if let Some(why) = withheld(self.vault, written, place, &target) {
                self.leave(line, &written.span, why);
                continue;
            }
            out.extend_from_slice(line.get(after..written.span.start).unwrap_or_default());
            let start = self.given + out.len();
            out.extend_from_slice(original);
            let placeholder = format!("<{}>", written.name);
            self.placed.push(Placed { placeholder, at: start..self.given + out.len(), line: self.line });
            after = written.span.end;
        }
        out.extend_from_slice(line.get(after..).unwrap_or_default());
        self.without_brackets(line, &spans);
        self.line += 1;
    }

    fn leave(&mut self, line: &[u8], span: &Range<usize>, why: LeftBecause) {
        let written = String::from_utf8_lossy(line.get(span.clone()).unwrap_or_default()).into_owned();
        self.left.push(Left { written, line: self.line, why });
    }

    /// `PASSWORD_1` and `<PASSWORD_1` are reported: they may be the placeholder, or somebody's words about it.
    fn without_brackets(&mut self, line: &[u8], bracketed: &[Range<usize>]) {
        if self.vault.is_empty() {
            return;
        }
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let mut at = 0;
        let mut bracketed = bracketed.iter().peekable();
        for underscore in memchr::memchr_iter(b'_', line) {
            if underscore < at {
                continue;
            }
            let before = line.get(at..underscore).unwrap_or_default();
            let start = underscore - before.iter().rev().take(64).take_while(|byte| is_part(byte)).count();
            let rest = line.get(underscore..).unwrap_or_default();
            let end = underscore + rest.iter().take(64).take_while(|byte| is_part(byte)).count();
            at = end;
            while bracketed.next_if(|span| span.end <= underscore).is_some() {}
            let inside = bracketed.peek().is_some_and(|span| span.contains(&underscore));
            let name = String::from_utf8_lossy(line.get(start..end).unwrap_or_default()).to_ascii_uppercase();
            if !inside && self.vault.surface(&name).is_some() {
                self.leave(line, &(start..end), LeftBecause::MissingBracket);
            }
        }
    }
}

fn withheld(vault: &Vault, written: &Written, place: Place, target: &str) -> Option<LeftBecause> {
    let why = match place {
        Place::Text => return None,
        Place::Link => LeftBecause::LinkTarget,
        // Where the images of one's own registry come from is no secret to that registry.
        Place::Image if vault.kind(&written.name).is_some_and(|kind| kind.class() == Class::Places) => return None,
        Place::Image => LeftBecause::ImageAddress,
    };
    (!(written.exact && vault.knows_link(target))).then_some(why)
}
