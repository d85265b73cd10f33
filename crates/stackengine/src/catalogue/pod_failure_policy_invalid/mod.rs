//! A pod failure policy that the API server does not take.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{choose, meant_value};
use crate::diagnosis::Severity;
use crate::manifest::Workload;
use crate::repair::{Fix, Safety};
use crate::yaml::{Node, Path, Step};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "pod-failure-policy-invalid",
    code: "SE608",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &[
        "failure-policy-action",
        "failure-policy-condition-status",
        "failure-policy-condition-type",
        "failure-policy-conditions-too-many",
        "failure-policy-container-unknown",
        "failure-policy-exit-codes",
        "failure-policy-operator",
        "failure-policy-rule-ambiguous",
        "failure-policy-rules-too-many",
        "fail-index-without-limit",
        "pod-replacement-policy-unknown",
    ],
    help: |_, lint| {
        let otherwise = match lint.rule() {
            "failure-policy-exit-codes" => "list the exit codes once each, rising, without 0",
            "failure-policy-container-unknown" => "name a container or init container of this pod",
            "failure-policy-rule-ambiguous" => "give each rule either onExitCodes or onPodConditions",
            "fail-index-without-limit" => "set backoffLimitPerIndex, or fail the Job instead of the index",
            "failure-policy-rules-too-many" | "failure-policy-conditions-too-many" => "shorten the list to 20",
            _ => "write the condition type as it stands in the pod's status: DisruptionTarget",
        };
        choose(lint, otherwise)
    },
    repair: |workload, lint, _| match lint.rule() {
        "failure-policy-exit-codes" => sorted(workload, &lint.path),
        "failure-policy-operator" => {
            // As long as nobody knew the operator, a 0 in the list was no mistake.
            let mut fix = meant_value(workload, lint)?;
            let values = lint.path.parent()?.key("values");
            fix.changes.extend(sorted(workload, &values).into_iter().flat_map(|fix| fix.changes));
            Some(fix)
        }
        "pod-replacement-policy-unknown" if workload.job("podFailurePolicy").is_some() => {
            let note = "a pod is replaced once it has ended, no longer while it still stops";
            Some(Fix::new(Safety::Unsafe, "write Failed").note(note).set(lint.path.clone(), "Failed"))
        }
        _ => meant_value(workload, lint),
    },
    ..Diagnostic::NEW
};

/// The exit codes once each and rising, without the 0 that an `In` list could never match.
fn sorted(workload: &Workload<'_>, path: &Path) -> Option<Fix> {
    let path = match path.0.split_last()? {
        (Step::Index(_), above) => Path(above.to_vec()),
        _ => path.clone(),
    };
    let operator = workload.root.resolve(&path.parent()?.key("operator")).and_then(Node::as_str);
    let listed = workload.root.resolve(&path)?.items();
    let mut codes: Vec<i64> = listed.iter().map(Node::as_int).collect::<Option<_>>()?;
    codes.sort_unstable();
    codes.dedup();
    let is_in = operator.is_some_and(|operator| operator.eq_ignore_ascii_case("In"));
    codes.retain(|code| *code != 0 || !is_in);
    if codes.is_empty() || codes.len() > 255 {
        return None;
    }
    Some(Fix::new(Safety::Safe, "list the exit codes once each, rising, without 0").set(path, codes))
}
