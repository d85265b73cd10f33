//! From a Job or CronJob of a manifest to what is asked for.

use super::{
    Action, Concurrency, ContainerRestart, ContainerSpec, CronSpec, ExitCodes, FailureRule, JobSpec, Minor, PodSpec,
    PreStop, Probe, Requirement, RestartAction, RestartRule, Spec, SuccessRule,
};
use crate::facts::{ContainerKind, quantity};
use crate::manifest::{Container, Workload};
use crate::replay::refusal::Refusal;
use crate::replay::time::{FOREVER, Millis, SECOND};
use crate::validate;
use crate::yaml::{Node, Value};

/// More pods than this at the same time, or indexes in all, are not played.
const MOST_PODS: u32 = 100_000;

/// What the server puts where nothing else is said.
const DEFAULT_BACKOFF_LIMIT: u32 = 6;
/// Seconds.
pub(super) const DEFAULT_GRACE: i64 = 30;

impl Spec {
    /// Reads a Job or CronJob, with the defaults of the API server.
    ///
    /// Refused is what the server would refuse, what a template leaves open, and what is too large to be played.
    pub fn read(workload: &Workload<'_>, kubernetes: Minor) -> Result<Self, Refusal> {
        if let Some(violation) = validate::validate(workload.root).into_iter().next() {
            return Err(Refusal::new(violation.path, violation.message));
        }
        if workload.is_templated() {
            return Err(Refusal::new(workload.job_path(""), "a template decides part of it: render it first"));
        }
        let text = |path| workload.at(path).and_then(Node::as_str).map(str::to_owned);
        let mut name = workload.name().trim_end_matches('-').to_owned();
        if name.is_empty() {
            name = "job".to_owned();
        }
        let mut not_covered = Vec::new();
        let pod = pod(workload, kubernetes, &mut not_covered)?;
        let job = job(workload, kubernetes, &mut not_covered)?;
        Ok(Self {
            name,
            namespace: text("metadata.namespace").unwrap_or_else(|| "default".to_owned()),
            job,
            pod,
            cron: workload.is_cron_job().then(|| cron(workload)),
            not_covered,
        })
    }
}

fn job(workload: &Workload<'_>, kubernetes: Minor, not_covered: &mut Vec<String>) -> Result<JobSpec, Refusal> {
    let number = |field: &str| -> Result<Option<u32>, Refusal> {
        let Some(number) = workload.job(field).and_then(Node::as_int) else { return Ok(None) };
        u32::try_from(number).map(Some).map_err(|_| Refusal::new(workload.job_path(field), "no such number of things"))
    };
    let text = |field: &str| workload.job(field).and_then(Node::as_str);
    let (completions, parallelism) = (number("completions")?, number("parallelism")?);
    for (field, value) in [("completions", completions), ("parallelism", parallelism)] {
        if value.is_some_and(|value| value > MOST_PODS) {
            return Err(Refusal::new(workload.job_path(field), format!("more than {MOST_PODS} are not played")));
        }
    }
    let completions = if parallelism.is_none() && completions.is_none() { Some(1) } else { completions };
    let per_index = number("backoffLimitPerIndex")?;
    let failure_policy = workload.job("podFailurePolicy").map(failure_policy);
    let mut success_policy = workload.job("successPolicy").map(success_policy).unwrap_or_default();
    if !success_policy.is_empty() && kubernetes < Minor(31) {
        not_covered.push("successPolicy is dropped by servers before 1.31 (unless a feature gate is on)".to_owned());
        success_policy.clear();
    }
    let mut managed_by = text("managedBy").filter(|by| *by != "kubernetes.io/job-controller").map(str::to_owned);
    if managed_by.is_some() && kubernetes < Minor(32) {
        not_covered.push("managedBy is dropped by servers before 1.32 (unless a feature gate is on)".to_owned());
        managed_by = None;
    }
    let seconds = |field: &str| workload.job(field).and_then(Node::as_int).map(millis);
    let default_limit = if per_index.is_some() { i32::MAX.unsigned_abs() } else { DEFAULT_BACKOFF_LIMIT };
    Ok(JobSpec {
        completions,
        parallelism: parallelism.unwrap_or(1),
        indexed: text("completionMode") == Some("Indexed"),
        backoff_limit: number("backoffLimit")?.unwrap_or(default_limit),
        backoff_limit_per_index: per_index,
        max_failed_indexes: number("maxFailedIndexes")?,
        active_deadline: seconds("activeDeadlineSeconds"),
        ttl: seconds("ttlSecondsAfterFinished"),
        suspended: workload.job("suspend").and_then(Node::as_bool).unwrap_or(false),
        replaces_only_failed: match text("podReplacementPolicy") {
            Some(policy) => policy == "Failed",
            None => failure_policy.is_some(),
        },
        failure_policy,
        success_policy,
        managed_by,
    })
}

pub(super) fn millis(seconds: i64) -> Millis {
    seconds.saturating_mul(SECOND).clamp(0, FOREVER)
}

fn failure_policy(node: &Node<'_>) -> Vec<FailureRule> {
    let rules = node.get("rules").map(Node::items).unwrap_or_default();
    rules
        .iter()
        .map(|rule| {
            let action = rule.get("action").and_then(Node::as_str).and_then(Action::of).unwrap_or(Action::Count);
            let requirement = match rule.get("onExitCodes").filter(|node| node.value != Value::Null) {
                Some(codes) => Requirement::ExitCodes {
                    container: codes.get("containerName").and_then(Node::as_str).map(str::to_owned),
                    codes: exit_codes(codes),
                },
                None => {
                    let conditions = rule.get("onPodConditions").map(Node::items).unwrap_or_default();
                    let text = |node: &Node<'_>, key| node.get(key).and_then(Node::as_str).map(str::to_owned);
                    let pattern = |node: &Node<'_>| {
                        Some((text(node, "type")?, text(node, "status").unwrap_or_else(|| "True".to_owned())))
                    };
                    Requirement::Conditions(conditions.iter().filter_map(pattern).collect())
                }
            };
            FailureRule { action, requirement }
        })
        .collect()
}

fn exit_codes(node: &Node<'_>) -> ExitCodes {
    let values = node.get("values").map(Node::items).unwrap_or_default();
    ExitCodes {
        is_in: node.get("operator").and_then(Node::as_str) == Some("In"),
        values: values.iter().filter_map(Node::as_int).collect(),
    }
}

fn success_policy(node: &Node<'_>) -> Vec<SuccessRule> {
    let rules = node.get("rules").map(Node::items).unwrap_or_default();
    rules
        .iter()
        .map(|rule| SuccessRule {
            indexes: rule.get("succeededIndexes").and_then(indexes),
            count: rule.get("succeededCount").and_then(Node::as_int).and_then(|count| u32::try_from(count).ok()),
        })
        .collect()
}

/// `0,2-4`, which the API server has found to be in order; a single number may stand there as one.
fn indexes(node: &Node<'_>) -> Option<Vec<(u32, u32)>> {
    let text = node.as_str().map(str::to_owned).or_else(|| node.as_int().map(|number| number.to_string()))?;
    let range = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
    };
    text.split(',').map(range).collect()
}

fn pod(workload: &Workload<'_>, kubernetes: Minor, not_covered: &mut Vec<String>) -> Result<PodSpec, Refusal> {
    let mut containers = Vec::new();
    for container in &workload.containers {
        let own = container.get("restartPolicy").is_some() && container.kind == ContainerKind::Regular;
        if own && kubernetes < Minor(35) {
            let path = workload.container_path(container, "restartPolicy");
            return Err(Refusal::new(path, "a container has no restart policy of its own before Kubernetes 1.35"));
        }
        containers.push(read_container(container));
    }
    for (field, why) in [
        ("resourceClaims", "resourceClaims may hold pods back"),
        ("schedulingGroup", "scheduling in groups may hold pods back"),
    ] {
        if workload.pod(field).is_some_and(|node| !node.is_empty()) {
            not_covered.push(why.to_owned());
        }
    }
    let (cpu, memory) = reserved(&containers);
    let seconds = |field: &str| workload.pod(field).and_then(Node::as_int);
    Ok(PodSpec {
        restarts_on_failure: workload.pod("restartPolicy").and_then(Node::as_str) == Some("OnFailure"),
        active_deadline: seconds("activeDeadlineSeconds").map(millis),
        grace: millis(seconds("terminationGracePeriodSeconds").unwrap_or(DEFAULT_GRACE)),
        gated: workload.pod("schedulingGates").is_some_and(|gates| !gates.items().is_empty()),
        containers,
        cpu,
        memory,
    })
}

/// What the scheduler sets aside for a pod: sidecars and regular containers together, or an init container with the
/// sidecars before it where that is more.
fn reserved(containers: &[ContainerSpec]) -> (f64, f64) {
    let of = |each: fn(&ContainerSpec) -> f64| {
        let mut sidecars = 0.0;
        let mut most: f64 = 0.0;
        for container in containers {
            match container.kind {
                ContainerKind::Sidecar => sidecars += each(container),
                ContainerKind::Init => most = most.max(sidecars + each(container)),
                ContainerKind::Regular => {}
            }
        }
        let regular = containers.iter().filter(|container| container.kind == ContainerKind::Regular);
        most.max(sidecars + regular.map(each).sum::<f64>())
    };
    (of(|container| container.cpu), of(|container| container.memory))
}

fn read_container(container: &Container<'_>) -> ContainerSpec {
    let amount = |resource: &str| {
        let asked = container.get(&format!("resources.requests.{resource}"));
        let node = asked.or_else(|| container.get(&format!("resources.limits.{resource}")));
        let text = node.and_then(|node| match &node.value {
            Value::String(text) => Some(text.to_string()),
            Value::Int(number) => Some(number.to_string()),
            Value::Float(number) => Some(number.to_string()),
            _ => None,
        });
        text.and_then(|text| quantity::parse(&text)).unwrap_or(0.0)
    };
    let restart = container.get("restartPolicy").and_then(Node::as_str).and_then(ContainerRestart::of);
    let rules = container.get("restartPolicyRules").map(Node::items).unwrap_or_default();
    let restart_rules = rules.iter().filter_map(|rule| {
        let action = match rule.get("action").and_then(Node::as_str) {
            Some("RestartAllContainers") => RestartAction::RestartAllContainers,
            _ => RestartAction::Restart,
        };
        Some(RestartRule { action, exit_codes: exit_codes(rule.get("exitCodes")?) })
    });
    let pre_stop =
        container.get("lifecycle.preStop").map(|hook| match hook.at("sleep.seconds").and_then(Node::as_int) {
            Some(seconds) => PreStop::Sleep(millis(seconds)),
            None => PreStop::Unknown,
        });
    ContainerSpec {
        name: container.name.to_owned(),
        kind: container.kind,
        restart,
        restart_rules: restart_rules.collect(),
        liveness: container.get("livenessProbe").map(probe),
        startup: container.get("startupProbe").map(probe),
        pre_stop,
        exit_on_term: super::trap::exit_on_term(container),
        has_post_start: container.get("lifecycle.postStart").is_some(),
        cpu: amount("cpu"),
        memory: amount("memory"),
    }
}

fn probe(node: &Node<'_>) -> Probe {
    let int = |key: &str, default| node.get(key).and_then(Node::as_int).filter(|n| *n > 0).unwrap_or(default);
    Probe {
        initial_delay: millis(int("initialDelaySeconds", 0)),
        period: millis(int("periodSeconds", 10)),
        failure_threshold: u32::try_from(int("failureThreshold", 3)).unwrap_or(3),
        grace: node.get("terminationGracePeriodSeconds").and_then(Node::as_int).map(millis),
    }
}

fn cron(workload: &Workload<'_>) -> CronSpec {
    let text = |path| workload.at(path).and_then(Node::as_str);
    let int = |path| workload.at(path).and_then(Node::as_int);
    let history = |path, default| int(path).and_then(|n| u32::try_from(n).ok()).unwrap_or(default);
    CronSpec {
        schedule: text("spec.schedule").unwrap_or_default().to_owned(),
        time_zone: text("spec.timeZone").map(str::to_owned),
        concurrency: match text("spec.concurrencyPolicy") {
            Some("Forbid") => Concurrency::Forbid,
            Some("Replace") => Concurrency::Replace,
            _ => Concurrency::Allow,
        },
        starting_deadline: int("spec.startingDeadlineSeconds").map(millis),
        suspended: workload.at("spec.suspend").and_then(Node::as_bool).unwrap_or(false),
        successful_history: history("spec.successfulJobsHistoryLimit", 3),
        failed_history: history("spec.failedJobsHistoryLimit", 1),
    }
}
