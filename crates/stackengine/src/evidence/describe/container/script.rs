//! Commands and arguments. A description prints each on a line of its own, and a script of several lines as several:
//! only what stands before tells the one from the other.

use super::super::super::line::Piece;
use super::super::block::{Block, Field};
use crate::yaml::Node;

pub(super) fn put<'t>(block: &Block<'t>, fields: &[Field<'t>], spec: &mut Node<'t>) {
    let mut before: Vec<Piece<'t>> = Vec::new();
    for (label, key) in [("Command", "command"), ("Args", "args")] {
        let Some(field) = fields.iter().find(|field| field.label.text == label) else { continue };
        // Arguments stand two columns right of their label, whatever they begin with themselves.
        let lines = block.verbatim(field, field.indent + 2);
        let n_before = before.len();
        before.extend(lines);
        let mut items = group(&before, n_before);
        // Other fields always follow these: where none does, the last item may be the half of one.
        if block.ends_in(field) {
            items.pop();
        }
        let whole = items.iter().map(|item| item.span).reduce(crate::yaml::Span::to).unwrap_or(field.label.span());
        if !items.is_empty() {
            spec.insert(key, field.label.span(), Node::sequence(items, whole));
        }
    }
}

/// The lines from `from` on as items; after a shell's `-c` everything is one script.
fn group<'t>(lines: &[Piece<'t>], from: usize) -> Vec<Node<'t>> {
    let script = script_at(lines);
    let mut items: Vec<Node<'t>> = Vec::new();
    for (index, line) in lines.iter().enumerate().skip(from) {
        match script {
            Some(script) if index >= script.max(from) => {
                let rest = &lines[index..];
                let text: Vec<&str> = rest.iter().map(|line| line.text).collect();
                let span = rest.iter().map(|line| line.span()).reduce(crate::yaml::Span::to).unwrap_or(line.span());
                items.push(match text.as_slice() {
                    [_] => line.node(),
                    _ => Node::string(text.join("\n"), span),
                });
                return items;
            }
            _ => items.push(line.node()),
        }
    }
    items
}

/// The line after the flag that makes the next argument a script; it stands among the first.
fn script_at(lines: &[Piece<'_>]) -> Option<usize> {
    (1..lines.len().min(16))
        .find(|at| {
            let flag = lines[*at].text;
            lines[..*at].iter().any(|line| takes_script(line.text, flag))
        })
        .map(|at| at + 1)
}

fn takes_script(program: &str, flag: &str) -> bool {
    let program = program.rsplit('/').next().unwrap_or_default();
    let is_cluster = flag.starts_with('-') && !flag.starts_with("--") && flag.len() <= 8;
    match program {
        "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh" | "busybox" => is_cluster && flag.ends_with('c'),
        "node" | "perl" | "ruby" => matches!(flag, "-e" | "-E"),
        "php" => flag == "-r",
        _ => program.starts_with("python") && flag == "-c",
    }
}

/// Words of a command that is printed on one line, with its script put together again.
pub(super) fn join_script<'t>(words: Vec<Piece<'t>>, whole: Piece<'t>) -> Vec<Piece<'t>> {
    let Some(script) = script_at(&words).filter(|script| *script < words.len()) else { return words };
    let start = words[script].start - whole.start;
    let mut joined = words;
    joined.truncate(script);
    joined.push(whole.cut(start, whole.text.len()));
    joined
}
