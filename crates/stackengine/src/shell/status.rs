//! Who looks at the status of a command, and what a script ends with.

use brush_parser::ast::{Command, CommandPrefixOrSuffixItem, CompoundListItem, Pipeline, SimpleCommand};

use super::programs::{matters, produces};
use super::tree::{lists, name_of, only_command, only_simple, words_of};

/// What the rest of a list does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// `true`, `:` or `exit 0` and nothing else.
    Zero,
    /// Commands that only talk or wait.
    Talk,
    /// Work.
    Work,
}

/// What comes after a command.
pub(super) fn ends_well(rest: &[&CompoundListItem]) -> Ending {
    let is_zero = |item: &CompoundListItem| only_simple(item).is_some_and(is_zero);
    let talks = |item: &CompoundListItem| {
        only_simple(item).and_then(name_of).is_some_and(|name| !matters(name) && name != "wait")
    };
    match rest {
        [only] if is_zero(only) => Ending::Zero,
        rest if rest.iter().all(|item| talks(item)) => Ending::Talk,
        _ => Ending::Work,
    }
}

/// `true`, `:`, `exit 0` or `return 0`.
fn is_zero(simple: &SimpleCommand) -> bool {
    let words: Vec<&str> = words_of(simple).iter().map(|word| word.value.as_str()).collect();
    matches!(words.as_slice(), ["true" | ":", ..] | ["exit" | "return", "0"])
}

/// `exit 1`, `return 1` or `false`: what came before does not make it a success.
pub(super) fn always_fails(item: &CompoundListItem) -> bool {
    let Some(simple) = only_simple(item) else { return false };
    let words: Vec<&str> = words_of(simple).iter().map(|word| word.value.as_str()).collect();
    match words.as_slice() {
        ["false"] => true,
        ["exit" | "return", code] => code.parse().is_ok_and(|code: i64| code % 256 != 0),
        _ => false,
    }
}

/// Whether the command after an item makes something of its status.
pub(super) fn is_looked_at(item: &CompoundListItem, rest: &[&CompoundListItem], next: &str) -> bool {
    let Some(first) = rest.first() else { return false };
    if next.contains("$?") || next.contains("PIPESTATUS") || next.contains("${?}") || always_fails(first) {
        return true;
    }
    let bare_exit = only_simple(first)
        .is_some_and(|simple| matches!(name_of(simple), Some("exit" | "return")) && words_of(simple).len() == 1);
    bare_exit || assigned(item).is_some_and(|name| tests_variable(next, name))
}

/// The variable of an item that only sets one.
fn assigned(item: &CompoundListItem) -> Option<&str> {
    use brush_parser::ast::AssignmentName::VariableName;
    let simple = only_simple(item).filter(|simple| simple.word_or_name.is_none())?;
    match simple.prefix.as_ref()?.0.as_slice() {
        [CommandPrefixOrSuffixItem::AssignmentWord(assignment, _)] => match &assignment.name {
            VariableName(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a command, as printed, asks what is in a variable: an empty answer is then not taken for a good one.
fn tests_variable(next: &str, name: &str) -> bool {
    let asks = ["if ", "[ ", "[[ ", "test ", "case ", "while ", "until "].iter().any(|start| next.starts_with(start));
    let head = next.lines().next().unwrap_or_default();
    let head = head.split("; then").next().unwrap_or_default();
    asks && (head.contains(&format!("${name}")) || head.contains(&format!("${{{name}")))
}

/// Whether what stands behind `||` makes a success of a failure.
pub(super) fn swallows(pipeline: &Pipeline) -> bool {
    match pipeline.seq.as_slice() {
        [Command::Simple(simple)] => {
            is_zero(simple) || matches!(name_of(simple), Some("echo" | "printf" | "true" | ":" | "logger"))
        }
        [Command::Compound(compound, _)] => match lists(compound).as_slice() {
            [list] => {
                let simples: Option<Vec<&SimpleCommand>> = list.0.iter().map(only_simple).collect();
                let Some((last, before)) = simples.as_deref().and_then(<[_]>::split_last) else { return false };
                let says = |simple: &&SimpleCommand| name_of(simple).is_some_and(|name| !matters(name));
                let leaves = |simple: &&SimpleCommand| matches!(name_of(simple), Some("exit" | "return"));
                let talks = matches!(name_of(last), Some("echo" | "printf"));
                before.iter().all(says) && !before.iter().any(leaves) && (is_zero(last) || talks)
            }
            _ => false,
        },
        // `|| echo failed | tee log`.
        [Command::Simple(simple), ..] => matches!(name_of(simple), Some("echo" | "printf")),
        _ => false,
    }
}

/// The command a pipe is about: the first that makes something, or the first in a group.
pub(super) fn main_command(pipeline: &Pipeline) -> Option<&SimpleCommand> {
    if let Some(simple) = only_command(pipeline) {
        return Some(simple);
    }
    let mut found = None;
    for command in &pipeline.seq {
        let mut see = |simple| {
            if found.is_none() && name_of(simple).is_some_and(produces) {
                found = Some(simple);
            }
        };
        match command {
            Command::Simple(simple) => see(simple),
            Command::Compound(compound, _) => {
                lists(compound).into_iter().for_each(|list| super::tree::each_simple(list, &mut see));
            }
            _ => {}
        }
    }
    found
}
