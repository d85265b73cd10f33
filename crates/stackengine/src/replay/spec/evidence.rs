//! What an incident shows to have been asked for.

use super::read::{DEFAULT_GRACE, millis};
use super::{Action, ContainerRestart, ContainerSpec, ExitCodes, FailureRule, JobSpec, PodSpec, Requirement, Spec};
use crate::facts::{self, ContainerKind, Facts};

impl Spec {
    /// Reads a Job from the evidence about it; `None` where that leaves open what decides how it goes on: its limits, its
    /// restart policy, its containers, or which indexes a success policy counts.
    #[must_use]
    pub fn of_evidence(facts: &Facts) -> Option<Self> {
        let job = facts.job.as_ref()?;
        let spec = &job.spec;
        // The API server fills the limit in: where none is shown, the evidence is not the whole object.
        spec.backoff_limit.as_ref().or(spec.backoff_limit_per_index.as_ref())?;
        if spec.success_policy.is_some() {
            return None;
        }
        let shown = facts.pods.iter().rev().map(|pod| &pod.containers).find(|containers| !containers.is_empty());
        let containers = if spec.containers.is_empty() { shown? } else { &spec.containers };
        Some(Self {
            name: job.meta.name.clone(),
            namespace: job.meta.namespace.clone().unwrap_or_else(|| "default".to_owned()),
            job: job_spec(spec)?,
            pod: PodSpec {
                restarts_on_failure: facts.restart_policy()? == "OnFailure",
                active_deadline: spec.template.active_deadline.as_ref().map(|seconds| millis(seconds.value)),
                grace: millis(spec.template.grace_seconds.unwrap_or(DEFAULT_GRACE)),
                containers: containers.iter().map(container).collect(),
                gated: !spec.template.scheduling_gates.is_empty(),
                cpu: 0.0,
                memory: 0.0,
            },
            cron: None,
            not_covered: Vec::new(),
        })
    }
}

fn job_spec(spec: &facts::JobSpec) -> Option<JobSpec> {
    let count = |seen: &Option<facts::Seen<i64>>| seen.as_ref().and_then(|seen| u32::try_from(seen.value).ok());
    let seconds = |seen: &Option<facts::Seen<i64>>| seen.as_ref().map(|seen| millis(seen.value));
    let rules: Option<Vec<FailureRule>> = spec.failure_rules.iter().map(failure_rule).collect();
    let failure_policy = Some(rules?).filter(|rules| !rules.is_empty());
    Some(JobSpec {
        completions: count(&spec.completions),
        parallelism: count(&spec.parallelism).unwrap_or(1),
        indexed: spec.indexed,
        backoff_limit: u32::try_from(spec.effective_backoff_limit()).ok()?,
        backoff_limit_per_index: count(&spec.backoff_limit_per_index),
        max_failed_indexes: count(&spec.max_failed_indexes),
        active_deadline: seconds(&spec.active_deadline),
        ttl: seconds(&spec.ttl),
        suspended: false,
        replaces_only_failed: match spec.pod_replacement_policy.as_deref() {
            Some(policy) => policy == "Failed",
            None => failure_policy.is_some(),
        },
        failure_policy,
        success_policy: Vec::new(),
        managed_by: None,
    })
}

fn failure_rule(rule: &facts::FailureRule) -> Option<FailureRule> {
    let action = Action::of(&rule.action.value)?;
    let requirement = match rule.on_exit_codes {
        true => Requirement::ExitCodes {
            container: rule.container.clone(),
            codes: ExitCodes { is_in: rule.operator.as_deref() == Some("In"), values: rule.values.clone() },
        },
        // Facts keep of a rule about conditions only that it is one; all but a few are about disruptions.
        false => Requirement::Conditions(vec![("DisruptionTarget".to_owned(), "True".to_owned())]),
    };
    Some(FailureRule { action, requirement })
}

fn container(container: &facts::Container) -> ContainerSpec {
    ContainerSpec {
        name: container.name.clone(),
        kind: container.kind,
        restart: container
            .spec
            .restart_policy
            .as_deref()
            .and_then(ContainerRestart::of)
            .or((container.kind == ContainerKind::Sidecar).then_some(ContainerRestart::Always)),
        restart_rules: Vec::new(),
        liveness: None,
        startup: None,
        pre_stop: None,
        exit_on_term: None,
        has_post_start: false,
        cpu: 0.0,
        memory: 0.0,
    }
}
