//! A whole command line stands where the name of a program should.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};
use crate::yaml::{Change, Data};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "command-is-one-string",
    code: "SE755",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        for container in &workload.containers {
            let Some(program) = container.get("command").and_then(|list| list.items().first()?.as_str()) else {
                continue;
            };
            if !is_a_line(program) {
                continue;
            }
            let message = format!(
                "{} does not start: no program is named {:?}, and no shell takes the line apart",
                container.name,
                program.trim()
            );
            let help = "make each word an item of its own, or start a shell: [\"sh\", \"-c\", …]";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, "command[0]", message).help(help));
        }
    },
    repair: |workload, lint, _| {
        let container = workload.container_at(&lint.path)?;
        let line = container.get("command")?.items().first()?.as_str()?;
        if needs_shell(line) {
            // With more words than the line, nobody knows whether they were meant as its end; and what a pipe hides, or
            // goes on after a failure, is for the owner to write.
            if container.words().count() > 1 || line.contains(['|', ';', '\n']) {
                return None;
            }
            // The last command takes the place of the shell, so that it hears SIGTERM.
            let line = match line.rsplit_once("&& ") {
                Some((before, last)) => format!("{before}&& exec {last}"),
                None => line.to_owned(),
            };
            let command = vec!["/bin/sh".to_owned(), "-c".to_owned(), line];
            return Some(
                Fix::new(Safety::Unsafe, "let a shell read the line")
                    .note("the image must have a shell; the line is run for the first time")
                    .set(workload.container_path(container, "command"), command),
            );
        }
        let mut words = line.split_whitespace();
        let first = words.next()?;
        let mut fix = Fix::new(Safety::Unsafe, "make each word an item of its own")
            .note("the line is run for the first time")
            .set(lint.path.clone(), first);
        let others = container.get("command")?.items().len();
        for (at, word) in words.enumerate() {
            let list = workload.container_path(container, "command");
            fix = match others {
                1 => fix.append(list, word),
                _ => fix.change(Change::Insert { path: list.index(at + 1), value: Data::from(word) }),
            };
        }
        Some(fix)
    },
    prevent: Prevention::not_said("it reads command lines and the names of programs"),
    ..Diagnostic::NEW
};

/// Whether a program's name is rather a line: paths may hold blanks, on Windows above all.
fn is_a_line(program: &str) -> bool {
    let mut words = program.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    let is_option = second.starts_with('-') || second.starts_with('\'') || second.starts_with('"');
    let is_path = program.contains('\\') || first.starts_with('/') && second.contains('/') && !second.starts_with('/');
    !first.is_empty() && (is_option || !is_path)
}

/// Whether the line means something only to a shell.
fn needs_shell(line: &str) -> bool {
    line.contains(['"', '\'', '`', '$', '|', '&', ';', '<', '>', '*', '?', '~', '(', ')', '{', '\\', '#', '\n'])
        || line.split_whitespace().next().is_some_and(|word| word.contains('=') || word == "cd" || word == "export")
}
