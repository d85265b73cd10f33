//! Scripts inside words: `$(…)`, backticks and `<(…)`. Their status goes lost nearly everywhere.

use std::ops::Range;

use brush_parser::ast::{CommandPrefixOrSuffixItem, CompoundListItem, SimpleCommand, Word};

use super::script::parse;
use super::source::Piece;
use super::tree::{items, name_of};
use super::walk::{Ctx, Walk};
use super::{HazardKind, Remedy};

/// A script in a script in a script is read, one deeper is not.
const MAX_DEPTH: usize = 3;

impl<'a> Walk<'_, 'a, '_> {
    /// `loss`: how the failure of the command itself is lost, where it is.
    pub(super) fn substitutions(&mut self, simple: &'a SimpleCommand, ctx: Ctx, loss: Option<HazardKind>) {
        let name = name_of(simple);
        // The status of a command that is nothing but `x=$(…)` is that of the substitution.
        let hands_on = name.is_none() && loss.is_none();
        // A test looks at what was printed, an empty answer is not taken for a good one.
        let looks = matches!(name, Some("[" | "test" | "[["));
        let before = self.found.script.hazards.len();
        for item in items(simple) {
            match item {
                CommandPrefixOrSuffixItem::Word(word) | CommandPrefixOrSuffixItem::AssignmentWord(_, word) => {
                    self.argument(word, ctx, hands_on || looks);
                }
                CommandPrefixOrSuffixItem::ProcessSubstitution(_, inner) => {
                    self.compound(&inner.list, self.unseen(ctx));
                }
                CommandPrefixOrSuffixItem::IoRedirect(_) => {}
            }
        }
        if matches!(name, Some("export" | "local" | "readonly" | "declare" | "typeset")) {
            let remedy = self.declared_apart(simple);
            let found = self.found.script.hazards.iter_mut().skip(before);
            found.filter(|hazard| hazard.kind == HazardKind::ErrexitDefeated).for_each(|hazard| {
                hazard.remedy.clone_from(&remedy);
            });
        }
    }

    /// The substitutions of a word. `hands_on`: somebody learns of their failure.
    pub(super) fn argument(&mut self, word: &Word, ctx: Ctx, hands_on: bool) {
        if self.depth >= MAX_DEPTH || !word.value.contains(['`', '(']) {
            return;
        }
        let Some(span) = self.word_span(word) else { return };
        let text = self.found.source.text.get(span.clone()).unwrap_or_default();
        for inner in scripts(text) {
            let inner = span.start + inner.start..span.start + inner.end;
            let Some(text) = self.found.source.text.get(inner.clone()) else { continue };
            let Some(program) = parse(text) else { continue };
            let piece = Piece::new(text, inner.start);
            let ctx = if hands_on { Ctx { feeds: true, always: false, ..Ctx::kept() } } else { self.unseen(ctx) };
            let list: Vec<&CompoundListItem> = program.complete_commands.iter().flat_map(|list| &list.0).collect();
            let off = self.switched_off.clone();
            let mut walk = Walk::new(self.found, &piece, self.options, self.depth + 1);
            walk.switched_off = off;
            walk.list(&list, ctx);
        }
    }

    fn unseen(&self, ctx: Ctx) -> Ctx {
        let kept = ctx.swallowed;
        Ctx { kept, ignored: true, feeds: true, always: false, loss: HazardKind::Sequence, pipe_seen: false, ..ctx }
    }

    /// `export x=$(…)` as `x=$(…); export x`, whose first half `set -e` sees.
    fn declared_apart(&self, simple: &SimpleCommand) -> Option<Remedy> {
        let name = simple.word_or_name.as_ref()?;
        let [CommandPrefixOrSuffixItem::AssignmentWord(assignment, word)] = simple.suffix.as_ref()?.0.as_slice() else {
            return None;
        };
        let brush_parser::ast::AssignmentName::VariableName(variable) = &assignment.name else { return None };
        let source = self.found.source;
        let (keyword, value) = (self.word_span(name)?, self.word_span(word)?);
        let edits = if name.value == "local" {
            let start = source.origin(value.start..value.start).start;
            vec![(start..start, format!("{variable}; "))]
        } else {
            let end = source.origin(value.end..value.end).end;
            let shown = format!("; {} {variable}", name.value);
            vec![(source.origin(keyword.start..value.start), String::new()), (end..end, shown)]
        };
        Some(Remedy {
            edits,
            title: format!("give {variable} its value in a command of its own"),
            keeps_meaning: false,
        })
    }
}

/// The outermost scripts in a word, without their brackets. What is in single quotes is none.
fn scripts(word: &str) -> Vec<Range<usize>> {
    let bytes = word.as_bytes();
    let (mut found, mut at, mut in_double) = (Vec::new(), 0, false);
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        match byte {
            b'\\' => at += 1,
            b'"' => in_double = !in_double,
            b'\'' if !in_double => at += 1 + rest.iter().skip(1).position(|byte| *byte == b'\'').unwrap_or(rest.len()),
            b'`' => {
                let length = rest.iter().skip(1).position(|byte| *byte == b'`').unwrap_or(rest.len());
                let inner = at + 1..at + 1 + length;
                at = inner.end;
                // A backslash means something else between backticks: the places would no longer fit.
                if word.get(inner.clone()).is_some_and(|text| !text.contains('\\')) {
                    found.push(inner);
                }
            }
            b'$' if rest.starts_with(b"$((") => at += 2,
            b'$' if rest.starts_with(b"$(") => {
                let inner = at + 2..closing(bytes, at + 2);
                at = inner.end;
                found.push(inner);
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Where the bracket that is open at `at` closes.
fn closing(bytes: &[u8], mut at: usize) -> usize {
    let (mut depth, mut quote) = (1_usize, None);
    while let Some(byte) = bytes.get(at) {
        match (quote, byte) {
            (Some(b'\''), b'\'') | (Some(b'"'), b'"') => quote = None,
            (None, b'\'' | b'"') => quote = Some(*byte),
            (None | Some(b'"'), b'\\') => at += 1,
            (None, b'(') => depth += 1,
            (None, b')') if depth == 1 => return at,
            (None, b')') => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}
