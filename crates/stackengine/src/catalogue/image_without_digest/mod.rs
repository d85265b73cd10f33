//! An image is named by a tag, and a tag can be moved.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::pinned;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "image-without-digest",
    code: "SE824",
    severity: Severity::Info,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_43"],
    check: |workload, found| {
        for container in &workload.containers {
            // What has no fixed tag has a worse trouble, which is said elsewhere.
            let image = container.get("image").and_then(Node::as_str);
            let Some(image) = image.filter(|image| !image.contains('@')) else { continue };
            let message = format!(
                "the image of {} is {image}: whoever may push to its registry can change what runs",
                container.name
            );
            let help = "append the digest: name:tag@sha256:...";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, "image", message).help(help));
        }
    },
    repair: |workload, lint, observed| {
        Some(pinned(workload, lint, observed).unwrap_or_else(|| {
            Fix::new(Safety::DisplayOnly, "append the digest of the image")
                .note("the digest is known to the registry; with --evidence the one that ran is taken")
        }))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::Matches("container.image", "^[^@]*$"),
    "its image has no digest: whoever may push to its registry can change what runs",
)];
