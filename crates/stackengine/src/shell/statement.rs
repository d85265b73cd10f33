//! One simple command: what it switches, and what its words alone say about its status.

use std::ops::Range;

use brush_parser::ast::{CommandPrefixOrSuffixItem, Pipeline, SimpleCommand, SourceLocation, Word};

use super::tree::{items, name_of, only_command, words_of, written_file};
use super::walk::{Ctx, Walk};
use super::words::{Call, plain};
use super::{HazardKind, LiteralExit, Remedy, curl, database, trap};

/// A simple command together with what is known of it.
#[derive(Debug)]
pub(super) struct Statement<'c> {
    pub(super) simple: &'c SimpleCommand,
    pub(super) words: Vec<&'c Word>,
    pub(super) call: Call,
    /// Whether another command's output is its input.
    pub(super) is_fed: bool,
}

impl<'a> Walk<'_, 'a, '_> {
    /// `loss`: how its failure is lost, where it is.
    pub(super) fn simple(&mut self, simple: &'a SimpleCommand, ctx: Ctx, loss: Option<HazardKind>, is_fed: bool) {
        self.substitutions(simple, ctx, loss);
        let words = words_of(simple);
        let texts: Vec<String> = words.iter().map(|word| plain(&word.value)).collect();
        let Some(call) = Call::new(&texts) else { return };
        let statement = Statement { simple, words, call, is_fed };
        match statement.call.program.as_str() {
            "set" => self.set(&statement),
            "exit" => self.exit(&statement, ctx),
            "trap" => trap::judge(self, &statement),
            "curl" => curl::judge(self, &statement, ctx),
            "psql" | "mysql" | "mariadb" => database::judge(self, &statement, ctx),
            "find" => self.find(&statement, ctx),
            "sleep" | "tail" => self.stay(&statement, ctx),
            _ => {}
        }
        if let Some(name) = name_of(simple) {
            self.call(name, simple, ctx);
        }
    }

    fn set(&mut self, statement: &Statement<'_>) {
        let before = self.options;
        let mut words = statement.call.arguments.iter();
        while let Some(word) = words.next() {
            let on = word.starts_with('-');
            let Some(letters) = word.strip_prefix(['-', '+']).filter(|rest| !rest.starts_with('-')) else { break };
            for _ in 0..self.options.cluster(letters, on) {
                if let Some(name) = words.next() {
                    self.options.switch(name, on);
                }
            }
        }
        if self.options.errexit {
            self.switched_off = None;
        } else if before.errexit {
            let span = self.command_span(statement.simple);
            let rest = self.found.source.text.get(span.end..).unwrap_or_default();
            let taken_back = rest.contains("$?") || rest.contains("errexit") || sets_e(rest);
            self.switched_off = (!taken_back).then_some(span);
        }
    }

    fn exit(&mut self, statement: &Statement<'_>, ctx: Ctx) {
        let Some(code) = statement.call.arguments.first().and_then(|word| word.parse::<i64>().ok()) else { return };
        let after_failure = ctx.after_failure;
        self.found.script.exits.push(LiteralExit { code: code.rem_euclid(256), after_failure });
        if (0..256).contains(&code) {
            return;
        }
        // What was meant by 256 or 512 cannot have been success.
        let (becomes, keeps_meaning) = match code.rem_euclid(256) {
            0 => (1, false),
            other => (other, true),
        };
        let word = statement.words.get(statement.call.at + 1).and_then(|word| self.word_span(word));
        let remedy = word.map(|span| Remedy {
            edits: vec![(self.found.source.origin(span), becomes.to_string())],
            title: format!("write `exit {becomes}`"),
            keeps_meaning,
        });
        self.report(HazardKind::ExitModulo, None, statement.simple, remedy);
    }

    /// `find -exec … \;`, where `…` is work.
    fn find(&mut self, statement: &Statement<'_>, ctx: Ctx) {
        let mut words = statement.call.arguments.iter();
        while let Some(word) = words.next() {
            if !matches!(word.as_str(), "-exec" | "-execdir") {
                continue;
            }
            let command: Vec<String> =
                words.by_ref().take_while(|word| !matches!(word.as_str(), ";" | "+")).cloned().collect();
            let ends_with_plus = command.last().is_some_and(|last| last == "{}")
                && statement.call.arguments.windows(2).any(|pair| pair == ["{}", "+"]);
            let works = Call::new(&command).is_some_and(|call| super::programs::produces(&call.program));
            if works && !ends_with_plus && !ctx.swallowed {
                self.report(HazardKind::FindExec, None, statement.simple, None);
            }
        }
    }

    /// Commands that never return.
    fn stay(&mut self, statement: &Statement<'_>, ctx: Ctx) {
        let call = &statement.call;
        let forever = match call.program.as_str() {
            "sleep" => call.has(&["infinity", "inf"]),
            _ => call.has(&["-f", "-F", "--follow", "-fn0", "-n0f"]) && call.has(&["/dev/null"]),
        };
        if forever && ctx.always && !call.has_timeout && !statement.is_fed {
            let span = self.found.source.origin(self.command_span(statement.simple));
            self.never_ends(Some(span));
        }
    }

    /// An edit that puts words right behind the program's name.
    pub(super) fn insert_option(&self, statement: &Statement<'_>, option: &str) -> Option<Remedy> {
        let end = self.word_span(statement.words.get(statement.call.at)?)?.end;
        let at = self.found.source.origin(end..end).end;
        let title = format!("add `{option}` to {}", statement.call.program);
        Some(Remedy { edits: vec![(at..at, format!(" {option}"))], title, keeps_meaning: false })
    }

    /// An edit that takes `|| true` away, or lets a message be followed by a failure.
    pub(super) fn without_swallower(&self, before: Option<&Pipeline>, swallower: &Pipeline) -> Option<Remedy> {
        let simple = only_command(swallower)?;
        let span = self.command_span(simple);
        let origin = |span: Range<usize>| self.found.source.origin(span);
        if matches!(name_of(simple), Some("echo" | "printf" | "logger")) {
            let (start, end) = (origin(span.start..span.start).start, origin(span.end..span.end).end);
            let edits = vec![(start..start, "{ ".to_owned()), (end..end, "; exit 1; }".to_owned())];
            return Some(Remedy { edits, title: "fail after the message".to_owned(), keeps_meaning: false });
        }
        let text = self.found.source.text.as_str();
        let bars = text.get(..span.start)?.rfind("||")?;
        let start = text.get(..bars)?.trim_end_matches([' ', '\t']).len();
        // What stands between must be the command itself, not a comment or a line end.
        before.filter(|_| !text.get(start..span.end).unwrap_or_default().contains(['\n', '#']))?;
        let title = format!("take away `{}`", text.get(bars..span.end)?);
        Some(Remedy { edits: vec![(origin(start..span.end), String::new())], title, keeps_meaning: false })
    }

    pub(super) fn word_span(&self, word: &Word) -> Option<Range<usize>> {
        word.loc.as_ref().map(|span| self.piece.span(span))
    }

    /// From the first to the last word, redirections included, in bytes of the text.
    pub(super) fn command_span(&self, simple: &SimpleCommand) -> Range<usize> {
        let around = items(simple).filter_map(|item| match item {
            CommandPrefixOrSuffixItem::Word(word) | CommandPrefixOrSuffixItem::AssignmentWord(_, word) => {
                self.word_span(word)
            }
            CommandPrefixOrSuffixItem::IoRedirect(redirect) => {
                written_file(redirect).and_then(|word| self.word_span(word))
            }
            CommandPrefixOrSuffixItem::ProcessSubstitution(_, inner) => {
                inner.location().map(|span| self.piece.span(&span))
            }
        });
        let name = simple.word_or_name.as_ref().and_then(|word| self.word_span(word));
        let whole = around.chain(name).reduce(|one, two| one.start.min(two.start)..one.end.max(two.end));
        whole.unwrap_or_default()
    }
}

/// Whether `set -e` stands somewhere.
fn sets_e(text: &str) -> bool {
    text.split("set -").skip(1).any(|rest| {
        rest.split(|char: char| !char.is_ascii_alphabetic()).next().is_some_and(|letters| letters.contains('e'))
    })
}
