//! A dump of a live object that still carries what the API server wrote into it.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Workload;
use crate::repair::{Fix, Safety};
use crate::yaml::{Node, Path, Value};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "server-fields-kept",
    code: "SE990",
    severity: Severity::Low,
    page: include_str!("page.md"),
    check: |workload, found| {
        let marks = ["metadata.uid", "metadata.resourceVersion", "metadata.managedFields"];
        let status = workload.at("status").is_some_and(|status| !status.entries().is_empty());
        let Some(first) = marks.into_iter().find(|mark| workload.at(mark).is_some()).or(status.then_some("status"))
        else {
            return;
        };
        let message = "this is a dump of a live object: it carries fields that only the API server writes";
        let help = "take them out before you create the object again, or keep the manifest that it was made from";
        found.push(Lint::new(&DIAGNOSTIC, workload, Path::parse(first), message).help(help));
    },
    repair: |workload, _, _| {
        let fix = Fix::new(Safety::Safe, "take out what the API server writes").note(owner_note(workload));
        Some(server_fields(workload).into_iter().fold(fix, Fix::delete))
    },
    ..Diagnostic::NEW
};

fn owner_note(workload: &Workload<'_>) -> &'static str {
    match workload.at("metadata.ownerReferences") {
        Some(_) => {
            "the owner goes too: an object that is made again by hand would enter its owner's history and be deleted by it"
        }
        None => "",
    }
}

/// Fields of `metadata` that the server writes.
const METADATA: [&str; 9] = [
    "uid",
    "resourceVersion",
    "creationTimestamp",
    "generation",
    "managedFields",
    "selfLink",
    "ownerReferences",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
];

/// Labels that the Job controller puts on a Job and its pods.
const LABELS: [&str; 4] =
    ["controller-uid", "job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name"];

/// Annotations that the Job controller and `kubectl apply` keep their own records in.
const ANNOTATIONS: [&str; 3] = [
    "kubectl.kubernetes.io/last-applied-configuration",
    "batch.kubernetes.io/job-tracking",
    "batch.kubernetes.io/cronjob-scheduled-timestamp",
];

/// The paths of all that a dump must lose.
fn server_fields(workload: &Workload<'_>) -> Vec<Path> {
    let mut paths = Vec::new();
    let metadata = Path::default().key("metadata");
    collect(workload, &metadata, &METADATA, &mut paths);
    collect(workload, &metadata.clone().key("annotations"), &ANNOTATIONS, &mut paths);
    collect(workload, &Path::default(), &["status"], &mut paths);
    let template = workload.template_path("metadata");
    collect(workload, &template, &["creationTimestamp"], &mut paths);
    if !workload.is_cron_job() {
        collect(workload, &metadata.key("labels"), &LABELS, &mut paths);
        collect(workload, &template.key("labels"), &LABELS, &mut paths);
        if workload.job("manualSelector").and_then(Node::as_bool) != Some(true) {
            collect(workload, &workload.job_path(""), &["selector"], &mut paths);
        }
    }
    paths
}

/// Adds the fields that are there; all of a mapping where nothing else is in it.
fn collect(workload: &Workload<'_>, parent: &Path, fields: &[&str], paths: &mut Vec<Path>) {
    let Some(node) = workload.root.resolve(parent) else { return };
    let Value::Mapping(entries) = &node.value else { return };
    let gone = |key: &str| fields.contains(&key);
    if !parent.0.is_empty() && !entries.is_empty() && entries.iter().all(|entry| gone(&entry.key)) {
        paths.push(parent.clone());
        return;
    }
    paths.extend(entries.iter().filter(|entry| gone(&entry.key)).map(|entry| parent.clone().key(entry.key.clone())));
}
