//! A volume of a type that the restricted standard does not allow.

use crate::catalogue::Diagnostic;
use crate::check::{Lint, RESTRICTED_VOLUMES};
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::Level;
use crate::yaml::{Entry, Node, Value};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "volume-type-restricted",
    code: "SE829",
    severity: Severity::Low,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["pss:restricted:volume-types"],
    check: |workload, found| {
        let volumes = workload.pod("volumes").map(Node::items).unwrap_or_default();
        for (index, volume) in volumes.iter().enumerate() {
            let is_other = |entry: &&Entry<'_>| {
                entry.key != "name"
                    && entry.node.value != Value::Null
                    && !RESTRICTED_VOLUMES.contains(&entry.key.as_ref())
            };
            // A folder of the node has diagnostics of its own.
            let Some(entry) = volume.entries().iter().find(is_other).filter(|entry| entry.key != "hostPath") else {
                continue;
            };
            let name = volume.get("name").and_then(Node::as_str).unwrap_or_default();
            let message = format!(
                "the volume {name} is of type {}: a namespace with the restricted standard refuses the pods",
                entry.key
            );
            let help = "put it behind a PersistentVolumeClaim";
            let path = workload.pod_path("volumes").index(index).key(entry.key.as_ref());
            found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
        }
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_each(
    "volume",
    "pod.volumes",
    Test::Entry("kind", "source", "volume", &Test::Not(&UNSAID)),
    "is of a type that the restricted standard refuses",
)];

/// The name, what the standard allows, and a folder of the node, which has diagnostics of its own.
const UNSAID: Test = Test::Any(&[Test::OneOf("kind", &["name", "hostPath"]), Test::OneOf("kind", &RESTRICTED_VOLUMES)]);
