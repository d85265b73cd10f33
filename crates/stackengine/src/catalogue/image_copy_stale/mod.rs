//! A tag that moves, and a policy under which nodes keep what it once was.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::has_mutable_tag;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "image-copy-stale",
    code: "SE759",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        for container in &workload.containers {
            if container.get("imagePullPolicy").and_then(Node::as_str) != Some("IfNotPresent") {
                continue;
            }
            let Some(image) = container.get("image").and_then(Node::as_str).filter(|image| has_mutable_tag(image))
            else {
                continue;
            };
            let message = format!(
                "{} runs whatever copy of {image} a node happens to have: IfNotPresent never fetches a newer one",
                container.name
            );
            let help = "name a version, or set imagePullPolicy to Always";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, "imagePullPolicy", message).help(help));
        }
    },
    repair: |_, lint, _| {
        Some(
            Fix::new(Safety::Unsafe, "set imagePullPolicy to Always")
                .note("the newest image then runs, and no image when the registry cannot be reached")
                .set(lint.path.clone(), "Always"),
        )
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[
        Test::OneOf("container.imagePullPolicy", &["IfNotPresent"]),
        Test::Matches("container.image", r"^[ \t\r\n]*([^@]*/)?[^/:@]*(:latest)?[ \t\r\n]*$"),
        Test::Matches("container.image", r"[^ \t\r\n]"),
    ]),
    "runs whatever copy of its image a node happens to have: IfNotPresent never fetches a newer one",
)];
