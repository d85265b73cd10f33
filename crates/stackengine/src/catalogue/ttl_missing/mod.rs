//! A finished Job stays until somebody deletes it.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::repair::{Fix, Level, Safety};
use crate::yaml::{Node, Path};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "ttl-missing",
    code: "SE901",
    severity: Severity::Info,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["kube-linter:job-ttl-seconds-after-finished"],
    check: |workload, found| {
        if workload.is_cron_job() || workload.job("ttlSecondsAfterFinished").is_some() {
            return;
        }
        // Whoever owns it, or has it as a hook, deletes it.
        let has_owner = workload.at("metadata.ownerReferences").is_some_and(|owners| !owners.is_empty());
        let annotations = workload.at("metadata.annotations").map(Node::entries).unwrap_or_default();
        let is_hook = annotations.iter().any(|entry| HOOKS.contains(&entry.key.as_ref()));
        if has_owner || is_hook {
            return;
        }
        let message =
            "nothing removes the Job and its pods when it has ended: they count against quotas and fill the lists";
        let help = "set ttlSecondsAfterFinished to longer than anybody needs to look; not where Argo CD or Flux keeps the Job from Git, they would start it anew each time it is gone";
        let path = workload.job_path("ttlSecondsAfterFinished");
        let lint = Lint::new(&DIAGNOSTIC, workload, path, message).help(help);
        found.push(lint.unless_open(Path::parse("metadata.annotations")));
    },
    repair: |_, _, _| {
        let note = "only you know how long somebody may want to look at it";
        Some(Fix::new(Safety::DisplayOnly, "set ttlSecondsAfterFinished").note(note))
    },
    ..Diagnostic::NEW
};

/// Annotations by which Helm and Argo CD take a Job for a hook, and delete it themselves.
const HOOKS: [&str; 4] = [
    "helm.sh/hook",
    "argocd.argoproj.io/hook",
    "argocd.argoproj.io/hook-delete-policy",
    "kyverno.io/cleanup-propagation-policy",
];
