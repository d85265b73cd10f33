//! The spec that Job and CronJob share: `validateJobSpec`.

use super::failure_policy::failure_policy;
use super::names::domain_prefixed_path;
use super::place::At;
use super::report::{Report, quoted};
use super::success_policy::success_policy;
use super::template::pod_template;

const MAX_INDEXED: i64 = 100_000;
const MAX_INDEXED_WITH_LIMIT: i64 = 10_000;

/// A Job's spec.
pub(super) fn job_spec(spec: &At<'_>, report: &mut Report) {
    numbers(spec, report);
    managed_by(&spec.field("managedBy"), report);
    completion_mode(spec, report);
    if spec.field("podFailurePolicy").exists() {
        failure_policy(spec, report);
    }
    replacement_policy(spec, report);
    let template = spec.field("template");
    pod_template(&template, report);
    restart_policy(spec, report);
}

fn numbers(spec: &At<'_>, report: &mut Report) {
    for name in [
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished",
        "backoffLimitPerIndex",
        "maxFailedIndexes",
    ] {
        report.not_negative(&spec.field(name), "must-not-be-negative");
    }
    let per_index = spec.field("backoffLimitPerIndex");
    if spec.field("maxFailedIndexes").exists() && !per_index.exists() {
        report.required(&per_index, "backoff-limit-per-index-required", "when maxFailedIndexes is specified");
    }
}

fn managed_by(at: &At<'_>, report: &mut Report) {
    const RULE: &str = "managed-by-invalid";
    let Some(text) = at.optional_text() else { return };
    if text.is_empty() {
        report.required(at, RULE, "");
        return;
    }
    for (part, problem) in domain_prefixed_path(text) {
        report.invalid(at, RULE, part, &problem);
    }
    if text.len() > 63 {
        report.too_long(at, RULE, 63);
    }
}

fn completion_mode(spec: &At<'_>, report: &mut Report) {
    let mode = spec.field("completionMode");
    report.one_of(&mode, "completion-mode-unknown", &["NonIndexed", "Indexed"]);
    let policy = spec.field("successPolicy");
    if mode.text() == "Indexed" {
        indexed(spec, report);
        if policy.exists() {
            success_policy(&policy, spec.field("completions").int(), report);
        }
        return;
    }
    for name in ["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"] {
        let at = spec.field(name);
        if at.exists() {
            report.invalid(&at, "requires-indexed", &at, "requires indexed completion mode");
        }
    }
}

fn indexed(spec: &At<'_>, report: &mut Report) {
    let (completions, parallelism) = (spec.field("completions"), spec.field("parallelism"));
    let failed = spec.field("maxFailedIndexes");
    if !completions.exists() {
        report.required(&completions, "completions-required", "when completion mode is Indexed");
    }
    let mut at_most = |at: &At<'_>, limit: i64, message: &str| {
        if let Some(number) = at.int()
            && number > limit
        {
            report.invalid(at, "indexed-job-too-large", number, message);
        }
    };
    let message = "must be less than or equal to 100000 when completion mode is Indexed";
    at_most(&parallelism, MAX_INDEXED, message);
    if let Some(completions) = completions.int() {
        at_most(&failed, completions, "must be less than or equal to completions");
    }
    at_most(&failed, MAX_INDEXED, "must be less than or equal to 100000");
    let large = completions.int().is_some_and(|number| number > MAX_INDEXED);
    if large && spec.field("backoffLimitPerIndex").exists() {
        let message = "must be less than or equal to 10000 when completions are above 100000 and used with backoff \
                       limit per index";
        at_most(&parallelism, MAX_INDEXED_WITH_LIMIT, message);
        at_most(&failed, MAX_INDEXED_WITH_LIMIT, message);
        if !failed.exists() {
            let message = "must be specified when completions is above 100000";
            report.required(&failed, "max-failed-indexes-required", message);
        }
    }
}

fn replacement_policy(spec: &At<'_>, report: &mut Report) {
    let supported: &[&str] =
        if spec.field("podFailurePolicy").exists() { &["Failed"] } else { &["Failed", "TerminatingOrFailed"] };
    report.one_of(&spec.field("podReplacementPolicy"), "pod-replacement-policy-unknown", supported);
}

/// A missing restart policy has become `Always` by now, which no Job may have.
fn restart_policy(spec: &At<'_>, report: &mut Report) {
    let template = spec.field("template");
    let pod = template.field("spec");
    let policy = pod.field("restartPolicy");
    match policy.text() {
        "" | "Always" => {
            report.required(&policy, "restart-policy-required", "valid values: \"OnFailure\", \"Never\"");
        }
        "OnFailure" if spec.field("podFailurePolicy").exists() => {
            let message = format!("only {} is supported when podFailurePolicy is specified", quoted("Never"));
            report.invalid(&policy, "restart-policy-with-failure-policy", "OnFailure", &message);
        }
        "OnFailure" | "Never" => {}
        other => report.not_supported(&policy, "restart-policy-unknown", other, &["OnFailure", "Never"]),
    }
}
