//! An image without a fixed tag: each attempt may run another program.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{pinned, tag};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "image-tag-not-fixed",
    code: "SE823",
    severity: Severity::Medium,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_14", "kube-linter:latest-tag", "kube-score:container-image-tag"],
    check: |workload, found| {
        for container in &workload.containers {
            let Some(image) = container.get("image").and_then(Node::as_str) else { continue };
            let what = match tag(image) {
                Some("latest") => "carries the tag latest, which moves",
                None => "carries no tag, which means latest",
                Some(_) => continue,
            };
            let message = format!(
                "the image of {} {what}: a retry may run another program than the first attempt",
                container.name
            );
            let help = "name the version, or better its digest";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, "image", message).help(help));
        }
    },
    repair: |workload, lint, observed| {
        Some(pinned(workload, lint, observed).unwrap_or_else(|| {
            Fix::new(Safety::DisplayOnly, "name a fixed tag")
                .note("only you know which version is meant; with --evidence the digest that ran is taken")
        }))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_containers(
    Test::Matches("container.image", r"^([^@]*/)?[^/:@]*(:latest)?$"),
    "its image carries the tag latest, or none, which moves; name a version",
)];
