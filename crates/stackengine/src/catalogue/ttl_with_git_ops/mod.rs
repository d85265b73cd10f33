//! A Job that deletes itself, and a controller that puts back what is missing.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{Number, duration, number};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Workload;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "ttl-with-git-ops",
    code: "SE732",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        if workload.is_cron_job() {
            return;
        }
        let Number::Is(seconds) = number(workload, "ttlSecondsAfterFinished") else { return };
        let Some(keeper) = keeper(workload) else { return };
        let message = format!(
            "{keeper} keeps what is in Git in the cluster, and this Job deletes itself {} after it has finished: it is \
            created and run again, over and over",
            duration(seconds)
        );
        let help = format!("delete ttlSecondsAfterFinished, or make the Job a hook of {keeper}");
        let path = workload.job_path("ttlSecondsAfterFinished");
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help));
    },
    repair: |_, _, _| {
        Some(
            Fix::new(Safety::DisplayOnly, "delete ttlSecondsAfterFinished, or make the Job a hook")
                .note("only you know whether the finished Job may stay until it is taken out of Git"),
        )
    },
    prevent: Prevention::not_said(
        "who follows the object is read from labels and annotations of several tools, in the file more surely than in the cluster",
    ),
    ..Diagnostic::NEW
};

/// Which controller follows the object, as its labels and annotations show. Hooks are run once by each sync, and are none.
fn keeper(workload: &Workload<'_>) -> Option<&'static str> {
    let of = |field| workload.at(field).map(Node::entries).unwrap_or_default().iter();
    let mut keeper = None;
    for entry in of("metadata.annotations").chain(of("metadata.labels")) {
        match entry.key.as_ref() {
            "argocd.argoproj.io/hook" | "helm.sh/hook" => return None,
            "argocd.argoproj.io/compare-options" | "argocd.argoproj.io/sync-options" if ignored(&entry.node) => {
                return None;
            }
            "argocd.argoproj.io/tracking-id"
            | "argocd.argoproj.io/instance"
            | "argocd.argoproj.io/sync-wave"
            | "argocd.argoproj.io/sync-options" => keeper = Some("Argo CD"),
            "kustomize.toolkit.fluxcd.io/ssa" | "kustomize.toolkit.fluxcd.io/reconcile" => return None,
            "kustomize.toolkit.fluxcd.io/name"
            | "kustomize.toolkit.fluxcd.io/namespace"
            | "kustomize.toolkit.fluxcd.io/force"
            | "kustomize.toolkit.fluxcd.io/prune" => keeper = Some("Flux"),
            _ => {}
        }
    }
    keeper
}

/// Whether the options ask Argo CD not to mind that the object is missing.
fn ignored(options: &Node<'_>) -> bool {
    options.as_str().is_some_and(|options| options.contains("IgnoreExtraneous") || options.contains("IgnoreMissing"))
}
