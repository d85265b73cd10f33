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
        // Whoever owns it, or has it as a hook, deletes it; who keeps it from Git would start it anew.
        let has_owner = workload.at("metadata.ownerReferences").is_some_and(|owners| !owners.is_empty());
        let of = |field| workload.at(field).map(Node::entries).unwrap_or_default().iter();
        let mut keys = of("metadata.annotations").chain(of("metadata.labels")).map(|entry| entry.key.as_ref());
        let is_kept = keys.any(|key| KEEPERS.iter().any(|keeper| key.starts_with(keeper)));
        if has_owner || is_kept {
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

/// Beginnings of the annotations and labels by which Helm, Argo CD and Flux know what they look after.
const KEEPERS: [&str; 3] = ["helm.sh/hook", "argocd.argoproj.io/", "kustomize.toolkit.fluxcd.io/"];
