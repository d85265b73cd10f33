//! Traps: an exit in one replaces the status of the script.

use brush_parser::ast::{CompoundListItem, SimpleCommand};

use super::HazardKind;
use super::script::parse;
use super::statement::Statement;
use super::tree::{links, lists, name_of, only_command, words_of};
use super::walk::Walk;
use super::words::plain;

/// Reports a trap whose action ends with a number of its own.
pub(super) fn judge(walk: &mut Walk<'_, '_, '_>, statement: &Statement<'_>) {
    let Some((action, signals)) = statement.call.arguments.split_first() else { return };
    let Some(program) = parse(action) else { return };
    let items: Vec<&CompoundListItem> = program.complete_commands.iter().flat_map(|list| &list.0).collect();
    let mut codes = exits(&items);
    for name in items.iter().filter_map(|item| only_command(&item.0.first)).filter_map(name_of) {
        if let Some(body) = walk.body_of(name) {
            lists(body).iter().for_each(|list| codes.extend(exits(&list.0.iter().collect::<Vec<_>>())));
        }
    }
    let replaces = signals.iter().any(|signal| match signal.trim_start_matches("SIG") {
        // Whatever the script ended with, it is now this.
        "EXIT" | "0" => !codes.is_empty(),
        // Stopped half way, and called a success.
        "TERM" | "15" | "ERR" => codes.iter().any(|code| code.rem_euclid(256) == 0),
        _ => false,
    });
    if replaces {
        walk.report(HazardKind::TrapReplacesStatus, None, statement.simple, None);
    }
}

/// The numbers with which a list ends the script in any case.
fn exits(items: &[&CompoundListItem]) -> Vec<i64> {
    let codes = items.iter().filter_map(|item| {
        let links = links(&item.0);
        let (pipeline, _) = links.last().filter(|_| links.len() == 1)?;
        let simple = only_command(pipeline).filter(|simple| name_of(simple) == Some("exit"))?;
        words_of(simple).get(1)?.value.parse().ok()
    });
    codes.collect()
}

/// Whether the command sets a trap on SIGTERM.
pub(super) fn hears_sigterm(simple: &SimpleCommand) -> bool {
    let words: Vec<String> = words_of(simple).iter().map(|word| plain(&word.value)).collect();
    match words.as_slice() {
        [name, action, signals @ ..] if name == "trap" && !matches!(action.as_str(), "" | "-") => {
            signals.iter().any(|signal| matches!(signal.as_str(), "TERM" | "SIGTERM" | "15"))
        }
        _ => false,
    }
}
