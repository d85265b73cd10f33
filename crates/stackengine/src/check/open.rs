//! What a template leaves open: of a field that it fills in, and of what such a field decides, nothing is said.

use crate::check::Lint;
use crate::manifest::{FileDocument, Workload};
use crate::validate::ViolationKind;
use crate::yaml::{Node, Path, Step};

/// Whether a template may have put there what seems to be wrong or missing, or decides whether it is.
pub(super) fn is_open(lint: &Lint, workload: &Workload<'_>, document: &FileDocument<'_>) -> bool {
    if document.masked.is_empty() {
        return false;
    }
    path_is_open(&lint.path, document)
        || lint.rests_on.iter().any(|path| path_is_open(path, document))
        || is_one_of_several(&lint.path, document)
        || lint.refusal.is_some() && depends_on_open(lint, workload, document)
}

/// Whether a template may fill in this field.
pub(super) fn path_is_open(path: &Path, document: &FileDocument<'_>) -> bool {
    document.unknown.iter().any(|unknown| path.starts_with(unknown) || unknown.starts_with(path))
        || (document.node.resolve(path).is_none() && document.open.iter().any(|open| path.starts_with(open)))
}

/// Whether a key on the way is repeated where a template stands: the branches of an `if`, of which one is printed.
fn is_one_of_several(path: &Path, document: &FileDocument<'_>) -> bool {
    let mut node = &document.node;
    for step in &path.0 {
        if let Step::Key(key) = step {
            let times = node.entries().iter().filter(|entry| entry.key == *key).count();
            if times > 1 && holds_mask(node, document) {
                return true;
            }
        }
        let Some((_, below)) = node.step(step) else { return false };
        node = below;
    }
    false
}

fn holds_mask(node: &Node<'_>, document: &FileDocument<'_>) -> bool {
    document.masked.iter().any(|mask| node.span.start <= mask.start && mask.end <= node.span.end)
}

/// Rules about two things of which a template may print either.
fn is_about_two(rule: &str) -> bool {
    rule.starts_with("several-")
        || rule.ends_with("-twice")
        || matches!(rule, "env-source" | "two-sub-paths" | "failure-policy-rule-ambiguous" | "mount-is-device")
}

/// Whether a template decides inside the object that holds both, or in the list around it.
fn is_decided_by_a_template(lint: &Lint, document: &FileDocument<'_>) -> bool {
    let above = |path: &Path| path.parent();
    let holders = [above(&lint.path), above(&lint.path).as_ref().and_then(above)];
    let nodes = holders.iter().flatten().filter_map(|path| document.node.resolve(path));
    is_about_two(lint.rule()) && nodes.into_iter().any(|node| holds_mask(node, document))
}

fn depends_on_open(lint: &Lint, workload: &Workload<'_>, document: &FileDocument<'_>) -> bool {
    let kind = lint.refusal.as_ref().map(|refusal| refusal.kind);
    // An object that lacks something may get it from a template inside it; an unknown field stays unknown.
    let about_a_name = matches!(kind, Some(ViolationKind::UnknownField | ViolationKind::DuplicateField));
    if !about_a_name && document.open.iter().any(|open| open.starts_with(&lint.path)) {
        return true;
    }
    if is_decided_by_a_template(lint, document) {
        return true;
    }
    let pod: &[&str] = match lint.rule() {
        "mount-without-volume" | "volume-device-invalid" | "env-file-without-volume" => &["volumes"],
        "failure-policy-container-unknown" => &["containers", "initContainers"],
        "resource-claim-unknown" => &["resourceClaims"],
        "proc-mount-needs-user-namespace" => &["hostUsers"],
        "sleep-out-of-range" => &["terminationGracePeriodSeconds"],
        _ => &[],
    };
    let job: &[&str] = match lint.rule() {
        "requires-indexed" => &["completionMode"],
        "fail-index-without-limit" => &["backoffLimitPerIndex"],
        "selector-set" | "selector-does-not-match" => &["manualSelector", "selector", "template.metadata.labels"],
        "generated-label-set" => &["manualSelector"],
        _ => &[],
    };
    let named = matches!(lint.rule(), "generated-label-set" | "name-required");
    let names = ["metadata.name", "metadata.generateName"];
    let mut paths =
        pod.iter().map(|path| workload.pod_path(path)).chain(job.iter().map(|path| workload.job_path(path)));
    let mut privileged =
        workload.container_at(&lint.path).filter(|_| lint.rule() == "mount-propagation-needs-privileged");
    paths.any(|path| holds_open(&path, document))
        || (named && names.iter().any(|name| path_is_open(&Path::parse(name), document)))
        || privileged.take().is_some_and(|container| {
            holds_open(&workload.container_path(container, "securityContext.privileged"), document)
        })
}

/// Whether a template fills in the field, or something below it.
fn holds_open(path: &Path, document: &FileDocument<'_>) -> bool {
    path_is_open(path, document) || document.open.iter().any(|open| open.starts_with(path))
}
