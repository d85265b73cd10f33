//! The command line is written for a shell, and no shell reads it.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{base_name, is_shell, variables, words_of};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::facts::shell_word;
use crate::manifest::{Container, Workload};
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};
use crate::yaml::Change;
use std::ops::Range;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "shell-syntax-without-shell",
    code: "SE756",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        for container in &workload.containers {
            let Some(run) = container.invocation() else { continue };
            if container.script_path().is_some() || reads_such_words(&run.program) {
                continue;
            }
            let words: Vec<&str> = words_of(container);
            if words.iter().any(|word| is_shell(word)) {
                continue;
            }
            if let Some((list, index, operator)) = operator(container) {
                let message = format!(
                    "{} hands {operator} to {} as an argument: no shell reads this command line",
                    container.name,
                    base_name(&run.program)
                );
                let help = "start a shell: command [\"sh\", \"-c\"], and the line as one argument";
                let path = format!("{list}[{index}]");
                found.push(Lint::in_container(&DIAGNOSTIC, workload, container, &path, message).help(help));
                continue;
            }
            for (list, index, node) in container.words() {
                let Some(text) = node.as_str().filter(|text| text.contains('$')) else { continue };
                // Spring and Logstash replace `${NAME}` themselves.
                if text.contains("${") && matches!(base_name(&run.program), "java" | "logstash" | "vector") {
                    continue;
                }
                let Some((name, _)) = variable_of(container, text) else { continue };
                let message = format!(
                    "{} gets ${name} as it is written: no shell reads this command line, and Kubernetes replaces only \
                     $({name})",
                    base_name(&run.program)
                );
                let path = format!("{list}[{index}]");
                let lint = Lint::in_container(&DIAGNOSTIC, workload, container, &path, message);
                found.push(lint.help(format!("write $({name})")));
            }
        }
    },
    repair: |workload, lint, _| {
        let container = workload.container_at(&lint.path)?;
        match operator(container) {
            Some(_) => run_by_a_shell(workload, container),
            None => {
                let text = workload.root.resolve(&lint.path)?.as_str()?;
                let (name, span) = variable_of(container, text)?;
                let mut fix = Fix::new(Safety::Unsafe, format!("write $({name})"))
                    .note("a program that replaces such names itself does not need it");
                // From the end, so that no splice moves another.
                let mut spans = vec![span];
                while let Some((_, next)) = spans.last().and_then(|last| variable_behind(container, text, last.end)) {
                    spans.push(next);
                }
                for span in spans.into_iter().rev() {
                    let name = text.get(span.clone())?.trim_start_matches(['$', '{']).trim_end_matches('}');
                    fix = fix.change(Change::Splice {
                        path: lint.path.clone(),
                        start: span.start,
                        end: span.end,
                        text: format!("$({name})"),
                    });
                }
                Some(fix)
            }
        }
    },
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

/// Programs that are handed such words on purpose.
fn reads_such_words(program: &str) -> bool {
    const READERS: [&str; 22] = [
        "[", "ansible", "awk", "envsubst", "expr", "find", "gawk", "gomplate", "jq", "kubectl", "node", "parallel",
        "perl", "php", "python", "python3", "ruby", "sed", "ssh", "test", "xargs", "yq",
    ];
    let name = base_name(program);
    READERS.contains(&name) || name.starts_with("python")
}

/// The first word that only a shell would understand.
fn operator(container: &Container<'_>) -> Option<(&'static str, usize, &'static str)> {
    const OPERATORS: [&str; 8] = ["&&", "||", "|", ">", ">>", "2>&1", "2>", "&>"];
    let mut before = "";
    for (position, (list, index, node)) in container.words().enumerate() {
        let word = node.as_str().unwrap_or_default();
        // `cut -d "|"`: an option's value may be anything.
        let operator = OPERATORS.iter().find(|operator| **operator == word);
        if let Some(operator) = operator.filter(|_| position > 0 && !before.starts_with('-')) {
            return Some((list, index, operator));
        }
        before = word;
    }
    None
}

/// The first `$NAME` or `${NAME}` of a variable that the container has.
fn variable_of<'x>(container: &Container<'_>, text: &'x str) -> Option<(&'x str, Range<usize>)> {
    variable_behind(container, text, 0)
}

fn variable_behind<'x>(container: &Container<'_>, text: &'x str, from: usize) -> Option<(&'x str, Range<usize>)> {
    let mut at = from;
    loop {
        let start = at + text.get(at..)?.find('$')?;
        at = start + 1;
        let rest = text.get(at..)?;
        if rest.starts_with('$') {
            at += 1;
            continue;
        }
        let braces = rest.starts_with('{');
        let name = rest.trim_start_matches('{');
        let end = name.find(|char: char| !(char.is_ascii_alphanumeric() || char == '_')).unwrap_or(name.len());
        let name = name.get(..end)?;
        let whole = match braces {
            true if rest.get(1 + name.len()..).is_some_and(|rest| rest.starts_with('}')) => name.len() + 3,
            true => continue,
            false => name.len() + 1,
        };
        if name.len() > 2 && variables(container).any(|variable| variable.name == name) {
            return Some((name, start..start + whole));
        }
    }
}

/// All words as one line for a shell.
fn run_by_a_shell(workload: &Workload<'_>, container: &Container<'_>) -> Option<Fix> {
    const SYNTAX: [&str; 10] = ["&&", "||", "|", ">", ">>", "2>&1", "2>", "&>", ";", "<"];
    let all = words_of(container);
    // What a pipe hides, and what goes on after a failure, is for the owner to write.
    if all.iter().any(|word| matches!(*word, "|" | "||" | ";")) {
        return None;
    }
    let mut words: Vec<String> = Vec::with_capacity(all.len() + 1);
    let last = all.iter().rposition(|word| *word == "&&").map_or(0, |at| at + 1);
    for (position, word) in all.into_iter().enumerate() {
        // The last command takes the place of the shell, so that it hears SIGTERM.
        if position == last {
            words.push("exec".to_owned());
        }
        // An option needs no quotes where no shell would read it as anything else.
        words.push(if SYNTAX.contains(&word) || is_plain(word) {
            word.to_owned()
        } else {
            shell_word(word).into_owned()
        });
    }
    let line = words.join(" ");
    let command: Vec<String> = vec!["/bin/sh".to_owned(), "-c".to_owned(), line];
    let fix = Fix::new(Safety::Unsafe, "let a shell read the line")
        .note("the image must have a shell; what stands behind the operators is run for the first time")
        .set(workload.container_path(container, "command"), command);
    Some(match container.get("args") {
        Some(_) => fix.delete(workload.container_path(container, "args")),
        None => fix,
    })
}

fn is_plain(word: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/=:,@%+".contains(&byte);
    !word.is_empty() && word.bytes().all(plain)
}
