//! The image is expected on every node, and is not fetched where it is not.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::has_mutable_tag;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "image-never-pulled",
    code: "SE758",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        for container in &workload.containers {
            if container.get("imagePullPolicy").and_then(Node::as_str) != Some("Never") {
                continue;
            }
            let message = format!(
                "{} waits for ever on a node without its image: imagePullPolicy Never does not fetch it, and no retry is \
                 used up",
                container.name
            );
            let help = "set imagePullPolicy to IfNotPresent: it fetches the image only where it is missing";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, "imagePullPolicy", message).help(help));
        }
    },
    repair: |workload, lint, _| {
        let container = workload.container_at(&lint.path)?;
        let image = container.get("image").and_then(Node::as_str)?;
        let policy = if has_mutable_tag(image) { "Always" } else { "IfNotPresent" };
        Some(
            Fix::new(Safety::Unsafe, format!("set imagePullPolicy to {policy}"))
                .note("the image must then be in a registry that the nodes can reach")
                .set(lint.path.clone(), policy),
        )
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::OneOf("container.imagePullPolicy", &["Never"]),
    "waits for ever on a node without its image: imagePullPolicy Never does not fetch it",
)];
