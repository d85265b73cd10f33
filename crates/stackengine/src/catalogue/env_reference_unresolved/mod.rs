//! A text refers to a variable that the container does not have, and is passed on as it stands.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{has_more, is_of_a_service, is_shell, references, variables};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::{Container, Workload};
use crate::prevent::rule::Prevention;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "env-reference-unresolved",
    code: "SE753",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        for container in &workload.containers {
            let words = container.words().map(|(list, index, node)| (list, index, "", node.as_str()));
            let values = variables(container).map(|variable| ("env", variable.index, ".value", variable.value));
            for (list, index, below, text) in words.chain(values) {
                let text = text.unwrap_or_default();
                if !text.contains("$(") {
                    continue;
                }
                let own = (list == "env").then_some(index);
                let Some(name) = unresolved(workload, container, text, own) else { continue };
                let then = match list != "env" && container.invocation().is_some_and(|run| is_shell(&run.program)) {
                    true => "the shell looks for a program of that name",
                    false => "Kubernetes leaves the text as it is",
                };
                let message = format!("$({name}) names no variable of {}: {then}", container.name);
                let help = format!("add {name} to env, or correct the name; write $$({name}) if the text is meant");
                let path = format!("{list}[{index}]{below}");
                found.push(Lint::in_container(&DIAGNOSTIC, workload, container, &path, message).help(help));
            }
        }
    },
    prevent: Prevention::not_said("it reads which variables refer to which"),
    ..Diagnostic::NEW
};

/// The first name in a text that no variable has, as far as the manifest knows them all.
///
/// `own` is the position of the variable whose value the text is: it does not know itself.
fn unresolved<'x>(
    workload: &Workload<'_>,
    container: &Container<'_>,
    text: &'x str,
    own: Option<usize>,
) -> Option<&'x str> {
    let known = |name: &str| {
        variables(container).any(|variable| variable.name == name && Some(variable.index) != own)
            || is_of_a_service(name)
    };
    // A function or variable of the script itself is no business of Kubernetes.
    let defined = |name: &str| text.contains(&format!("{name}()")) || text.contains(&format!("{name} ()"));
    let (name, _) = references(text).into_iter().find(|(name, _)| !known(name) && !defined(name))?;
    (!has_more(workload, container)).then_some(name)
}
