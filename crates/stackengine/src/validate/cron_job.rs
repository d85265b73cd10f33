//! A CronJob: `ValidateCronJobCreate`.

use super::batch::job_spec;
use super::metadata::metadata;
use super::place::At;
use super::report::Report;
use super::schedule::{schedule, time_zone};

/// The Jobs of a CronJob are called after it, with eleven characters more.
const MAX_NAME: usize = 52;

/// Everything that is wrong with a CronJob.
pub(super) fn cron_job(object: &At<'_>, report: &mut Report) {
    let (meta, spec) = (object.field("metadata"), object.field("spec"));
    metadata(&meta, report);
    let name = meta.field("name");
    // A generated name has 63 bytes at most, of which the server makes five.
    let length = if name.text().is_empty() { generated_length(&meta) } else { name.text().len() };
    if length > MAX_NAME {
        report.invalid(&name, "cron-job-name-too-long", name.text(), "must be no more than 52 characters");
    }
    cron_job_spec(&spec, report);
}

fn generated_length(meta: &At<'_>) -> usize {
    match meta.field("generateName").text().len() {
        0 => 0,
        length => length.min(58) + 5,
    }
}

fn cron_job_spec(spec: &At<'_>, report: &mut Report) {
    schedule(&spec.field("schedule"), report);
    for name in ["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"] {
        report.not_negative(&spec.field(name), "must-not-be-negative");
    }
    let concurrency = spec.field("concurrencyPolicy");
    if !concurrency.text().is_empty() {
        report.one_of(&concurrency, "concurrency-policy-unknown", &["Allow", "Forbid", "Replace"]);
    }
    time_zone(&spec.field("timeZone"), report);
    let template = spec.field("jobTemplate");
    let job = template.field("spec");
    job_spec(&job, report);
    let selector = job.field("selector");
    if selector.exists() {
        report.invalid(&selector, "selector-set", &selector, "`selector` will be auto-generated");
    }
    let manual = job.field("manualSelector");
    if manual.is_true() {
        report.not_supported(&manual, "selector-set", "true", &["nil", "false"]);
    }
}
