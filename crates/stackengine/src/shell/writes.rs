//! Files and folders that a command visibly writes to.

use std::ops::Range;

use brush_parser::ast::{CommandPrefixOrSuffixItem, SimpleCommand, Word};

use super::source::Piece;
use super::tree::{items, words_of, written_file};
use super::walk::Found;
use super::words::{Call, plain};

/// Notes redirections and the arguments of well-known programs.
pub(super) fn find(found: &mut Found<'_>, piece: &Piece, simple: &SimpleCommand) {
    for item in items(simple) {
        if let CommandPrefixOrSuffixItem::IoRedirect(redirect) = item
            && let Some(word) = written_file(redirect)
        {
            note(found, piece, word, &plain(&word.value));
        }
    }
    let words = words_of(simple);
    let texts: Vec<String> = words.iter().map(|word| plain(&word.value)).collect();
    let Some(call) = Call::new(&texts) else { return };
    for (at, text) in targets(&call) {
        if let Some(word) = words.get(call.at + 1 + at) {
            note(found, piece, word, &text);
        }
    }
}

/// Indices among the arguments, and the path in each.
fn targets(call: &Call) -> Vec<(usize, String)> {
    let all = call.arguments.iter().cloned().enumerate();
    let plain = || all.clone().filter(|(_, word)| !word.starts_with('-'));
    let after = |names: &'static [&'static str]| {
        let found = call.arguments.iter().position(|word| names.contains(&word.as_str()));
        found.and_then(|at| all.clone().nth(at + 1)).into_iter().collect::<Vec<_>>()
    };
    match call.program.as_str() {
        "tee" | "touch" => plain().collect(),
        "mkdir" => {
            let mode = call.arguments.iter().position(|word| word == "-m").map(|at| at + 1);
            plain().filter(|(at, _)| Some(*at) != mode).collect()
        }
        "cp" | "mv" | "install" | "ln" => plain().skip(1).last().into_iter().collect(),
        "curl" => {
            let joined = all.clone().filter_map(|(at, word)| {
                let cluster = word.strip_prefix('-').is_some_and(|rest| rest.len() > 1 && rest.ends_with('o'));
                (cluster && !word.starts_with("--")).then(|| all.clone().nth(at + 1)).flatten()
            });
            joined.chain(after(&["-o", "--output"])).collect()
        }
        "wget" => after(&["-O", "--output-document", "-P"]),
        "pg_dump" | "pg_dumpall" => after(&["-f", "--file"]),
        "tar" => {
            let creates = |word: &String| {
                let letters = word.trim_start_matches('-');
                letters.contains('c') && letters.ends_with('f') && letters.bytes().all(|byte| byte.is_ascii_lowercase())
            };
            match call.arguments.first() {
                Some(first) if creates(first) => all.clone().nth(1).into_iter().collect(),
                _ => after(&["-C"]),
            }
        }
        "dd" => {
            all.clone().filter_map(|(at, word)| word.strip_prefix("of=").map(|path| (at, path.to_owned()))).collect()
        }
        _ => Vec::new(),
    }
}

fn note(found: &mut Found<'_>, piece: &Piece, word: &Word, path: &str) {
    // `-` is the standard output, and devices are there for everyone.
    if path == "-" || path.starts_with("/dev/") || path.is_empty() {
        return;
    }
    let Some(span) = word.loc.as_ref().map(|span| piece.span(span)) else { return };
    let span: Range<usize> = found.source.origin(span);
    if !found.script.writes.iter().any(|(_, known)| *known == span) {
        found.script.writes.push((path.to_owned(), span));
    }
}
