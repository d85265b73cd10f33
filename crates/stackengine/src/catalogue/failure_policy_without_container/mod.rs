//! A rule that was written for one container and looks at all of them.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::TAKES_A_SIGNAL;
use crate::catalogue::support::rules;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::facts::ContainerKind;
use crate::manifest::Workload;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "failure-policy-without-container",
    code: "SE712",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        let lasting = |kind| matches!(kind, ContainerKind::Regular | ContainerKind::Sidecar);
        if workload.containers.iter().filter(|container| lasting(container.kind)).count() < 2 {
            return;
        }
        for (index, rule) in rules(workload).iter().enumerate() {
            let Some(codes) = rule.codes.as_ref().filter(|codes| codes.container.is_none()) else { continue };
            // A code that only the program itself would choose does not come from another container by chance.
            if !codes.takes(137) && !codes.takes(143) {
                continue;
            }
            let message = format!(
                "rule {index} of the podFailurePolicy names no container: it also looks at the others, which are stopped \
                with 143 or 137 when the pod ends"
            );
            let help = "set onExitCodes.containerName to the container whose exit code says something about the work";
            let path = workload.job_path("podFailurePolicy.rules").index(index).key("onExitCodes").key("containerName");
            found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
        }
    },
    repair: |workload, lint, _| repair(workload, lint),
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

fn repair(workload: &Workload<'_>, lint: &Lint) -> Option<Fix> {
    let mut regular = workload.containers.iter().filter(|container| container.kind == ContainerKind::Regular);
    Some(match (regular.next(), regular.next()) {
        (Some(only), None) if !only.name.is_empty() => Fix::new(Safety::Unsafe, format!("look at {} alone", only.name))
            .note("exit codes of init containers and sidecars no longer match this rule")
            .set(lint.path.clone(), only.name),
        _ => Fix::new(Safety::DisplayOnly, "name the container").note("only you know which of them does the work"),
    })
}

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::Any(&[
            Test::AtLeast(2, "container", "pod.containers", &Test::All(&[])),
            Test::All(&[
                Test::Some("container", "pod.containers", &Test::All(&[])),
                Test::Some("container", "pod.initContainers", &Test::OneOf("container.restartPolicy", &["Always"])),
            ]),
            Test::AtLeast(2, "container", "pod.initContainers", &Test::OneOf("container.restartPolicy", &["Always"])),
        ]),
        Test::Some(
            "rule",
            "job.podFailurePolicy.rules",
            &Test::All(&[
                Test::Present("rule.onExitCodes"),
                Test::Not(&Test::Text("rule.onExitCodes.containerName")),
                TAKES_A_SIGNAL,
            ]),
        ),
    ]),
    "a rule of the podFailurePolicy names no container, and looks at those that are stopped with 143 or 137 too",
)];
