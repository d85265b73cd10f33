//! What a container's command line says about its own exit codes, read with a real shell parser.

use brush_parser::ast::{
    AndOr, AndOrList, Command, CommandPrefixOrSuffixItem, CompoundCommand, CompoundList, CompoundListItem, Pipeline,
    Program, SeparatorOperator, SimpleCommand,
};

use super::ContainerSpec;

/// Longer scripts are not read: nobody wrote them by hand into a manifest.
const MAX_SCRIPT: usize = 64 * 1024;

/// Deeper nesting than this is not read: the parser recurses.
const MAX_NESTING: usize = 40;

/// How a failure inside the script is kept from reaching the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaskKind {
    /// `a; b` without `set -e`: only the last command counts.
    Sequence,
    /// `a | b` without `pipefail`: only the last of the pipe counts.
    Pipe,
    /// `a || true` and its relatives.
    OrTrue,
    /// `a &` that nobody waits for.
    Background,
}

/// One command whose failure the script hides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    /// How.
    pub kind: MaskKind,
    /// The command, as written.
    pub command: String,
    /// Its first word.
    pub program: String,
}

/// `exit N` as written in the script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiteralExit {
    /// N.
    pub code: i64,
    /// Whether it stands behind `||`, so that what failed is the command before it.
    pub after_failure: bool,
}

/// A shell script from a container's command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// The script, after Kubernetes turned `$$` into `$`.
    pub text: String,
    /// Commands whose failure is hidden.
    pub masks: Vec<Mask>,
    /// Explicit exit codes.
    pub exits: Vec<LiteralExit>,
    /// First words of all commands.
    pub programs: Vec<String>,
}

/// Whether this word starts a shell.
fn is_shell(word: &str) -> bool {
    let name = word.rsplit('/').next().unwrap_or(word);
    matches!(name, "sh" | "bash" | "ash" | "dash" | "ksh" | "zsh" | "busybox")
}

impl ContainerSpec {
    /// Whether the command line starts a shell.
    #[must_use]
    pub fn runs_shell(&self) -> bool {
        self.words().next().is_some_and(is_shell)
    }

    /// The script behind `sh -c`, where there is one and it can be parsed.
    #[must_use]
    pub fn script(&self) -> Option<Script> {
        let words: Vec<&str> = self.words().collect();
        let (first, rest) = words.split_first()?;
        if !is_shell(first) {
            return None;
        }
        let (mut errexit, mut pipefail) = (false, false);
        let mut rest = rest.iter();
        while let Some(word) = rest.next() {
            match *word {
                "sh" => {}
                "-o" | "-eo" | "-euo" | "-exo" | "-euxo" => {
                    errexit |= word.contains('e');
                    pipefail |= rest.next() == Some(&"pipefail");
                }
                flags if flags.starts_with('-') && flags.len() > 1 && !flags.starts_with("--") => {
                    errexit |= flags.contains('e');
                    if flags.contains('o') {
                        pipefail |= rest.next() == Some(&"pipefail");
                    }
                    if flags.contains('c') {
                        return Script::read(rest.next()?, errexit, pipefail);
                    }
                }
                long if long.starts_with("--") => {}
                _ => return None,
            }
        }
        None
    }
}

impl Script {
    /// Parses a script. `None` where it is too long, too deep or no shell script.
    #[must_use]
    pub fn read(text: &str, errexit: bool, pipefail: bool) -> Option<Self> {
        let text = text.replace("$$", "$");
        if text.len() > MAX_SCRIPT || nesting(&text) > MAX_NESTING {
            return None;
        }
        let options = brush_parser::ParserOptions { enable_extended_globbing: true, ..Default::default() };
        let mut parser = brush_parser::Parser::new(text.as_bytes(), &options);
        let program = parser.parse_program().ok()?;
        let mut script = Self { text: text.clone(), ..Self::default() };
        let mut walk = Walk { script: &mut script, errexit, pipefail };
        walk.program(&program);
        Some(script)
    }
}

/// How deep brackets and keywords nest, counted roughly and from above.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for word in
        text.split_inclusive(|char: char| char.is_whitespace() || matches!(char, '(' | '{' | '`' | ';' | ')' | '}'))
    {
        match word.trim_end_matches(';').trim() {
            "if" | "for" | "while" | "until" | "case" => depth += 1,
            "fi" | "done" | "esac" => depth = depth.saturating_sub(1),
            _ => {}
        }
        match word.chars().last() {
            Some('(' | '{' | '`') => depth += 1,
            Some(')' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

struct Walk<'s> {
    script: &'s mut Script,
    errexit: bool,
    pipefail: bool,
}

impl Walk<'_> {
    fn program(&mut self, program: &Program) {
        let items: Vec<&CompoundListItem> = program.complete_commands.iter().flat_map(|list| &list.0).collect();
        self.list(&items, true);
    }

    fn compound(&mut self, list: &CompoundList, last: bool) {
        self.list(&list.0.iter().collect::<Vec<_>>(), last);
    }

    /// `decides`: whether the exit status of the last command of this list becomes that of the script.
    fn list(&mut self, items: &[&CompoundListItem], decides: bool) {
        let count = items.len();
        let waits = items.iter().any(|item| first_word(&item.0.first).as_deref() == Some("wait"));
        for (index, CompoundListItem(list, separator)) in items.iter().map(|item| (**item).clone()).enumerate() {
            let last = index + 1 == count;
            if matches!(separator, SeparatorOperator::Async) {
                if waits {
                    self.and_or(&list, false);
                    continue;
                }
                self.mask(MaskKind::Background, &list.first);
            } else if !last && !self.errexit && list.additional.is_empty() {
                let overruled = self.is_followed_by_status_use(items, index);
                if !overruled {
                    self.mask(MaskKind::Sequence, &list.first);
                }
            }
            self.and_or(&list, decides && last);
        }
    }

    /// `a; exit $?`, `a; rc=$?` and a loop that tests hand the status on.
    fn is_followed_by_status_use(&self, items: &[&CompoundListItem], index: usize) -> bool {
        items.get(index + 1).is_some_and(|next| next.0.to_string().contains("$?"))
    }

    fn and_or(&mut self, list: &AndOrList, decides: bool) {
        self.pipeline(&list.first, decides, false);
        let mut previous = &list.first;
        for next in &list.additional {
            match next {
                AndOr::And(pipeline) => self.pipeline(pipeline, decides, false),
                AndOr::Or(pipeline) => {
                    let swallows = matches!(first_word(pipeline).as_deref(), Some("true" | ":" | "echo" | "printf"));
                    let exits_well = pipeline.to_string().trim() == "exit 0";
                    if swallows || exits_well {
                        self.mask(MaskKind::OrTrue, previous);
                    }
                    self.pipeline(pipeline, decides, true);
                }
            }
            previous = match next {
                AndOr::And(pipeline) | AndOr::Or(pipeline) => pipeline,
            };
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline, decides: bool, after_failure: bool) {
        let count = pipeline.seq.len();
        for (index, command) in pipeline.seq.iter().enumerate() {
            let last = index + 1 == count;
            if !last
                && !self.pipefail
                && let Command::Simple(simple) = command
            {
                self.mask_simple(MaskKind::Pipe, simple);
            }
            match command {
                Command::Simple(simple) => self.simple(simple, after_failure),
                Command::Compound(compound, _) => self.compound_command(compound, decides && last, after_failure),
                Command::Function(_) | Command::ExtendedTest(..) => {}
            }
        }
    }

    fn compound_command(&mut self, compound: &CompoundCommand, decides: bool, after_failure: bool) {
        match compound {
            CompoundCommand::BraceGroup(group) => self.group(&group.list, decides, after_failure),
            CompoundCommand::Subshell(group) => self.group(&group.list, decides, after_failure),
            CompoundCommand::ForClause(clause) => self.compound(&clause.body.list, decides),
            CompoundCommand::IfClause(clause) => {
                self.compound(&clause.then, decides);
                for branch in clause.elses.iter().flatten() {
                    self.compound(&branch.body, decides);
                }
            }
            _ => {}
        }
    }

    fn group(&mut self, list: &CompoundList, decides: bool, after_failure: bool) {
        let before = self.script.exits.len();
        self.compound(list, decides);
        if after_failure {
            self.script.exits[before..].iter_mut().for_each(|exit| exit.after_failure = true);
        }
    }

    fn simple(&mut self, command: &SimpleCommand, after_failure: bool) {
        let Some(name) = name_of(command) else { return };
        let words = words_of(command);
        match name.as_str() {
            "set" => {
                let off = words.iter().any(|word| word.starts_with('+'));
                let flags = || words.iter().filter(|word| word.starts_with('-') || word.starts_with('+'));
                if flags().any(|word| word.contains('e')) || words.iter().any(|word| word == "errexit") {
                    self.errexit = !off;
                }
                if words.iter().any(|word| word == "pipefail") {
                    self.pipefail = !off;
                }
            }
            "exit" => {
                if let Some(code) = words.first().and_then(|word| word.parse::<i64>().ok()) {
                    self.script.exits.push(LiteralExit { code: code.rem_euclid(256), after_failure });
                }
            }
            _ => {}
        }
        self.script.programs.push(name);
    }

    fn mask(&mut self, kind: MaskKind, pipeline: &Pipeline) {
        if let [Command::Simple(simple)] = pipeline.seq.as_slice() {
            self.mask_simple(kind, simple);
        }
    }

    fn mask_simple(&mut self, kind: MaskKind, command: &SimpleCommand) {
        if let Some(program) = name_of(command)
            && !CANNOT_MATTER.contains(&program.as_str())
        {
            self.script.masks.push(Mask { kind, command: command.to_string(), program });
        }
    }
}

/// Commands whose failure nobody means by "the work failed".
const CANNOT_MATTER: [&str; 24] = [
    "echo", "printf", "sleep", "set", "trap", "true", ":", "export", "cd", "date", "umask", "ulimit", "shopt", "wait",
    "exit", "return", "local", "unset", "alias", "test", "[", "false", "cat", "ls",
];

fn first_word(pipeline: &Pipeline) -> Option<String> {
    match pipeline.seq.first()? {
        Command::Simple(simple) => name_of(simple),
        _ => None,
    }
}

fn name_of(command: &SimpleCommand) -> Option<String> {
    command.word_or_name.as_ref().map(|word| word.to_string())
}

fn words_of(command: &SimpleCommand) -> Vec<String> {
    let items = command.suffix.as_ref().map(|suffix| suffix.0.as_slice()).unwrap_or_default();
    items
        .iter()
        .filter_map(|item| match item {
            CommandPrefixOrSuffixItem::Word(word) => Some(word.to_string()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masks(text: &str) -> Vec<(MaskKind, String)> {
        let script = Script::read(text, false, false).expect("a script");
        script.masks.into_iter().map(|mask| (mask.kind, mask.program)).collect()
    }

    #[test]
    fn hidden_failures_are_found() {
        let table: &[(&str, &[(MaskKind, &str)])] = &[
            ("pg_dumpall | gzip > /tmp/out.gz", &[(MaskKind::Pipe, "pg_dumpall")]),
            ("load_rows --from s3; echo finished", &[(MaskKind::Sequence, "load_rows")]),
            ("set -e; load_rows; echo finished", &[]),
            ("set -euo pipefail\ndump | gzip\necho ok", &[]),
            ("work || true", &[(MaskKind::OrTrue, "work")]),
            ("work & echo started", &[(MaskKind::Background, "work")]),
            ("work & wait $!", &[]),
            ("sleep 3; echo done", &[]),
            ("work; exit $?", &[]),
            ("work && echo done", &[]),
        ];
        for (text, expected) in table {
            let expected: Vec<_> = expected.iter().map(|(kind, name)| (*kind, (*name).to_owned())).collect();
            assert_eq!(masks(text), expected, "{text}");
        }
    }

    #[test]
    fn literal_exits_know_whether_a_failure_led_to_them() {
        let exits = |text| Script::read(text, false, false).expect("a script").exits;
        assert_eq!(exits("echo x; exit 4"), [LiteralExit { code: 4, after_failure: false }]);
        assert_eq!(exits("nc h 1 || { echo no; exit 1; }"), [LiteralExit { code: 1, after_failure: true }]);
        assert_eq!(exits("[ $A = 3 ] && exit 6; echo tile"), [LiteralExit { code: 6, after_failure: false }]);
        assert_eq!(exits("exit 256"), [LiteralExit { code: 0, after_failure: false }]);
    }

    #[test]
    fn hostile_scripts_are_left_alone() {
        assert_eq!(Script::read(&"(".repeat(10_000), false, false), None);
        assert_eq!(Script::read(&"if ".repeat(10_000), false, false), None);
        assert!(Script::read("'unterminated", false, false).is_none_or(|script| script.masks.is_empty()));
    }
}
