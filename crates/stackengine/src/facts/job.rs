//! Jobs and CronJobs.

use jiff::Timestamp;

use super::Seen;
use super::container::Container;
use super::object::{Condition, Meta, conditions};
use super::pod::{PodSpec, read_containers};
use super::reader::At;
use crate::evidence::Origin;

/// `spec.backoffLimit` where the manifest does not set it.
pub const DEFAULT_BACKOFF_LIMIT: i64 = 6;

/// A Job as far as the input shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Job {
    /// Identity.
    pub meta: Meta,
    /// What was asked for.
    pub spec: JobSpec,
    /// `status.startTime`.
    pub started: Option<Timestamp>,
    /// `status.completionTime`.
    pub completed: Option<Seen<Timestamp>>,
    /// `status.active`.
    pub active: Option<Seen<i64>>,
    /// `status.succeeded`.
    pub succeeded: Option<Seen<i64>>,
    /// `status.failed`.
    pub failed: Option<Seen<i64>>,
    /// `status.completedIndexes`.
    pub completed_indexes: Option<Seen<String>>,
    /// `status.failedIndexes`.
    pub failed_indexes: Option<Seen<String>>,
    /// Conditions; `kubectl describe` prints none of them.
    pub conditions: Vec<Condition>,
    /// Whether a `status` was seen at all; a manifest has none.
    pub has_status: bool,
    /// The STATUS column of a table.
    pub status_column: Option<Seen<String>>,
}

/// What a Job asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobSpec {
    /// `backoffLimit`.
    pub backoff_limit: Option<Seen<i64>>,
    /// `backoffLimitPerIndex`.
    pub backoff_limit_per_index: Option<Seen<i64>>,
    /// `maxFailedIndexes`.
    pub max_failed_indexes: Option<Seen<i64>>,
    /// `completions`.
    pub completions: Option<Seen<i64>>,
    /// `parallelism`.
    pub parallelism: Option<Seen<i64>>,
    /// Whether `completionMode` is Indexed.
    pub indexed: bool,
    /// `activeDeadlineSeconds` of the Job.
    pub active_deadline: Option<Seen<i64>>,
    /// `ttlSecondsAfterFinished`.
    pub ttl: Option<Seen<i64>>,
    /// `suspend`.
    pub suspend: Option<Seen<bool>>,
    /// `managedBy`.
    pub managed_by: Option<Seen<String>>,
    /// `podReplacementPolicy`.
    pub pod_replacement_policy: Option<String>,
    /// Actions of the `podFailurePolicy` rules, in order.
    pub failure_rules: Vec<FailureRule>,
    /// Where the `successPolicy` stands.
    pub success_policy: Option<crate::evidence::Place>,
    /// The pod template.
    pub template: PodSpec,
    /// The containers of the template.
    pub containers: Vec<Container>,
}

/// One rule of a `podFailurePolicy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureRule {
    /// Ignore, Count, FailIndex or FailJob.
    pub action: Seen<String>,
    /// Whether the rule looks at exit codes (else at pod conditions).
    pub on_exit_codes: bool,
    /// `onExitCodes.operator`: In or NotIn.
    pub operator: Option<String>,
    /// `onExitCodes.values`.
    pub values: Vec<i64>,
    /// `onExitCodes.containerName`.
    pub container: Option<String>,
}

/// A CronJob as far as the input shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CronJob {
    /// Identity.
    pub meta: Meta,
    /// `schedule`.
    pub schedule: Option<Seen<String>>,
    /// `timeZone`.
    pub time_zone: Option<Seen<String>>,
    /// `suspend`.
    pub suspend: Option<Seen<bool>>,
    /// `concurrencyPolicy`.
    pub concurrency_policy: Option<Seen<String>>,
    /// `startingDeadlineSeconds`.
    pub starting_deadline: Option<Seen<i64>>,
    /// `failedJobsHistoryLimit`.
    pub failed_history: Option<Seen<i64>>,
    /// `successfulJobsHistoryLimit`.
    pub successful_history: Option<Seen<i64>>,
    /// `status.lastScheduleTime`.
    pub last_schedule: Option<Seen<Timestamp>>,
    /// `status.lastSuccessfulTime`.
    pub last_success: Option<Timestamp>,
    /// The Job it makes.
    pub job: JobSpec,
    /// Whether a `status` was seen.
    pub has_status: bool,
}

impl JobSpec {
    pub(super) fn read(at: At<'_, '_>) -> Self {
        let template = at.get("template.spec");
        Self {
            backoff_limit: at.int("backoffLimit"),
            backoff_limit_per_index: at.int("backoffLimitPerIndex"),
            max_failed_indexes: at.int("maxFailedIndexes"),
            completions: at.int("completions"),
            parallelism: at.int("parallelism"),
            indexed: at.plain("completionMode").as_deref() == Some("Indexed"),
            active_deadline: at.int("activeDeadlineSeconds"),
            ttl: at.int("ttlSecondsAfterFinished"),
            suspend: at.bool("suspend"),
            managed_by: at.text("managedBy"),
            pod_replacement_policy: at.plain("podReplacementPolicy"),
            failure_rules: at.items("podFailurePolicy.rules").filter_map(read_rule).collect(),
            success_policy: at.get("successPolicy").map(At::place),
            template: template.map(PodSpec::read).unwrap_or_default(),
            containers: template.map(read_containers).unwrap_or_default(),
        }
    }

    /// The limit in force: the default where none is set.
    #[must_use]
    pub fn effective_backoff_limit(&self) -> i64 {
        let default = if self.backoff_limit_per_index.is_some() { i64::from(i32::MAX) } else { DEFAULT_BACKOFF_LIMIT };
        self.backoff_limit.as_ref().map_or(default, |limit| limit.value)
    }

    /// The restart policy of the template, where the input shows it.
    #[must_use]
    pub fn restart_policy(&self) -> Option<&str> {
        self.template.restart_policy.as_ref().map(|policy| policy.value.as_str())
    }
}

/// Only the API server gives an object its UID and its creation time; a manifest has neither.
fn is_live(at: At<'_, '_>) -> bool {
    at.get("metadata.uid").is_some() || at.time("metadata.creationTimestamp").is_some()
}

/// `0-2,4`.
fn is_index_list(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'-' | b'.'))
}

fn read_rule(at: At<'_, '_>) -> Option<FailureRule> {
    Some(FailureRule {
        action: at.text("action")?,
        on_exit_codes: at.get("onExitCodes").is_some(),
        operator: at.plain("onExitCodes.operator"),
        values: at.items("onExitCodes.values").filter_map(|value| value.node.as_int()).collect(),
        container: at.plain("onExitCodes.containerName"),
    })
}

impl Job {
    pub(super) fn read(at: At<'_, '_>, origin: Origin) -> Self {
        let status = at.get("status").filter(|status| !status.node.is_empty());
        Self {
            meta: Meta::read(at, origin),
            spec: at.get("spec").map(JobSpec::read).unwrap_or_default(),
            started: at.time("status.startTime").map(|time| time.value),
            completed: at.time("status.completionTime"),
            active: at.int("status.active"),
            succeeded: at.int("status.succeeded"),
            failed: at.int("status.failed"),
            completed_indexes: at.text("status.completedIndexes"),
            failed_indexes: at.text("status.failedIndexes").filter(|indexes| is_index_list(&indexes.value)),
            conditions: conditions(at),
            has_status: status.is_some() || (origin == Origin::Object && is_live(at)),
            status_column: at.text("x-table.status"),
        }
    }

    /// The condition of a type, where it is `True`.
    #[must_use]
    pub fn condition(&self, kind: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.kind == kind && condition.status == "True")
    }

    /// When the controller decided that the Job failed: `FailureTarget` or, in older versions, `Failed`.
    #[must_use]
    pub fn failure_decided(&self) -> Option<Timestamp> {
        self.condition("FailureTarget").or_else(|| self.condition("Failed"))?.at
    }
}

impl CronJob {
    pub(super) fn read(at: At<'_, '_>, origin: Origin) -> Self {
        Self {
            meta: Meta::read(at, origin),
            schedule: at.text("spec.schedule"),
            time_zone: at.text("spec.timeZone"),
            suspend: at.bool("spec.suspend"),
            concurrency_policy: at.text("spec.concurrencyPolicy"),
            starting_deadline: at.int("spec.startingDeadlineSeconds"),
            failed_history: at.int("spec.failedJobsHistoryLimit"),
            successful_history: at.int("spec.successfulJobsHistoryLimit"),
            last_schedule: at.time("status.lastScheduleTime"),
            last_success: at.time("status.lastSuccessfulTime").map(|time| time.value),
            job: at.get("spec.jobTemplate.spec").map(JobSpec::read).unwrap_or_default(),
            has_status: at.get("status").is_some_and(|status| !status.node.is_empty())
                || at.time("metadata.creationTimestamp").is_some(),
        }
    }
}
