//! What the numbers of a manifest come to once the API server has set its defaults and the controllers count.

use crate::facts::ContainerKind;
use crate::manifest::{Container, Workload};
use crate::repair::{Fix, Safety};
use crate::yaml::{Node, Path};

/// Restarts or retries where `backoffLimit` is not set.
pub(in crate::catalogue) const DEFAULT_BACKOFF_LIMIT: i64 = 6;

/// A number of the Job's spec, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalogue) enum Number {
    /// Not written: the default holds.
    Absent,
    /// A template fills it in, or it is no whole number.
    Unknown,
    /// Written.
    Is(i64),
}

/// A number below the Job's spec.
pub(in crate::catalogue) fn number(workload: &Workload<'_>, field: &str) -> Number {
    match workload.job(field) {
        Some(node) => node.as_int().map_or(Number::Unknown, Number::Is),
        None if is_filled_in(workload, field) || is_misspelt(workload, field) => Number::Unknown,
        None => Number::Absent,
    }
}

fn is_filled_in(workload: &Workload<'_>, field: &str) -> bool {
    workload.is_templated() && workload.is_unknown(&workload.job_path(field))
}

/// Whether the field is there in another case: the API refuses that, and what is meant is known.
fn is_misspelt(workload: &Workload<'_>, field: &str) -> bool {
    let spec = workload.root.at(if workload.is_cron_job() { "spec.jobTemplate.spec" } else { "spec" });
    let entries = spec.map(Node::entries).unwrap_or_default();
    entries.iter().any(|entry| entry.key != field && entry.key.eq_ignore_ascii_case(field))
}

/// How many failures the Job forgives; `None` where a template knows, or where each index has a limit of its own.
pub(in crate::catalogue) fn backoff_limit(workload: &Workload<'_>) -> Option<i64> {
    match (number(workload, "backoffLimit"), number(workload, "backoffLimitPerIndex")) {
        (Number::Is(limit), _) => Some(limit),
        (Number::Absent, Number::Absent) => Some(DEFAULT_BACKOFF_LIMIT),
        _ => None,
    }
}

/// How many pods run at the same time, at most.
pub(in crate::catalogue) fn pods_at_once(workload: &Workload<'_>) -> Option<i64> {
    let parallelism = match number(workload, "parallelism") {
        Number::Is(parallelism) => parallelism,
        Number::Absent => 1,
        Number::Unknown => return None,
    };
    match number(workload, "completions") {
        Number::Is(completions) => Some(parallelism.min(completions)),
        Number::Absent => Some(parallelism),
        Number::Unknown => None,
    }
}

/// Whether a container that fails is started again in its pod.
pub(in crate::catalogue) fn restarts_in_place(workload: &Workload<'_>) -> bool {
    workload.pod("restartPolicy").and_then(Node::as_str) == Some("OnFailure")
}

/// Seconds of waiting before the Job gives up, if every attempt failed at once.
///
/// New pods wait 10 s, doubled up to 600 s. Restarts in place begin at once, then wait 10 s, doubled up to 300 s; the one
/// that reaches the limit ends the Job.
pub(in crate::catalogue) fn back_off_seconds(workload: &Workload<'_>, limit: i64) -> i64 {
    let (first, most, n_waits) = match restarts_in_place(workload) {
        true => (0, 300, limit.max(1)),
        false => (10, 600, limit),
    };
    let (mut sum, mut wait) = (0_i64, first);
    for n_waited in 0..n_waits {
        sum = sum.saturating_add(wait);
        wait = (wait * 2).clamp(10, most);
        if wait == most {
            let rest = (n_waits - n_waited - 1).saturating_mul(most);
            return sum.saturating_add(rest);
        }
    }
    sum
}

/// A limit of retries that the deadline does not leave the time for.
#[derive(Clone, Copy, Debug)]
pub(in crate::catalogue) struct CutRetries {
    /// The limit, perhaps the default.
    pub(in crate::catalogue) limit: i64,
    /// The seconds of waiting that it asks for.
    pub(in crate::catalogue) back_off: i64,
    /// `activeDeadlineSeconds`.
    pub(in crate::catalogue) deadline: i64,
    /// The largest limit that can be reached before the deadline.
    pub(in crate::catalogue) fits: i64,
}

/// Whether the deadline comes before the last retry, however fast the attempts fail.
///
/// Only for one pod at a time: several that fail together count together, and a success sets the waiting back.
pub(in crate::catalogue) fn cut_retries(workload: &Workload<'_>) -> Option<CutRetries> {
    let Number::Is(deadline @ 1..) = number(workload, "activeDeadlineSeconds") else { return None };
    let limit = backoff_limit(workload)?;
    let one_run =
        pods_at_once(workload)? == 1 && matches!(number(workload, "completions"), Number::Absent | Number::Is(1));
    let back_off = back_off_seconds(workload, limit);
    if !one_run || back_off <= deadline {
        return None;
    }
    // Beyond the first few, every wait is the longest one: the search is short or the deadline is huge.
    let fits = (0..limit).take(10_000).take_while(|limit| back_off_seconds(workload, *limit) <= deadline).last()?;
    Some(CutRetries { limit, back_off, deadline, fits })
}

/// Restarts that add up sooner than the limit looks.
#[derive(Clone, Copy, Debug)]
pub(in crate::catalogue) struct RestartsAddUp<'t> {
    /// The limit, perhaps the default.
    pub(in crate::catalogue) limit: i64,
    /// Pods at once.
    pub(in crate::catalogue) pods: i64,
    /// The sidecar whose restarts count too, where that is the whole trouble.
    pub(in crate::catalogue) sidecar: Option<&'t str>,
}

/// Whether so many pods run at once that a restart of each would fail the Job, or a sidecar's restarts count.
pub(in crate::catalogue) fn restarts_add_up<'t>(workload: &Workload<'t>) -> Option<RestartsAddUp<'t>> {
    if !restarts_in_place(workload) {
        return None;
    }
    let (limit, pods) = (backoff_limit(workload)?, pods_at_once(workload)?);
    if pods > 1 && limit <= pods {
        return Some(RestartsAddUp { limit: limit.max(1), pods, sidecar: None });
    }
    let sidecar = workload.containers.iter().find(|container| container.kind == ContainerKind::Sidecar)?;
    Some(RestartsAddUp { limit: limit.max(1), pods, sidecar: Some(sidecar.name) })
}

/// A new pod for each attempt: what keeps a failed one and its logs.
pub(in crate::catalogue) fn never_fix(workload: &Workload<'_>) -> Fix {
    Fix::new(Safety::Unsafe, "set restartPolicy to Never")
        .note(
            "each attempt gets a new pod, perhaps on another node, with empty emptyDir volumes and new init containers",
        )
        .set(workload.pod_path("restartPolicy"), "Never")
}

/// Words that show that pods divide the work, by an index, a queue or each other.
const DIVIDES: [&str; 24] = [
    "index",
    "queue",
    "redis",
    "rabbit",
    "amqp",
    "sqs",
    "kafka",
    "pubsub",
    "nats",
    "celery",
    "broker",
    "worker",
    "consum",
    "shard",
    "partition",
    "lock",
    "hostname",
    "coordinat",
    "master",
    "rank",
    "mpi",
    "task",
    "random",
    "lease",
];

/// Whether the pods may divide the work among themselves: something says so, or what they run cannot be seen.
pub(in crate::catalogue) fn may_divide_work(workload: &Workload<'_>) -> bool {
    workload.containers.iter().any(|container| container.get("command").is_none() || divides(container))
}

fn divides(container: &Container<'_>) -> bool {
    let env = container.get("env").map(Node::items).unwrap_or_default();
    if container.get("envFrom").is_some() || env.iter().any(|variable| variable.get("valueFrom").is_some()) {
        return true;
    }
    let values = env.iter().flat_map(|variable| [variable.get("name"), variable.get("value")]).flatten();
    let words = container.words().map(|(_, _, node)| node);
    let name = container.get("name").into_iter().chain(container.get("image"));
    values.chain(words).chain(name).filter_map(Node::as_str).any(|text| {
        let text = text.to_ascii_lowercase();
        DIVIDES.iter().any(|word| text.contains(word))
    })
}

/// The path of `spec.…` of the CronJob itself.
pub(in crate::catalogue) fn cron_path(field: &str) -> Path {
    Path::default().key("spec").key(field)
}

/// A time in words: `45 s`, `30 min`, `2 h`, `7 days`.
pub(in crate::catalogue) fn duration(seconds: i64) -> String {
    match seconds {
        _ if seconds >= 2 * 86_400 && seconds % 86_400 == 0 => format!("{} days", seconds / 86_400),
        _ if seconds >= 3600 && seconds % 3600 == 0 => format!("{} h", seconds / 3600),
        _ if seconds >= 60 && seconds % 60 == 0 => format!("{} min", seconds / 60),
        _ => format!("{seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::read_json;

    /// Waiting times as they were measured and counted from the controller's and the kubelet's constants.
    #[test]
    fn waiting_adds_up_as_the_controllers_count_it() {
        let table = [
            ("Never", 0, 0),
            ("Never", 1, 10),
            ("Never", 3, 70),
            ("Never", 6, 630),
            ("Never", 7, 1230),
            ("Never", 9, 2430),
            ("OnFailure", 0, 0),
            ("OnFailure", 1, 0),
            ("OnFailure", 3, 30),
            ("OnFailure", 6, 310),
            ("OnFailure", 7, 610),
            ("OnFailure", 8, 910),
        ];
        for (policy, limit, seconds) in table {
            let text =
                format!(r#"{{"kind": "Job", "spec": {{"template": {{"spec": {{"restartPolicy": "{policy}"}}}}}}}}"#);
            let (node, _) = read_json(&text, 0);
            let workload = Workload::new(&node, &[]).expect("a Job");
            assert_eq!(back_off_seconds(&workload, limit), seconds, "{policy} {limit}");
        }
        let (node, _) = read_json(r#"{"kind": "Job"}"#, 0);
        let workload = Workload::new(&node, &[]).expect("a Job");
        assert_eq!(back_off_seconds(&workload, i64::MAX), i64::MAX);
    }
}
