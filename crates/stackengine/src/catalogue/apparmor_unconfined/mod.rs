//! AppArmor is switched off.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{of_pod, own, pod_path};
use crate::check::{APPARMOR_ANNOTATION, Lint, is_confining_annotation};
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::{Node, Step};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "apparmor-unconfined",
    code: "SE827",
    severity: Severity::Medium,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["pss:baseline:apparmor"],
    check: |workload, found| {
        let is_off = |profile: &Node<'_>| profile.get("type").and_then(Node::as_str) == Some("Unconfined");
        let help = "remove the profile, or set its type to RuntimeDefault";
        if of_pod(workload, "appArmorProfile").is_some_and(is_off) {
            let path = pod_path(workload, "appArmorProfile.type");
            found.push(Lint::new(&DIAGNOSTIC, workload, path, "the pod switches AppArmor off").help(help));
        }
        for container in &workload.containers {
            if own(container, "appArmorProfile").is_some_and(is_off) {
                let message = format!("{} switches AppArmor off", container.name);
                let path = "securityContext.appArmorProfile.type";
                found.push(Lint::in_container(&DIAGNOSTIC, workload, container, path, message).help(help));
            }
        }
        for entry in workload.template("metadata.annotations").map(Node::entries).unwrap_or_default() {
            let Some(container) = entry.key.strip_prefix(APPARMOR_ANNOTATION) else { continue };
            if entry.node.as_str().is_some_and(|profile| !is_confining_annotation(profile)) {
                let message = format!("an annotation switches AppArmor off for {container}");
                let path = workload.template_path("metadata.annotations").key(entry.key.as_ref());
                found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
            }
        }
    },
    repair: |_, lint, _| {
        let note = "what the runtime's profile stops, such as mounting, fails";
        let fix = Fix::new(Safety::Unsafe, "use the runtime's AppArmor profile").note(note);
        Some(match lint.path.0.last() {
            Some(Step::Key(key)) if key == "type" => fix.set(lint.path.clone(), "RuntimeDefault"),
            _ => fix.set(lint.path.clone(), "runtime/default"),
        })
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[
    Rule::of_containers(
        Test::OneOf("container.securityContext.appArmorProfile.type", &["Unconfined"]),
        "switches AppArmor off",
    ),
    Rule::of_object(
        Test::Any(&[
            Test::OneOf("pod.securityContext.appArmorProfile.type", &["Unconfined"]),
            Test::Entry(
                "key",
                "value",
                "template.metadata.annotations",
                &Test::All(&[
                    Test::Matches("key", r"^container\.apparmor\.security\.beta\.kubernetes\.io/"),
                    Test::Text("value"),
                    Test::Not(&Test::Matches("value", r"^(|runtime/default|localhost/(.|\n)*)$")),
                ]),
            ),
        ]),
        "AppArmor is switched off for the pod",
    ),
];
