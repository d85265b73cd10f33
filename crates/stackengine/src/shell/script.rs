//! A script, read: what it hides, where it writes, whether it ends, and whether it hears SIGTERM.

use std::ops::Range;

use brush_parser::ast::{CompoundListItem, Program, SeparatorOperator, SimpleCommand};

use super::nesting::is_too_deep;
use super::source::{Piece, Source};
use super::tree::{each_simple, items, links, name_of, only_simple, words_of};
use super::walk::{Found, Walk};
use super::words::{Call, plain};
use super::{Dialect, Hazard, Options, pids, remedy, trap, writes};

/// Longer scripts are not read: nobody wrote them by hand into a manifest.
const MAX_SCRIPT: usize = 64 * 1024;

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
    /// N, cut to eight bits as the system does.
    pub code: i64,
    /// Whether it stands behind `||`, so that what failed is the command before it.
    pub after_failure: bool,
}

/// A shell script from a container's command line. Spans are bytes of the script as it stands in the manifest.
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
    /// Everything that keeps or changes a failure on its way to the exit code, in the order of the script.
    pub hazards: Vec<Hazard>,
    /// Each `$(NAME)`: Kubernetes replaces it if the container has a variable NAME; else the shell runs a program NAME.
    pub expansions: Vec<(String, Range<usize>)>,
    /// Places it visibly writes to, as written, also those with variables in them.
    pub writes: Vec<(String, Range<usize>)>,
    /// The command after which the script never goes on, by itself: `sleep infinity`, `while true` without a way out.
    pub never_ends: Option<Range<usize>>,
    /// Whether SIGTERM reaches the work, or a trap: the work replaces the shell, or the script traps TERM.
    ///
    /// bash replaces itself by the only command of `-c`, and so does busybox; dash 0.5.12 does not. Of `sh`, whose
    /// shell is not known, the better is believed.
    pub forwards_sigterm: bool,
    /// Whether it mentions `JOB_COMPLETION_INDEX`.
    pub reads_index: bool,
    /// Whether any of the work runs under `timeout`.
    pub has_timeout: bool,
}

impl Script {
    /// Parses a script as it stands in the manifest. `None` where it is too long, too deep or no shell script.
    #[must_use]
    pub fn read(manifest: &str, shell: Dialect, options: Options) -> Option<Self> {
        let mut script = Self::read_without_remedies(manifest, shell, options)?;
        remedy::choose(&mut script, manifest, shell, options);
        Some(script)
    }

    /// As `read`, with all remedies that come into question, unproved.
    pub(super) fn read_without_remedies(manifest: &str, shell: Dialect, options: Options) -> Option<Self> {
        if manifest.len() > MAX_SCRIPT || is_too_deep(manifest) {
            return None;
        }
        let source = Source::new(manifest);
        let program = parse(&source.text)?;
        let piece = Piece::new(&source.text, 0);
        let mut found = Found::new(&source);
        let mut simples = Vec::new();
        program.complete_commands.iter().for_each(|list| each_simple(list, &mut |simple| simples.push(simple)));
        for simple in &simples {
            note(&mut found, &piece, simple);
        }
        let items: Vec<&CompoundListItem> = program.complete_commands.iter().flat_map(|list| &list.0).collect();
        Walk::new(&mut found, &piece, options, 0).script(&items);
        pids::find(&mut found);

        let mut script = found.script;
        script.forwards_sigterm = simples.iter().any(|simple| trap::hears_sigterm(simple)) || hands_over(&items, shell);
        script.reads_index = source.text.contains("JOB_COMPLETION_INDEX");
        script.hazards.sort_by_key(|hazard| (hazard.span.start, hazard.kind));
        script.writes.sort_by_key(|(_, span)| span.start);
        script.expansions = source.expansions.clone();
        script.text = source.text;
        Some(script)
    }
}

/// A script as a tree.
pub(super) fn parse(text: &str) -> Option<Program> {
    let options = brush_parser::ParserOptions { enable_extended_globbing: true, ..Default::default() };
    brush_parser::Parser::new(text.as_bytes(), &options).parse_program().ok()
}

/// What is to be known of a command before the commands before it are judged.
fn note(found: &mut Found<'_>, piece: &Piece, simple: &SimpleCommand) {
    writes::find(found, piece, simple);
    let Some(name) = name_of(simple) else { return };
    found.script.programs.push(name.to_owned());
    let words: Vec<String> = words_of(simple).iter().map(|word| plain(&word.value)).collect();
    let Some(call) = Call::new(&words) else { return };
    found.script.has_timeout |= call.has_timeout;
    match call.program.as_str() {
        "wait" if call.arguments.is_empty() => found.waits_for_all = true,
        "wait" => found.waits_for_one = true,
        "kill" | "pkill" | "killall" => found.kills = true,
        "trap" => found.kills |= call.arguments.first().is_some_and(|action| action.contains("kill ")),
        _ => {}
    }
}

/// Whether the last command takes the shell's place.
fn hands_over(list: &[&CompoundListItem], shell: Dialect) -> bool {
    let Some((last, before)) = list.split_last() else { return false };
    let is_exec = links(&last.0).last().is_some_and(|(pipeline, _)| {
        matches!(pipeline.seq.as_slice(), [brush_parser::ast::Command::Simple(simple)] if name_of(simple) == Some("exec"))
    });
    if is_exec {
        return true;
    }
    let foreground = matches!(last.1, SeparatorOperator::Sequence);
    let redirects =
        |simple| items(simple).any(|item| matches!(item, brush_parser::ast::CommandPrefixOrSuffixItem::IoRedirect(_)));
    let alone = before.is_empty() && foreground && only_simple(last).is_some_and(|simple| !redirects(simple));
    alone && shell != Dialect::Dash
}
