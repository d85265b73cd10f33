//! A selector or labels that the server makes itself.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::ask_owner;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Workload;
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "selector-set-by-hand",
    code: "SE615",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &["selector-set", "selector-required", "selector-does-not-match", "generated-label-set"],
    help: |_, lint| {
        match lint.rule() {
            "selector-required" => "leave manualSelector out: the server makes a selector",
            "generated-label-set" => "leave the label out: the server sets it",
            "selector-does-not-match" => "leave the selector out, or give the pods its labels",
            _ => "leave the selector out: the server makes one",
        }
        .to_owned()
    },
    repair: |workload, lint, _| repair(workload, lint),
    ..Diagnostic::NEW
};

const GENERATED: [&str; 4] =
    ["controller-uid", "job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name"];

/// Leaves to the server what it makes, all of it at once: one without the other would be refused again.
fn repair(workload: &Workload<'_>, lint: &Lint) -> Option<Fix> {
    let manual = workload.job("manualSelector").and_then(Node::as_bool) == Some(true);
    if manual && lint.rule() == "selector-does-not-match" && workload.job("selector").is_some() {
        return ask_owner("give the pods the labels of the selector", "with manualSelector both are yours");
    }
    let mut fix = match manual {
        true => {
            Fix::new(Safety::Unsafe, "leave the selector to the server").note("pods that are there are not adopted")
        }
        false => Fix::new(Safety::Safe, "leave the selector and its labels to the server"),
    };
    if workload.job("selector").is_some() {
        fix = fix.delete(workload.job_path("selector"));
    }
    if manual {
        fix = fix.delete(workload.job_path("manualSelector"));
    }
    // The labels of a CronJob's pods are nobody's yet, and are not looked at.
    if workload.is_cron_job() || manual {
        return Some(fix);
    }
    let labels = workload.template("metadata.labels").map(Node::entries).unwrap_or_default();
    let path = workload.template_path("metadata.labels");
    let generated = labels.iter().filter(|label| GENERATED.contains(&label.key.as_ref()));
    let n_generated = generated.clone().count();
    Some(match n_generated > 0 && n_generated == labels.len() {
        true => fix.delete(path),
        false => generated.fold(fix, |fix, label| fix.delete(path.clone().key(label.key.as_ref()))),
    })
}
